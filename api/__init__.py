"""The rims of the concept graph: HTTP and the command line. Nothing is decided here."""
