"""Versions of a hub: what each release changed, in a log from which every released state can be had again.

`release` makes of a catalog the next release and writes it down, as a line of the `log`. What a version says is a
`state`; the `difference` of two states is told change by change in `words`, and `history` does so for all releases.
"""
