"""Labels looked up by a person: exactly, by their beginning, by words, by initials, and with mistakes.

Two keys are made of a text. `fold` makes it one in form (NFKC), case and separators: hyphens, slashes,
apostrophes and other punctuation are spaces. `plain` drops accents as well. Everything is found by the plain
key; where it matters, the folded one puts what has the same accents first.

Entries stand by rank: label, alternative, id, hidden; then the shorter, then the alphabet. The number of an entry is
how many bytes stand before it, so that all that a hit is made of is looked up in one place. The best answers are thus
the smallest numbers, whatever they were found by.

    names.kinds               the pairs of role and language that occur, a line each
    names.entries             the entries, of each a row (`_ROW`) and the text
    names.keys                a table: the plain keys, and the entries of each
    names.words               a table: the words of the keys, and the entries with each
    names.initials            a table: initialisms of keys of several words, and their entries
    names.starts              what more than `_KEPT` keys begin with, spaces aside, a line each
    names.best .at            the best entries of the best `_KEPT` concepts for each such start
    names.concepts .at        the entries of each concept
    names.grams .at           the keys of each bucket of features (see `features`), the buckets by CRC-32

A table is sorted strings (a blob, each with 0xFF behind it, and `.at` their offsets) and numbers for each (`.of`,
and `.of.at` their offsets). It is sorted without regard to spaces, so that `fine tun` and `finetun` begin the same.
Behind the numbers stand the minima of each 16, of each 256 and so on, so that the smallest numbers of any range
are found without looking at the others (top-k completion by range minima: Hsu and Ottaviano 2013). For a start of
many keys the first answers are written down, for it would take longest to find them (as in a trie that keeps the
best of each node).

Whatever is asked, no more than `MAX_CANDIDATES` entries are looked at in a step of a search, `MAX_POSTINGS`
postings and `MAX_SCORED` keys in a fuzzy one, `MAX_WORDS` words and the `MAX_NAMED` best entries with these where
it goes by words. A query of more than `MAX_QUERY` characters is looked up
exactly and as a beginning alone, in time linear in its length.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, islice, takewhile
from math import ceil
from struct import Struct
from typing import Any, Literal, NamedTuple
from zlib import crc32

NameRole = Literal["label", "also", "id", "hidden"]
How = Literal["exact", "prefix", "words", "initials", "fuzzy"]

ROLES: tuple[NameRole, ...] = ("label", "also", "id", "hidden")
MIN_LIKENESS, MIN_BEGUN, MUCH = 0.70, 0.79, 0.85  # four letters of five make 0.8, more or less a rounding
MAX_QUERY, MAX_CANDIDATES, MAX_POSTINGS, MAX_SCORED, MAX_WORDS, MAX_NAMED = 200, 5_000, 2_048, 128, 1_024, 512
SHORT, ALIKE, MANY = 12, 4, 8

_FAN, _FEW, _FENCE, _KEPT = 16, 256, 8, 16
_ROW = Struct("=iHii")  # an entry's concept, its pair, the length of its text, its plain key
_HIT = Struct("=iHi")  # what of these a hit is made of
_END = b"\xff"  # no byte of UTF-8, and after all of them
_unpack, _SIZE, _new = _HIT.unpack_from, _ROW.size, tuple.__new__
_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_SMALL = frozenset(("a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))


class Entry(NamedTuple):
    """A name of a concept. A language of "" is every language, as that of an id."""

    concept: int
    text: str
    lang: str
    role: NameRole


class Hit(NamedTuple):
    """A concept that was found, and by which of its names; `likeness` is below 1 for `fuzzy` alone.

    A hidden name is never given out: `text` and `lang` are then those of the concept's label.
    """

    concept: int
    text: str
    lang: str
    role: NameRole
    how: How
    likeness: float


class _Separators(dict[int, str]):
    """What becomes of each character; found out when it first occurs."""

    def __missing__(self, code: int) -> str:
        character, category = chr(code), unicodedata.category(chr(code))
        # A* and C# are names of their own, and an invisible character (a soft hyphen) separates nothing.
        spaced = (category[0] in "PZ" and character not in "#*") or category in ("Cc", "Cs", "Sk")
        self[code] = " " if spaced else "" if category == "Cf" else character
        return self[code]


_SEPARATORS = _Separators()


def fold(text: str) -> str:
    """The text in one form (NFKC), case and spacing; of nothing but separators, the text itself."""
    form = text.lower()
    if not text.isascii():
        form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    elif form.isalnum():
        return form
    elif _bare(form).isalnum():
        return " ".join(form.split())
    return " ".join(form.translate(_SEPARATORS).split()) or form.strip()


def plain(folded: str) -> str:
    """A folded text without accents, those of Latin, Greek and Cyrillic script; of nothing else, the text itself."""
    if folded.isascii():
        return folded
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
    return " ".join(bare.translate(_LETTERS).split()) or folded


def features(key: str) -> set[str]:
    """What a mistyped key shares with the right one: four letters in a row, spaces aside (Ukkonen 1992).

    Two mistakes leave none of those in a few letters, so that a key of up to `SHORT` has also all that is left
    of it when one letter is dropped (Bocek, Hunt and Stiller 2007).
    """
    word = _bare(key)
    padded = f" {word} "
    found = {padded[at : at + 4] for at in range(len(word) - 1)}
    if len(word) <= SHORT:
        found.update(f"-{word[:at]}{word[at + 1 :]}" for at in range(len(word)))
        found.add(f"-{word}")
    return found


def initials(key: str) -> set[str]:
    """The initialisms of a key of several words, with and without its small words."""
    words = key.split()
    large = [word for word in words if word not in _SMALL]
    return {"".join(word[0] for word in each) for each in (words, large) if len(each) > 1}


def index(entries: Iterable[Entry]) -> dict[str, bytes]:
    """The buffers of some entries, the same whatever their order. O(n log n) in their characters."""
    keyed = ((ROLES.index(entry.role), plain(fold(entry.text)), entry) for entry in set(entries))
    ranked = sorted((role, len(key), key, entry) for role, key, entry in keyed)
    texts = [entry.text.encode() for *_, entry in ranked]
    begins = accumulate((_SIZE + len(text) for text in texts), initial=0)
    rows = [(at, key, entry) for at, (_, _, key, entry) in zip(begins, ranked, strict=False)]
    kinds = sorted({(entry.role, entry.lang) for *_, entry in rows})
    kind_number = {kind: k for k, kind in enumerate(kinds)}
    keys, words, short = (defaultdict[str, list[int]](list) for _ in range(3))
    of_concept = [array("i") for _ in range(1 + max((entry.concept for *_, entry in rows), default=-1))]
    for at, key, entry in rows:
        of_concept[entry.concept].append(at)
        keys[key].append(at)
        for word in set(key.split()):
            words[word].append(at)
        for initialism in initials(key):
            short[initialism].append(at)
    key_number = {key: k for k, key in enumerate(sorted(keys, key=lambda key: (_bare(key), key)))}
    best: dict[str, dict[int, int]] = {start: {} for start in sorted(_starts(map(_bare, key_number)))}
    for at, key, entry in rows:
        for start in accumulate(_bare(key)):
            if start not in best:
                break
            if len(best[start]) < _KEPT:
                best[start].setdefault(entry.concept, at)
    return {
        "names.kinds": "\n".join(f"{ROLES.index(role)} {lang}" for role, lang in kinds).encode(),
        "names.entries": b"".join(
            _ROW.pack(entry.concept, kind_number[entry.role, entry.lang], len(text), key_number[key]) + text
            for text, (_, key, entry) in zip(texts, rows, strict=True)
        ),
        **_table("names.keys", {key: keys[key] for key in key_number}),
        **_table("names.words", dict(sorted(words.items()))),
        **_table("names.initials", dict(sorted(short.items()))),
        "names.starts": "\n".join(best).encode(),
        **_lists("names.best", [list(numbers.values()) for numbers in best.values()]),
        **_lists("names.concepts", of_concept),
        **_lists("names.grams", _buckets(key_number)),
    }


def _bare(key: str) -> str:
    """The key without its spaces."""
    return key.replace(" ", "")


def _starts(ordered: Iterable[str]) -> set[str]:
    """What more than `_KEPT` of some sorted strings begin with."""
    strings, found = list(ordered), set[str]()
    for one, other in zip(strings, strings[_KEPT:], strict=False):
        found.update(takewhile(other.startswith, accumulate(one)))
    return found


def _buckets(keys: Collection[str]) -> "list[array[int]]":
    buckets = [array("i") for _ in range(2 << len(keys).bit_length())]
    for k, key in enumerate(keys):
        for place in _places(key, len(buckets)):
            buckets[place].append(k)
    return buckets


def _places(key: str, buckets: int) -> set[int]:
    return {crc32(feature.encode()) & buckets - 1 for feature in features(key)}


def _blob(name: str, texts: Iterable[str]) -> dict[str, bytes]:
    parts = [text.encode() + _END for text in texts]
    return {name: b"".join(parts), f"{name}.at": array("q", accumulate(map(len, parts), initial=0)).tobytes()}


def _lists(name: str, lists: Collection[Sequence[int]]) -> dict[str, bytes]:
    offsets = array("i", accumulate(map(len, lists), initial=0))
    return {f"{name}.at": offsets.tobytes(), name: array("i", chain.from_iterable(lists)).tobytes()}


def _table(name: str, rows: Mapping[str, Sequence[int]]) -> dict[str, bytes]:
    level = array("i", chain.from_iterable(rows.values()))
    levels = array("i", level)
    while len(level) > 1:
        level = array("i", (min(level[at : at + _FAN]) for at in range(0, len(level), _FAN)))
        levels += level
    return {**_lists(f"{name}.of", rows.values()), f"{name}.of": levels.tobytes(), **_blob(name, rows)}


class _Table:
    """Sorted strings with rising numbers for each, as `index` lays them out."""

    def __init__(self, parts: Mapping[str, bytes | memoryview], name: str) -> None:
        self.blob, self.at = memoryview(parts[name]), _cast(parts, f"{name}.at", "q")
        self.of_at, values = _cast(parts, f"{name}.of.at"), _cast(parts, f"{name}.of")
        self.levels, start, size = [], 0, self.of_at[-1]
        while start < len(values):
            self.levels.append(values[start : start + size])
            start, size = start + size, -(-size // _FAN)

    def __getitem__(self, k: int) -> str:
        return str(self.blob[self.at[k] : self.at[k + 1] - 1], "utf-8")

    def strings(self, lo: int, hi: int) -> list[str]:
        """The strings from `lo` to before `hi`."""
        return [one.decode() for one in bytes(self.blob[self.at[lo] : self.at[hi]]).split(_END)[:-1]]

    @cached_property
    def _fence(self) -> list[bytes]:
        """Each 8th string without its spaces, made when first asked for: some 80 ms and 8 MB for a million."""
        firsts = range(0, len(self.at) - 1, _FENCE)
        return [bytes(self.blob[self.at[k] : self.at[k + 1] - 1]).replace(b" ", b"") for k in firsts]

    def range(self, start: str, *, whole: bool = False) -> tuple[int, int]:
        """Which strings begin with `start`, or are it, spaces aside. O(log n)."""
        first = start.replace(" ", "").encode()
        after = first + (b"\0" if whole else _END)
        at, strings = self._block(first)
        lo, hi = bisect_left(strings, first), bisect_left(strings, after)
        if hi < len(strings):
            return at + lo, at + hi
        end, strings = self._block(after)
        return at + lo, end + bisect_left(strings, after)

    def _block(self, text: bytes) -> tuple[int, list[bytes]]:
        """Where in the table the 8 strings are that a text belongs among, and they without their spaces."""
        at = max(0, bisect_left(self._fence, text) - 1) * _FENCE
        ends = self.at[at : at + _FENCE + 1]
        return at, bytes(self.blob[ends[0] : ends[-1]]).replace(b" ", b"").split(_END)[:-1]

    def count(self, lo: int, hi: int) -> int:
        """How many numbers strings `lo` to `hi` have together."""
        return self.of_at[hi] - self.of_at[lo]

    def smallest(self, lo: int, hi: int) -> Iterable[int]:
        """Their `MAX_CANDIDATES` smallest numbers, rising. O(log n) each."""
        start, end = self.of_at[lo], self.of_at[hi]
        if end - start <= _FEW:
            return sorted(self.levels[0][start:end].tolist()) if end > start else ()
        return islice(self._rising(start, end), MAX_CANDIDATES)

    def _rising(self, start: int, end: int) -> Iterator[int]:
        heap: list[tuple[int, int, int]] = []
        for level, values in enumerate(self.levels):
            upper = -(-start // _FAN), end // _FAN
            if upper[0] >= upper[1] or len(values) <= _FAN:
                heap += ((values[at], level, at) for at in range(start, end))
                break
            edges = chain(range(start, upper[0] * _FAN), range(upper[1] * _FAN, end))
            heap += ((values[at], level, at) for at in edges)
            start, end = upper
        heapify(heap)
        while heap:
            value, level, at = heappop(heap)
            if not level:
                yield value
                continue
            below = self.levels[level - 1]
            for under in range(at * _FAN, min(at * _FAN + _FAN, len(below))):
                heappush(heap, (below[under], level - 1, under))


class Names:
    """The names in the buffers of `index`, built or mapped. Making one takes a few casts and copies nothing.

    Each look-up gives a concept once, by the best of its names, and the best concept first: among what a look-up
    finds, by likeness, then by rank (see the module). A language `en` takes in `en-GB` (RFC 4647, basic filtering).
    What is found of up to 16 concepts is remembered, for a thousand look-ups.
    """

    def __init__(self, parts: Mapping[str, bytes | memoryview]) -> None:
        lines = bytes(parts["names.kinds"]).decode().splitlines()
        self._kinds = [(ROLES[int(line[0])], line[2:]) for line in lines]
        self._entries = parts["names.entries"]
        # quicker where there are bytes to ask
        self._decoded: Callable[[Any], str] = (
            bytes.decode if isinstance(self._entries, bytes) else partial(str, encoding="utf-8")
        )
        self._keys, self._words = _Table(parts, "names.keys"), _Table(parts, "names.words")
        self._initials = _Table(parts, "names.initials")
        self._concepts, self._concepts_at = _cast(parts, "names.concepts"), _cast(parts, "names.concepts.at")
        self._grams, self._grams_at = _cast(parts, "names.grams"), _cast(parts, "names.grams.at")
        self._best, self._best_at = _cast(parts, "names.best"), _cast(parts, "names.best.at")
        self._starts = memoryview(parts["names.starts"])
        self._ways: Mapping[How, Callable[[str, str], Iterable[int]]] = {
            "exact": self._exact,
            "prefix": self._prefix,
            "words": self._by_words,
            "initials": self._by_initials,
        }
        self._remembered = lru_cache(maxsize=1_024)(self._search)

    def entries(self) -> Iterator[Entry]:
        """All names, in the order of their numbers."""
        number = 0
        while number < len(self._entries):
            yield self._entry(number)
            number += _SIZE + _unpack(self._entries, number)[2]

    def labels(self, start: int = 0) -> Iterator[tuple[int, Entry]]:
        """The labels by alphabet, spaces and accents aside, from a place on; each with its place."""
        for place in range(start, self._keys.of_at[-1]):
            entry = self._entry(self._keys.levels[0][place])
            if entry.role == "label":
                yield place, entry

    def exact(self, text: str, lang: str | None = None) -> list[Hit]:
        """The concepts with this name, those with the same accents first. O(log n)."""
        return self._take(text, ("exact",), MAX_CANDIDATES, lang)

    def prefix(self, text: str, limit: int, lang: str | None = None) -> list[Hit]:
        """The concepts with a name that begins like this, spaces aside. O((limit + 1) log n)."""
        return self._take(text, ("prefix",), limit, lang)

    def words(self, text: str, limit: int, lang: str | None = None) -> list[Hit]:
        """The concepts with a name in which every word of the text begins a word, in any order.

        O(log n) a candidate: these are the names with the rarest of the words.
        """
        return self._take(text, ("words",), limit, lang)

    def initials(self, text: str, limit: int, lang: str | None = None) -> list[Hit]:
        """The concepts with a name of several words that the text abbreviates, or an abbreviation that it spells out.

        The latter of three words or more, one of which stands in another name of the concept.
        """
        return self._take(text, ("initials",), limit, lang)

    def fuzzy(self, text: str, limit: int, lang: str | None = None) -> list[Hit]:
        """The concepts with a name like this one: a likeness of `MIN_LIKENESS` or more.

        Likeness is 1 - d / l, where d is how many letters are to be dropped, added, replaced, or swapped with their
        neighbour (optimal string alignment) and l the length of the longer plain key. Keys that share the most
        features are compared, of the rarest that have `MAX_POSTINGS` keys together, and none that shares less than
        a fourth (`ALIKE`) of what the best does: never all keys.

        Where none has a likeness of `MUCH`, as when a name is not typed to its end, names are found by words too:
        each word of the text, up to `MANY`, has a likeness of `MIN_BEGUN` or more to the beginning of a word of the
        name, and the same first letter. The likeness is then the mean over the letters of the text.
        """
        return self._take(text, ("fuzzy",), limit, lang)

    def find(
        self, text: str, limit: int, lang: str | None = None, accept: Callable[[int], bool] | None = None
    ) -> list[Hit]:
        """The concepts found exactly, then by prefix, words, initials and likeness, until there are enough.

        `accept` is asked of each concept whether it may be among them.
        """
        return self._take(text, ("exact", "prefix", "words", "initials", "fuzzy"), limit, lang, accept)

    def _take(
        self,
        text: str,
        ways: tuple[How, ...],
        limit: int,
        lang: str | None,
        accept: Callable[[int], bool] | None = None,
    ) -> list[Hit]:
        if accept is None and limit <= _KEPT and len(text) <= MAX_QUERY:
            return self._remembered(text, ways, limit, lang).copy()
        return self._search(text, ways, limit, lang, accept)

    def _search(
        self,
        text: str,
        ways: tuple[How, ...],
        limit: int,
        lang: str | None,
        accept: Callable[[int], bool] | None = None,
    ) -> list[Hit]:
        folded = fold(text if text.isascii() else text.encode("utf-8", "replace").decode())
        key = plain(folded)
        if not key.strip() or limit <= 0:
            return []
        passes = None if lang is None and accept is None else self._filter(lang, accept)
        hits: dict[int, Hit] = {}
        for how in ways:
            if len(key) > MAX_QUERY and how not in ("exact", "prefix"):
                continue
            entries: Iterable[int]
            likeness: Mapping[int, float] | None = None
            if how == "prefix" and limit <= _KEPT and not passes:
                entries = self._first(key)
            elif how == "fuzzy":
                entries = likeness = self._fuzzy(key)
            else:
                entries = self._ways[how](key, folded)
            self._add(hits, limit, how, filter(passes, entries) if passes else entries, likeness)
            if len(hits) == limit:
                break
        return list(hits.values())

    def _filter(self, lang: str | None, accept: Callable[[int], bool] | None) -> Callable[[int], bool]:
        """Whether an entry may be given out."""
        wanted = f"{lang}-".lower()
        passing = [lang is None or not tag or f"{tag}-".lower().startswith(wanted) for _, tag in self._kinds]

        def passes(number: int) -> bool:
            concept, kind, _ = _unpack(self._entries, number)
            return passing[kind] and (accept is None or accept(concept))

        return passes

    def _add(
        self,
        hits: dict[int, Hit],
        limit: int,
        how: How,
        entries: Iterable[int],
        likeness: Mapping[int, float] | None,
    ) -> None:
        """Add the concepts found to others until there are enough; all in one place, for it is most of the work."""
        blob, kinds, decoded, wanted = self._entries, self._kinds, self._decoded, limit - len(hits)
        for number in entries:
            concept, kind, size = _unpack(blob, number)
            if concept not in hits:
                role, lang = kinds[kind]
                if role == "hidden":
                    name, lang = self._label(concept, lang)
                else:
                    at = number + _SIZE
                    name = decoded(blob[at : at + size])
                hits[concept] = _new(Hit, (concept, name, lang, role, how, likeness[number] if likeness else 1.0))
                wanted -= 1
                if not wanted:
                    break

    def _label(self, concept: int, lang: str) -> tuple[str, str]:
        """The label of a concept, in a language if there is one in it."""
        labels = (one for one in map(self._entry, self._of(concept)) if one.role == "label")
        found = min(labels, key=lambda one: one.lang != lang, default=None)
        return (found.text, found.lang) if found else ("", lang)

    def _entry(self, number: int) -> Entry:
        concept, kind, size = _unpack(self._entries, number)
        role, lang = self._kinds[kind]
        at = number + _SIZE
        return Entry(concept, self._decoded(self._entries[at : at + size]), lang, role)

    def _key(self, number: int) -> str:
        """The plain key of an entry."""
        return self._keys[_ROW.unpack_from(self._entries, number)[3]]

    def _of(self, concept: int) -> memoryview:
        return self._concepts[self._concepts_at[concept] : self._concepts_at[concept + 1]]

    def _exact(self, key: str, folded: str) -> list[int]:
        keys = [k for k in range(*self._keys.range(key, whole=True)) if self._keys[k] == key]
        found = [entry for k in keys for entry in self._keys.smallest(k, k + 1)]
        return sorted(found, key=lambda entry: fold(self._entry(entry).text) != folded)

    def _prefix(self, key: str, _: str) -> Iterable[int]:
        return self._keys.smallest(*self._keys.range(key))

    @cached_property
    def _place(self) -> dict[str, int]:
        """The place of each of the starts, made when first asked for: some 20 ms and 10 MB for a million names."""
        return {start: k for k, start in enumerate(str(self._starts, "utf-8").split("\n"))}

    def _first(self, key: str) -> Iterable[int]:
        """The entries with this beginning: those of the best `_KEPT` concepts if it is one of many keys, else all."""
        k = self._place.get(_bare(key))
        return self._prefix(key, "") if k is None else self._best[self._best_at[k] : self._best_at[k + 1]]

    def _by_words(self, key: str, _: str) -> Iterator[int]:
        words = list(dict.fromkeys(key.split()))
        ranges = [self._words.range(word) for word in words]
        rarest = min(range(len(words)), key=lambda at: self._words.count(*ranges[at]))
        others = [f" {word}" for at, word in enumerate(words) if at != rarest]
        for entry in self._words.smallest(*ranges[rarest]):
            name = f" {self._key(entry)}"
            if all(word in name for word in others):
                yield entry

    def _by_initials(self, key: str, _: str) -> Iterator[int]:
        for short in dict.fromkeys((key, key.removesuffix("s"))):
            yield from self._initials.smallest(*self._initials.range(short, whole=True))
        words = set(key.split()) - _SMALL
        for short in sorted(initials(key)) if len(words) > 2 else ():
            for entry in self._keys.smallest(*self._keys.range(short, whole=True)):
                found = self._entry(entry)
                others = (self._key(other).split() for other in self._of(found.concept))
                if sum(map(str.isupper, found.text)) > 1 and not words.isdisjoint(chain.from_iterable(others)):
                    yield entry

    def _fuzzy(self, key: str) -> dict[int, float]:
        """The entries that a key is like as a whole or, where none is much like it, by its words; the likest first."""
        found = self._like_whole(key)
        if max(found.values(), default=0.0) < MUCH:
            for entry, like in self._like_words(key).items():
                found[entry] = max(like, found.get(entry, 0.0))
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def _like_whole(self, key: str) -> dict[int, float]:
        """The entries that a key is like, and how like."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        places = _places(key, len(self._grams_at) - 1)
        lists = sorted((self._grams_at[place + 1] - self._grams_at[place], place) for place in places)
        shared, left = Counter[int](), MAX_POSTINGS
        for size, place in lists:
            start = self._grams_at[place]
            # A frequent feature tells little: it is left out rather than cut, unless there is no other.
            if size <= left or left == MAX_POSTINGS:
                shared.update(self._grams[start : start + min(size, left)].tolist())
                left -= min(size, left)
        most = max(shared.values(), default=0)
        near = {k: self._keys[k] for k, count in shared.most_common(MAX_SCORED) if count * ALIKE >= most}
        likeness = OSA.normalized_similarity
        for_keys = process.extract(key, near, scorer=likeness, score_cutoff=MIN_LIKENESS, limit=None)
        return {entry: like for _, like, k in for_keys for entry in self._keys.smallest(k, k + 1)}

    def _like_words(self, key: str) -> dict[int, float]:
        """The entries in which something like each word of a key begins a word, small words aside; and how like."""
        words = list(dict.fromkeys(key.split()))
        words = [word for word in words if word not in _SMALL] or words
        if len(words) > MANY:
            return {}
        near = {word: self._begun(word) for word in words}
        rarest = min(words, key=lambda word: sum(self._words.count(k, k + 1) for k, _ in near[word].values()))
        likest = sorted(near[rarest].values(), key=lambda one: -one[1])
        entries = chain.from_iterable(self._words.smallest(k, k + 1) for k, _ in likest)
        letters, found = sum(map(len, words)), {}
        for entry in islice(entries, MAX_NAMED):
            named = self._key(entry).split()
            likes = [max((near[word][one][1] for one in named if one in near[word]), default=0.0) for word in words]
            if all(likes):
                found[entry] = sum(len(word) * like for word, like in zip(words, likes, strict=True)) / letters
        return found

    def _begun(self, word: str) -> dict[str, tuple[int, float]]:
        """The words that begin like one, by their places in the table and how like; its first letter must be right."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        ranges = (self._words.range(start) for start in accumulate(word))
        lo, hi = next((one for one in ranges if one[1] - one[0] <= MAX_WORDS), (0, 0))
        words, scorer = self._words.strings(lo, hi), OSA.normalized_similarity
        found: dict[str, tuple[int, float]] = {}
        for size in range(ceil(len(word) * MIN_BEGUN), int(len(word) / MIN_BEGUN) + 1):  # others are not like enough
            starts = [one[:size] for one in words]
            for _, like, at in process.extract(word, starts, scorer=scorer, score_cutoff=MIN_BEGUN, limit=None):
                found[words[at]] = lo + at, max(like, found.get(words[at], (0, 0.0))[1])
        return found


def _cast(parts: Mapping[str, bytes | memoryview], name: str, form: Literal["i", "q"] = "i") -> memoryview:
    view = memoryview(parts[name])
    return view.cast(form) if view else memoryview(array(form))
