"""Tags: how HTML is cut into them (HTML Standard, section 13.2.5), and which elements are open between two of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kg.mentions.reading import State

_S = r"[\t\n\f\r ]"
_OPENING = re.compile(r"<(/?)([A-Za-z][^\t\n\f\r />]*)")
_ATTRIBUTE = re.compile(
    rf"(?:{_S}|/)*+(=?[^\t\n\f\r />=]*+)(?:{_S}*+={_S}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >]*+))?+"
)
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT = re.compile(rf"<!--|-->|<(/?)script(?={_S}|[/>])", re.IGNORECASE)

# what is closed by its end tag alone, whatever stands in it
_RAW = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)
_NEVER = (
    frozenset(
        "a abbr button code datalist dfn h1 h2 h3 h4 h5 h6 head kbd label math noscript object option pre samp select "  # noqa: SIM905
        "summary svg template".split()
    )
    | _RAW
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# what runs on in a line; every other element ends a block of text
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span "  # noqa: SIM905
    "strike strong sub sup time tt u var wbr".split()
)
# elements whose end tag may be left out: each is closed by the next of its kind, a paragraph by every block
_KINDS = ({"p"}, {"li"}, {"dt", "dd"}, {"td", "th"}, {"tr"}, {"option"})
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 "  # noqa: SIM905
    "h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary ul".split()
)
# end tags reach out of these only by their own, and those of other elements not out of these
_SCOPES = frozenset("applet button caption html marquee math object select svg table td template th".split())  # noqa: SIM905
_SPECIAL = _BLOCKS | _SCOPES | frozenset("body colgroup dd dt head li noscript tbody tfoot thead tr".split())  # noqa: SIM905
# in SVG and MathML: where HTML goes on, and what ends them
_FOREIGN = ("math", "svg")
_HTML_IN_FOREIGN = frozenset("annotation-xml desc foreignobject mi mn mo ms mtext title".split())  # noqa: SIM905
_NOT_IN_FOREIGN = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "  # noqa: SIM905
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_MISPLACING = frozenset("table tbody tfoot thead tr".split())  # text in these is moved before the table  # noqa: SIM905
_IN_TABLES = frozenset("caption colgroup tbody td tfoot th thead tr".split())  # passed over elsewhere  # noqa: SIM905


class Tag(NamedTuple):
    """A tag, or what else is no text (`name` is empty): from where to where, and what it is.

    `skip` is whether it has the attribute `data-kg-skip`, `empty` whether it ends in a slash.
    """

    start: int
    end: int
    name: str = ""
    closing: bool = False
    skip: bool = False
    empty: bool = False


class Open(NamedTuple):
    """An element that is open, and what it stands in, itself included.

    `never` is how many elements forbid links, `special` and `scope` the places of the innermost of these, `foreign`
    whether it is SVG or MathML.
    """

    name: str = ""
    never: int = 0
    special: int = -1
    scope: int = -1
    foreign: bool = False


class Elements:
    """The elements that are open, as a browser would see them; each step takes the same time however many there are.

    `a` and `code` are kept apart: where their end tag is left out, a browser opens them again in what follows.
    """

    def __init__(self) -> None:
        self._open = [Open()]
        self._places = defaultdict[str, list[int]](list)
        self._again = Counter[str]()

    @property
    def state(self) -> State:
        """What may be done with text that stands here."""
        if self._again["a"]:
            return "linked"
        top = self._open[-1]
        return "inside" if self._again["code"] or top.never or top.name in _MISPLACING else "open"

    @property
    def foreign(self) -> bool:
        """Whether what stands here is SVG or MathML."""
        return self._open[-1].foreign

    def see(self, tag: Tag) -> None:
        """Open or close elements by a tag."""
        while self.foreign and tag.name in (("br", "p") if tag.closing else _NOT_IN_FOREIGN):
            self._pop()
        if tag.name in ("a", "code") and not self.foreign:
            more = self._again[tag.name] + (-1 if tag.closing else 1)
            self._again[tag.name] = max(0, min(more, 1 if tag.name == "a" else more))
        elif tag.closing:
            self._close(tag.name)
        elif tag.name not in _VOID and (tag.name not in _IN_TABLES or self._places["table"]):
            top = self._open[-1].name
            if (top == "p" and tag.name in _BLOCKS) or any(top in kind and tag.name in kind for kind in _KINDS):
                self._close(top)
            self._begin(tag)

    def _begin(self, tag: Tag) -> None:
        name, around, place = tag.name, self._open[-1], len(self._open)
        if tag.empty and (around.foreign or name in _FOREIGN):
            return
        within = around.foreign and name in _HTML_IN_FOREIGN
        self._places[name].append(place)
        self._open.append(
            Open(
                name,
                around.never + (tag.skip or name in _NEVER),
                place if within or name in _SPECIAL else around.special,
                place if within or name in _SCOPES else around.scope,
                name in _FOREIGN or (around.foreign and not within),
            )
        )

    def _close(self, name: str) -> None:
        """Close an element, and those in it; nothing, where its end tag does not reach it."""
        names = _HEADINGS if name in _HEADINGS else (name,)  # any end tag of a heading ends any
        place = max((self._places[one][-1] for one in names if self._places[one]), default=0)
        top = self._open[-1]
        if place and place >= (top.scope if self._open[place].special == place else top.special):
            while len(self._open) > place:
                self._pop()

    def _pop(self) -> None:
        self._places[self._open.pop().name].pop()


def tags(source: str, start: int, end: int, elements: Elements) -> Iterator[Tag]:
    """The tags of a part of a source, and what else is no text there; `elements` has seen those before.

    Time is linear: nothing is looked at twice, and what is never closed takes the rest.
    """
    at = start
    while (at := source.find("<", at, end)) >= 0:
        opening = _OPENING.match(source, at, end)
        if not opening:
            rest = _declaration(source, at, end, foreign=elements.foreign)
            if rest is not None:
                yield Tag(at, rest)
            at = at + 1 if rest is None else rest
            continue
        tag = _tag(source, opening, end)
        elements.see(tag)
        yield tag
        at = tag.end
        if not tag.closing and tag.name in _RAW and not elements.foreign:
            closed = _raw_end(source, at, end, tag.name)
            if closed > at:
                yield Tag(at, closed)
            at = closed


def _tag(source: str, opening: re.Match[str], end: int) -> Tag:
    at, skip, empty = opening.end(), False, False
    while at < end and source[at] != ">":
        attribute = _ATTRIBUTE.match(source, at, end)
        assert attribute is not None
        skip |= attribute[1].lower() == "data-kg-skip"
        empty = not attribute[1] and attribute[0].endswith("/")
        at = attribute.end()
    closing = bool(opening[1])
    return Tag(opening.start(), min(at + 1, end), opening[2].lower(), closing, skip and not closing, empty)


def _declaration(source: str, at: int, end: int, *, foreign: bool) -> int | None:
    """Where a comment, a declaration or what is read as one ends; none for a `<` that is text."""
    if source.startswith("<!--", at):
        if source.startswith((">", "->"), at + 4, end):
            return source.index(">", at) + 1
        closed = _COMMENT_END.search(source, at + 4, end)
        return closed.end() if closed else end
    if foreign and source.startswith("<![CDATA[", at):
        found = source.find("]]>", at, end)
        return end if found < 0 else found + 3
    if source.startswith(("<!", "<?", "</"), at, end):
        found = source.find(">", at, end)
        return end if found < 0 else found + 1
    return None


def _raw_end(source: str, at: int, end: int, name: str) -> int:
    """Where the content of an element ends that is closed by its end tag alone."""
    if name != "script":
        closed = re.compile(rf"</{name}(?={_S}|[/>])", re.IGNORECASE).search(source, at, end)
        return closed.start() if closed else end
    commented = nested = False  # the states "script data escaped" and "double escaped"
    while found := _SCRIPT.search(source, at, end):
        at = found.end()
        if found[0] == "<!--":
            commented, at = True, at - 2  # its hyphens may belong to the end as well
        elif found[0] == "-->":
            commented = nested = False
        elif found[1] and not nested:
            return found.start()
        else:
            nested = commented and not found[1]
    return end


def ends_block(tag: Tag) -> bool:
    """Whether the text before a tag and that after it are apart."""
    return bool(tag.name) and tag.name not in _INLINE


def begins_section(tag: Tag) -> bool:
    """Whether a tag begins a section of a page: a heading of the first or second level."""
    return tag.name in ("h1", "h2") and not tag.closing
