"""Mentions of concepts in running text: found, judged, and linked.

A reader (`READERS`) gives the words of a document and says of each where it stands in the source and whether a link
may be put there; the lexicon finds the names of concepts among the words; `judge` decides which of them to link.
What is written back is the source with links put in and nothing else changed.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from kg.mentions.hypertext import hypertext
from kg.mentions.judge import Mention, Rules, judge, spliced
from kg.mentions.lexicon import Lexicon
from kg.mentions.markdown import fits, markdown
from kg.mentions.reading import Reading, plain

Form = Literal["text", "html", "markdown"]

READERS: Mapping[Form, Callable[[str], Reading]] = {"text": plain, "html": hypertext, "markdown": markdown}

__all__ = ["READERS", "Form", "Lexicon", "Mention", "Reading", "Rules", "fits", "judge", "spliced"]
