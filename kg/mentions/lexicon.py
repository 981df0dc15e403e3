"""The names of concepts, found in running text: leftmost first, and of those that begin together the longest.

Text is taken as words. Between the words of a name may stand white space or a hyphen, one for the other; letters
are compared without regard to case and compatibility form (NFKC), word by word, so that a word whose folding is
longer than itself moves no offset. A name is found in the other number too where its language is English.

    word            letters, marks and digits; a figure keeps its decimals (`3.5`), a name its signs (`C++`, `C#`)
    no boundary     each character of Han, Kana, Thai, Lao, Khmer and Myanmar stands for itself: words touch there
    short           a name of up to `SHORT` characters is found only in the case in which it is written

Not found is a name that goes on or began before it: after a hyphen (`non-linear function`), before a hyphen and a
capital or figure (`Transformer-XL`), in `model.py`, `std::vector`, `@model`, `#model` and `model=x`. Time is linear
in the text, times the number of words in the longest name that begins with a word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from kg.mentions.plurals import numbered
from kg.names import Entry

SHORT = 3
BARRIER = "\0"  # what no name reaches across

_HYPHENS = "-\u2010\u2011"
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
_DENSE += "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00ad": None})
_IS_DENSE = re.compile(f"[{_DENSE}]")


class Owner(NamedTuple):
    """A concept that goes by a name: `name` as the data has it; `spelling` what alone will do, where case counts."""

    concept: int
    name: str
    hidden: bool
    spelling: str | None


class Found(NamedTuple):
    """Where a name stands in a text, and who goes by it: several where it is ambiguous, in rank order."""

    start: int
    end: int
    owners: tuple[Owner, ...]


class Words(NamedTuple):
    """The words of a text: where each starts and ends, and its folded form."""

    starts: list[int]
    ends: list[int]
    forms: list[str]


@cache
def _word() -> re.Pattern[str]:
    """What a word is. Marks are no letters to `re`, so they are looked up, when first needed."""
    ranges = chain(range(0x300, 0x1E00), range(0x20D0, 0x2100), range(0xA660, 0xAC00), range(0xFE00, 0xFE30))
    marks = "".join(chr(code) for code in ranges if unicodedata.category(chr(code))[0] == "M")
    marks = "\u00ad\u200c\u200d" + "".join(one for one in marks if not _IS_DENSE.match(one))
    word = rf"(?:[^\W{_DENSE}]+|[{marks}]+)+(?:(?<=\d)\.\d+)*(?:\+\+|\#(?!\w))?"
    return re.compile(rf"[{_DENSE}]|{word}|(?!(?<=\w)[{_HYPHENS}](?=\w))\S")


# the same for a text without marks and dense scripts, in half the time
_PLAIN_WORD = re.compile(r"\w+(?:(?<=\d)\.\d+)*(?:\+\+|\#(?!\w))?|(?!(?<=\w)-(?=\w))\S")


def words(text: str) -> Words:
    """The words of a text; every other character but white space and a hyphen within a word is one of its own."""
    plain = text.isascii()
    source = text.lower() if plain else text
    spans = [match.span() for match in (_PLAIN_WORD if plain else _word()).finditer(source)]
    forms = [source[start:end] for start, end in spans]
    return Words(
        [start for start, _ in spans], [end for _, end in spans], forms if plain else list(map(_folded, forms))
    )


def _keys(text: str, words: Words, at: int, most: int) -> list[str]:
    """What one, two and more words from some place on come to in the index; no name goes on across a blank line."""
    starts, ends, forms = words
    keys = [forms[at]]
    for place in range(at + 1, min(at + most, len(forms))):
        start, end = ends[place - 1], starts[place]
        if end - start > 1 and text.count("\n", start, end) > 1:
            break
        keys.append(f"{keys[-1]}{' ' if end > start else ''}{forms[place]}")
    return keys


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return form.translate(_QUOTES)


class Lexicon:
    """Names to be found in texts. `entries` are those of a language or several; ids among them are passed over.

    What a concept is called goes before what follows from what another is called: the other number of a name.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._lengths: dict[str, list[int]] = {}
        self._owners: dict[str, tuple[Owner, ...]] = {}
        derived: dict[str, tuple[Owner, ...]] = {}
        for entry in entries:
            if entry.role != "id":
                self._note(self._owners, entry, entry.text)
                for name in _derived(entry):
                    self._note(derived, entry, name)
        for key, owners in derived.items():
            self._owners.setdefault(key, owners)
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def _note(self, owners: dict[str, tuple[Owner, ...]], entry: Entry, name: str) -> None:
        seen = words(name)
        if not seen.forms:  # nothing but hyphens
            return
        keys = _keys(name, seen, 0, len(seen.forms))
        lengths = self._lengths.setdefault(keys[0], [])
        if len(keys) not in lengths:
            lengths.append(len(keys))
        owner = Owner(entry.concept, entry.text, entry.role == "hidden", name if len(entry.text) <= SHORT else None)
        known = owners.get(keys[-1], ())
        if owner not in known:
            owners[keys[-1]] = (*known, owner)

    def find(self, text: str, words: Words) -> Iterator[Found]:
        """The names in a text of these words, by where they start; no two overlap."""
        starts, ends, forms = words
        free = 0
        for at, lengths in enumerate(map(self._lengths.get, forms)):
            if lengths is None or at < free or not _begins(text, starts[at]):
                continue
            keys = _keys(text, words, at, lengths[0])
            for length in lengths:
                owners = self._owners.get(keys[length - 1]) if length <= len(keys) else None
                end = ends[at + length - 1] if owners else 0
                if owners and _ends(text, end) and (meant := _meant(owners, text[starts[at] : end])):
                    yield Found(starts[at], end, meant)
                    free = at + length
                    break


def _meant(owners: tuple[Owner, ...], written: str) -> tuple[Owner, ...]:
    """The concepts that go by a name as it is written, each by the best of its names, in rank order."""
    if len(owners) == 1 and owners[0].spelling is None:
        return owners
    form = unicodedata.normalize("NFC", written)
    by_concept: dict[int, Owner] = {}
    for owner in owners:
        if owner.spelling is None or unicodedata.normalize("NFC", owner.spelling) == form:
            by_concept.setdefault(owner.concept, owner)
    return tuple(by_concept[concept] for concept in sorted(by_concept))


def _derived(entry: Entry) -> Iterator[str]:
    """What else is written for a name: the other number, where it is English, and the name without its apostrophe."""
    if entry.lang.partition("-")[0].lower() == "en":
        yield from numbered(entry.text)
    bare = entry.text.replace("'", "").replace("\u2019", "")
    if bare != entry.text:
        yield bare


def _begins(text: str, start: int) -> bool:
    """Whether a name may begin here: nothing before it makes it the rest of something else."""
    if not start:
        return True
    before, earlier = text[start - 1], text[start - 2 : start - 1]
    if before in _HYPHENS:
        return not earlier.isalnum()
    if before in ".:":
        return not (earlier.isalnum() or earlier == before)
    return before not in "@#$\\="


def _ends(text: str, end: int) -> bool:
    """Whether a name may end here: nothing after it makes it the beginning of something else."""
    after, later = text[end : end + 1], text[end + 1 : end + 2]
    if after in ("", " "):
        return True
    if after in _HYPHENS:
        return not (later.isupper() or later.isdigit())
    if after == ".":
        return not later.isalnum()
    if after == ":":
        return later != ":"
    return after not in "@="
