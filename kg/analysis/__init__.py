"""What editors ask of a graph as a whole: how hard it is, what it hangs on, where it goes round in circles."""

from kg.analysis.view import to_networkx

__all__ = ["to_networkx"]
