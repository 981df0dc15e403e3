"""Two states -> the changes between them, each in words.

A concept that goes by another id now, by a redirect, is one change, and what is said of it is compared under the new
id. Of a record that is in both, each field is a change, of a text each language.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from kg.versions.state import EMPTY, Fields, State, steps, successors
from kg.versions.words import SPOKEN, Words

Action = Literal["added", "changed", "removed", "renamed", "withdrawn"]

ORDER = ("concepts", "groups", "relations", "pages", "types", "kinds", "sources", "redirects", "hub")
"""The sections in the order in which their changes are told: those first that matter most to readers."""

_NAMED = {
    "concepts": ("cluster",),
    "groups": ("options",),
    "pages": ("about", "teaches", "mentions"),
    "redirects": ("to",),
    "hub": ("clusters",),
}
"""The fields that hold ids of concepts."""


class Change(NamedTuple):
    """One change. `id` is its own among those of a release: section, key, and field or else what happened.

    `field` is none for a record as a whole; in it, `@` sets off a language and `/` a part. `before` and `after` hold
    the field's value, none where it has none. `concepts` are those to be read again; `said` is the change in words by
    language. `replaced_by` is the concept that took the place of one that is gone.
    """

    id: str
    section: str
    key: str
    action: Action
    field: str | None
    before: Any
    after: Any
    replaced_by: str | None
    concepts: tuple[str, ...]
    said: Mapping[str, str]


def difference(old: State, new: State) -> tuple[Change, ...]:
    """The changes, by section in `ORDER`, key and field."""
    return _Difference(old, new, steps(old, new)).changes()


def between(old: State, new: State, made: Mapping[str, Mapping[str, Fields | None]]) -> tuple[Change, ...]:
    """The changes where the steps from one state to the other are known."""
    return _Difference(old, new, made).changes()


class _Difference:
    def __init__(self, old: State, new: State, made: Mapping[str, Mapping[str, Fields | None]]) -> None:
        self.old, self.new, self.made = old, new, made
        gone = [id for id, fields in made.get("concepts", {}).items() if fields is None]
        self.successors = successors(new, gone)
        before = old.get("concepts", {})
        # of several that lead to one, the first is it
        heirs = {now: id for id, now in sorted(self.successors.items(), reverse=True) if now and now not in before}
        self.renamed = {id: now for now, id in sorted(heirs.items(), key=lambda heir: heir[1])}
        self.gone = set(gone)
        languages = new.get("hub", EMPTY).get("hub", {}).get("languages", ["en"])
        self.words = [Words(old, new, tag, languages[0]) for tag in languages]

    def changes(self) -> tuple[Change, ...]:
        return tuple(change for section in ORDER for change in self.section(section))

    def section(self, section: str) -> Iterator[Change]:
        before, after = self.sides(section)
        if section == "concepts":
            yield from (self.change(section, now, "renamed", before=id) for id, now in self.renamed.items())
        for key in sorted({*before, *after}):
            old, new = before.get(key), after.get(key)
            if old is None or new is None:
                yield self.whole(section, key, old, new)
            elif old != new:
                yield from self.fields(section, key, old, new)

    def sides(self, section: str) -> tuple[dict[str, Fields], dict[str, Fields]]:
        """The records of a section that differ, before and after; what was renamed goes by the id it has now."""
        made, records, names = self.made.get(section, {}), self.old.get(section, {}), self.renamed
        if section == "redirects":
            # where an id that is gone leads now is told with the concept
            made = {key: fields for key, fields in made.items() if key not in self.gone}
        after = {key: fields for key, fields in made.items() if fields is not None}
        before = {_key(section, key, names): _fields(section, records[key], names) for key in made if key in records}
        return before, after

    def whole(self, section: str, key: str, old: Fields | None, new: Fields | None) -> Change:
        if old is None:
            return self.change(section, key, "added", new=new)
        replaced = self.successors.get(key) if section == "concepts" else None
        taken_back = section == "concepts" and key in self.successors and replaced is None
        return self.change(section, key, "withdrawn" if taken_back else "removed", old=old, replaced_by=replaced)

    def fields(self, section: str, key: str, old: Fields, new: Fields) -> Iterator[Change]:
        before, after = facts(old), facts(new)
        names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        for name in names:
            values = {"before": before.get(name), "after": after.get(name)}
            yield self.change(section, key, "changed", field=name, **values, old=old, new=new)
        if not names:
            # the parts are the same, in another order
            yield self.change(section, key, "changed", field="order", old=old, new=new)

    def change(
        self,
        section: str,
        key: str,
        action: Action,
        *,
        field: str | None = None,
        before: Any = None,
        after: Any = None,
        replaced_by: str | None = None,
        old: Fields | None = None,
        new: Fields | None = None,
    ) -> Change:
        id = f"{section}/{key}/{field or action}"
        concepts = _touched(section, key, old or {}, new or {}, (before,) if action == "renamed" else ())
        made = Change(id, section, key, action, field, before, after, replaced_by, concepts, {})
        said = {words.language: words.of(section, key, action, made, old or {}, new or {}) for words in self.words}
        return made._replace(said=said)


def facts(record: Fields) -> dict[str, Any]:
    """The fields of a record one by one: a text by its languages, what has parts by their names or ids."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if name in SPOKEN and isinstance(value, dict):
            found |= {f"{name}@{tag}": text for tag, text in value.items()}
        elif isinstance(value, dict) and value:
            found |= {f"{name}/{part}": one for part, one in value.items()}
        elif isinstance(value, list) and value and all(isinstance(one, dict) and "id" in one for one in value):
            found |= {f"{name}/{one['id']}": one for one in value}
        else:
            found[name] = value
    return found


def _key(section: str, key: str, names: Mapping[str, str]) -> str:
    if section == "concepts":
        return names.get(key, key)
    if section == "groups":
        owner, _, group = key.partition(".")
        return f"{names.get(owner, owner)}.{group}"
    if section == "relations":
        start, type_, to = _ends(key)
        return f"{names.get(start, start)}.{type_}.{names.get(to, to)}"
    return key


def _fields(section: str, fields: Fields, names: Mapping[str, str]) -> Fields:
    """A record with the concepts that it names under their new ids."""
    if not names:
        return fields
    found = dict(fields)
    for name in _NAMED.get(section, ()):
        value = found.get(name)
        if isinstance(value, list):
            renamed = [names.get(one, one) for one in value]
            found[name] = sorted(renamed) if section == "groups" else renamed
        elif isinstance(value, str):
            found[name] = names.get(value, value)
    if section == "pages" and "questions" in found:
        found["questions"] = [_asked(one, names) for one in found["questions"]]
    return found


def _asked(question: Fields, names: Mapping[str, str]) -> Fields:
    about = question.get("about")
    return {**question, "about": [names.get(one, one) for one in about]} if about else question


def _ends(key: str) -> Sequence[str]:
    parts = key.split(".")
    return parts if len(parts) == 3 else (key, "", "")


def _touched(section: str, key: str, old: Fields, new: Fields, more: Iterable[str]) -> tuple[str, ...]:
    """The concepts of which more or less is said than before, sorted."""
    found = set(more)
    if section == "concepts":
        found.add(key)
    elif section == "groups":
        found.add(key.partition(".")[0])
    elif section == "relations":
        start, _, to = _ends(key)
        found |= {start, to}
    elif section == "pages":
        for role in _NAMED["pages"]:
            found |= {*old.get(role, ())} ^ {*new.get(role, ())}
    return tuple(sorted(found))
