"""What is ticked in a Markdown checklist: the mark that says which concept a box stands for, and its reading back.

The mark is a comment, which no renderer shows and every editor of Markdown text keeps, so that a list can be ticked,
reordered, translated and pasted elsewhere.
"""

import re

_BULLET = re.compile(r"[ \t>]{0,200}(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]{1,20}\[([^\]\r\n]{0,9})\])?(?=[ \t]|$)")
_HEADING = re.compile(r"[ \t>]{0,200}#")
_MARK = re.compile(r"<!--[ \t]{0,9}kg:([a-z0-9]{1,200}(?:-[a-z0-9]{1,200}){0,200})[ \t]{0,9}-->")
_LINE = re.compile(r"\r\n|\r|\n")


def mark(id: str) -> str:
    """The mark of a concept, to stand anywhere within its item of the list."""
    return f"<!-- kg:{id} -->"


def ticked(markdown: str) -> list[str]:
    """The ids of the concepts whose boxes are ticked with an x, in the order of the text, each once.

    Any bullet or number will do, however deep, in quotes too; an item lasts until the next one or a heading, so a
    mark may have been wrapped to a later line. Whatever else the text says is passed over. Linear in its length.
    """
    found: dict[str, None] = {}
    done = False
    for line in _LINE.split(markdown):
        if bullet := _BULLET.match(line):
            done = bullet[1] in ("x", "X")
        elif _HEADING.match(line):
            done = False
        if done:
            found.update(dict.fromkeys(_MARK.findall(line)))
    return list(found)
