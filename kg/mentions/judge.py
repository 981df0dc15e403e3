"""Which mentions to link: the first of each concept, no more than a page can bear, and none that would be wrong.

The rules are those that editors came to after automatic links had annoyed their readers: one link per concept and
page, none in headings, code or links, few in all, and nothing guessed.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

from kg.mentions.lexicon import Found, Lexicon, words
from kg.mentions.reading import Reading

MOST = 12  # links in a page, where nothing else is asked for
SPACING = 10  # words that there are in a page for each of its links, at least

WhyNot = Literal["already-linked", "inside", "ambiguous", "self", "cap"]


class Rules(NamedTuple):
    """What to keep to: the most links in all, one per concept and `page` or `section`, and none to `own` concepts.

    `fits` is asked of each place in the source whether the markup of a link can stand there.
    """

    most: int = MOST
    per: Literal["page", "section"] = "page"
    own: Collection[int] = ()
    fits: Callable[[str, int, int], bool] | None = None


class Mention(NamedTuple):
    """A name of a concept, from where to where in the source; `why_not` is why it is not linked, if it is not."""

    found: Found
    start: int
    end: int
    why_not: WhyNot | None


def judge(reading: Reading, lexicon: Lexicon, rules: Rules) -> list[Mention]:
    """The mentions in a document, in order, each with whether it is to be linked.

    What a link stands on already counts as linked, and to `most`; so what has been linked once is left as it is.
    """
    seen = words(reading.text)
    found = list(_placed(reading, lexicon.find(reading.text, seen), rules))
    section = _sections(reading, rules)
    linked = {(section(one.found), one.found.owners[0].concept) for one in found if one.why_not == "already-linked"}
    spent = sum(one.why_not == "already-linked" for one in found)
    left = min(rules.most, -(-sum(map(str.isalnum, seen.forms)) // SPACING)) - spent
    judged = []
    for one in found:
        why_not, key = one.why_not, (section(one.found), one.found.owners[0].concept)
        if why_not is None and key in linked:
            why_not = "already-linked"
        elif why_not is None and left <= 0:
            why_not = "cap"
        elif why_not is None:
            linked.add(key)
            left -= 1
        judged.append(one._replace(why_not=why_not))
    return judged


def _sections(reading: Reading, rules: Rules) -> Callable[[Found], int]:
    if rules.per == "page":
        return lambda _: 0
    return lambda found: bisect_right(reading.sections, found.start)


def _placed(reading: Reading, names: Iterable[Found], rules: Rules) -> Iterable[Mention]:
    """The names where they stand in the source, with why they cannot be linked whatever else is."""
    foreign = reading.foreign()
    at = 0
    for found in names:
        while at < len(foreign) and foreign[at][1] <= found.start:
            at += 1
        start, end, state = reading.place(found.start, found.end)
        why_not: WhyNot | None = None
        if len(found.owners) > 1:
            why_not = "ambiguous"
        elif state == "linked":
            why_not = "already-linked"
        elif state == "inside" or (at < len(foreign) and foreign[at][0] < found.end):
            why_not = "inside"
        elif found.owners[0].concept in rules.own:
            why_not = "self"
        elif rules.fits and not rules.fits(reading.source, start, end):
            why_not = "inside"
        yield Mention(found, start, end, why_not)


def spliced(source: str, links: Iterable[tuple[int, int, str, str]]) -> str:
    """The source with something put before and after some parts of it, which come in order and do not overlap."""
    parts, done = list[str](), 0
    for start, end, before, after in links:
        parts += (source[done:start], before, source[start:end], after)
        done = end
    return "".join((*parts, source[done:]))
