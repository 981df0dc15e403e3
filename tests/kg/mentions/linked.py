"""Documents linked with a few names, for the tests: a link of ours is told by the address that it leads to."""

from collections.abc import Sequence

from kg.mentions import READERS, Form, Lexicon, Mention, Rules, fits, judge, spliced
from kg.names import Entry, NameRole

ADDRESS = "https://hub.example/c/"
UNBOUND = Rules(most=10_000)


def lexicon(*names: str, lang: str = "en", role: NameRole = "label") -> Lexicon:
    """A lexicon of names, each of a concept of its own, numbered from 0."""
    return Lexicon(Entry(number, name, lang, role) for number, name in enumerate(names))


def mentions(form: Form, source: str, names: Lexicon, rules: Rules = UNBOUND) -> list[Mention]:
    """The mentions in a document."""
    return judge(READERS[form](source), names, rules._replace(fits=fits if form == "markdown" else None))


def written(form: Form, source: str, *names: str, rules: Rules = UNBOUND) -> list[tuple[str, str]]:
    """The text of each mention of some names, with why it is not linked, or `link`."""
    found = mentions(form, source, lexicon(*names), rules)
    return [(source[one.start : one.end], one.why_not or "link") for one in found]


def linked(form: Form, source: str, names: Lexicon, rules: Rules = UNBOUND) -> str:
    """The document with its links."""
    return spliced(source, [_link(form, one) for one in mentions(form, source, names, rules) if one.why_not is None])


def _link(form: Form, one: Mention) -> tuple[int, int, str, str]:
    url = f"{ADDRESS}{one.found.owners[0].concept}"
    before, after = (f'<a href="{url}">', "</a>") if form == "html" else ("[", f"]({url})")
    return one.start, one.end, before, after


def drawn(parts: Sequence[str]) -> str:
    """Parts of markup put together, with room for as many links as there are concepts."""
    return "".join(parts) + "\n\n" + "word " * 60
