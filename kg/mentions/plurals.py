"""The other number of English names: `network` and `networks`, `chain of thought` and `chains of thought`."""

import re
from collections.abc import Iterator

_LINKS = (" of ", " for ", " from ", " in ", " with ", " by ", " to ", " at ")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_HEAD = re.compile(r"[^\W\d_]+\Z")


def numbered(name: str) -> Iterator[str]:
    """The name in the plural, and one in the plural in the singular; that of its head, too, before a preposition."""
    for word in _LINKS:
        head, link, rest = name.partition(word)
        if link:
            yield from (other + link + rest for other in _words(head))
            break
    yield from _words(name)


def _words(name: str) -> Iterator[str]:
    found = _HEAD.search(name)
    if not found:
        if name[-1:].isdigit():
            yield f"{name}s"
        return
    start, word = name[: found.start()], found[0]
    yield from (start + other for other in (*_plurals(word), *_singulars(word)))


def _plurals(word: str) -> Iterator[str]:
    """The word in the plural: the regular one, and the Latin one where it looks like Latin.

    >>> [one for word in ("layer", "matrix", "bias", "analysis", "entropy", "CNN") for one in _plurals(word)]
    ['layers', 'matrixes', 'matrices', 'biases', 'analysises', 'analyses', 'entropies', 'CNNs']
    """
    if word[1:].isupper():
        yield f"{word}s"
    elif word.endswith(_SIBILANT):
        yield f"{word}es"
        if word.endswith(("ix", "ex")):
            yield f"{word[:-2]}ices"
        if word.endswith("is"):
            yield f"{word[:-2]}es"
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        yield f"{word[:-1]}ies"
    else:
        yield f"{word}s"


def _singulars(word: str) -> Iterator[str]:
    """What the word is the plural of, if it looks like one.

    >>> [one for word in ("systems", "categories", "loss", "bias", "statistics", "news") for one in _singulars(word)]
    ['system', 'category']
    """
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "ics")):
        yield f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
