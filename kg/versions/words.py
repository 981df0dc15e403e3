"""A change in words that an editor understands, with the hub's texts in one language."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import cut
from kg.versions.state import EMPTY, Fields, State

if TYPE_CHECKING:
    from kg.versions.difference import Change

MOST = 300
"""How many characters of a text are quoted."""

SPOKEN = frozenset(
    [
        "label",
        "also",
        "hidden",
        "definition",
        "notes",
        "outcomes",
        "why",
        "title",
        "description",
        "inverse",
        "sentence",
        "inverse-sentence",
    ]
)
"""The fields that hold texts by language."""

NOUNS: Mapping[str, str] = {
    "label": "label",
    "also": "other labels",
    "hidden": "hidden labels",
    "definition": "definition",
    "notes": "notes",
    "outcomes": "outcomes",
    "why": "reason",
    "minutes": "study time in minutes",
    "cluster": "home cluster",
    "iri": "IRI",
    "url": "address",
    "about": "concepts it is about",
    "teaches": "concepts it teaches",
    "mentions": "concepts it mentions",
    "group": "group of alternatives",
    "inverse": "inverse label",
    "inverse-sentence": "inverse sentence",
    "from": "kinds it may start from",
    "to": "kinds it may lead to",
    "rdf": "RDF property",
    "edit-url": "edit address",
}
_THINGS = {
    "concepts": "concept",
    "pages": "page",
    "types": "relation type",
    "kinds": "kind",
    "sources": "source",
}
_CONCEPTS = ("cluster", "clusters", "options", "about", "teaches", "mentions")
_SLOT = re.compile(r"\{(from|to)\}")
_SINGLE = {"sections": "section", "questions": "question", "vocabularies": "vocabulary"}


class Words:
    """Tells changes between two states; `default` is the language of the hub."""

    def __init__(self, old: State, new: State, language: str, default: str) -> None:
        self.states, self.language, self.default = (new, old), language, default

    def of(self, section: str, key: str, action: str, change: "Change", old: Fields, new: Fields) -> str:
        """A change in a sentence or two."""
        if section == "redirects":
            return self.redirect(key, None if action == "removed" else new)
        if change.field is not None:
            return self.field(self.subject(section, key), change)
        if section == "relations":
            return self.relation(key, new or old, gone=action == "removed")
        if section == "groups":
            return self.group(key, new)
        name = self.subject(section, key)
        if action == "renamed":
            return f"{name} has the id {key} now, and had the id {change.before}."
        if action == "withdrawn":
            return f"{name} was withdrawn."
        if action == "removed":
            heir = f" {self.name(change.replaced_by)} takes its place." if change.replaced_by else ""
            return f"{name} was removed.{heir}"
        told = self.text(new.get("definition") or new.get("description"))
        return f"New {_THINGS.get(section, section)} {name}{f': {cut(told, MOST)}' if told else '.'}"

    # -- what is spoken of

    def text(self, texts: Any) -> str | None:
        """The text in the language wanted, in the default one, or in any."""
        if not isinstance(texts, dict):
            return texts if isinstance(texts, str) else None
        found = texts.get(self.language) or texts.get(self.default) or next(iter(texts.values()), None)
        return found if isinstance(found, str) else None

    def record(self, section: str, key: str) -> Fields:
        """A record as it is, or as it was."""
        return next((state[section][key] for state in self.states if key in state.get(section, EMPTY)), {})

    def name(self, id: str, section: str = "concepts") -> str:
        """What a record is called, in quotes."""
        record = self.record(section, id)
        return f"“{self.text(record.get('label') or record.get('title')) or id}”"

    def names(self, ids: Sequence[str]) -> str:
        """What some concepts are called."""
        return ", ".join(map(self.name, ids))

    def subject(self, section: str, key: str) -> str:
        """What a change is about."""
        if section == "hub":
            return "The hub"
        if section == "relations":
            return self.statement(key)
        if section == "groups":
            return f"{self.name(key.partition('.')[0])}: the choice {key.partition('.')[2]}"
        return self.name(key, section)

    def statement(self, key: str) -> str:
        """What a relation says, without the full stop."""
        start, type_, to = key.split(".")
        if type_ == "requires":
            return f"{self.name(start)} requires {self.name(to)}"
        sentence = self.text(self.record("types", type_).get("sentence")) or f"{{from}} {type_} {{to}}"
        ends = {"from": self.name(start), "to": self.name(to)}
        return _SLOT.sub(lambda slot: ends[slot[1]], sentence).rstrip(".")

    # -- what happened

    def relation(self, key: str, fields: Fields, *, gone: bool) -> str:
        """That a relation is stated, with its reason, or no longer."""
        start, type_, to = key.split(".")
        one, other = self.name(start), self.name(to)
        why = self.text(fields.get("why"))
        reason = f": {cut(why, MOST)}" if why and not gone else "."
        if type_ != "requires":
            return f"{'No longer stated' if gone else 'New'}: {self.statement(key)}{reason}"
        if "group" in fields:
            return f"{other} is {'no longer' if gone else 'now'} one of the options that {one} leaves{reason}"
        if fields.get("strength") == "helpful":
            return f"{other} {'no longer helps' if gone else 'now helps'} with {one}{reason}"
        return f"{one} {'no longer' if gone else 'now'} requires {other}{reason}"

    def group(self, key: str, fields: Fields) -> str:
        """That a concept leaves a choice, or no longer."""
        owner = self.name(key.partition(".")[0])
        if not fields:
            return f"{owner} no longer leaves the choice {key.partition('.')[2]}."
        return f"{owner} now requires {fields.get('at-least')} of {self.names(fields.get('options', ()))}."

    def redirect(self, key: str, fields: Fields | None) -> str:
        """Where an old id leads now; none where it leads nowhere."""
        if fields is None:
            return f"The old id {key} is no longer redirected."
        to = fields.get("to")
        return f"The old id {key} now leads to {self.name(to)}." if to else f"The old id {key} was withdrawn."

    def field(self, subject: str, change: "Change") -> str:
        """What became of a field of a record."""
        name = change.field or ""
        field, at, tag = name.partition("@")
        field, slash, part = field.partition("/")
        before, after = change.before, change.after
        noun = NOUNS.get(field, field.replace("-", " "))
        noun = f"{noun} ({tag})" if at and tag != self.default else noun
        if name == "order":
            return f"{subject}: the parts are in another order."
        if slash and isinstance(before or after, list):
            return f"{subject}: {noun} ({part}): {self.listed(field, before or [], after or [])}."
        if slash:
            happened = "is new" if before is None else "is gone" if after is None else "changed"
            return f"{subject}: the {_SINGLE.get(field, field)} {self.part(after or before, part)} {happened}."
        if isinstance(before or after, list):
            return f"{subject}: {noun}: {self.listed(field, before or [], after or [])}."
        if field == "label" and before is not None and after is not None and isinstance(after, str):
            called = f" ({tag})" if tag != self.default else ""
            return f"“{cut(str(before), MOST)}” is called “{cut(after, MOST)}” now{called}."
        now, was = self.value(field, after), self.value(field, before)
        if before is None:
            return f"{subject}: the {noun} is {now} now; it had none."
        return f"{subject}: the {noun} is {'no longer given' if after is None else f'{now} now'}; it was {was}."

    def part(self, fields: Any, id: str) -> str:
        """A part of a page by what it is called."""
        named = fields if isinstance(fields, dict) else {}
        return f"“{cut(self.text(named.get('question')) or self.text(named.get('heading')) or id, MOST)}”"

    def listed(self, field: str, before: Sequence[Any], after: Sequence[Any]) -> str:
        """What a list gained and lost; where it did neither, that its order is another."""
        old, new = ({repr(one) for one in some} for some in (before, after))
        gained = [self.value(field, one) for one in after if repr(one) not in old]
        lost = [self.value(field, one) for one in before if repr(one) not in new]
        told = [f"now {', '.join(gained)}"] if gained else []
        told += [f"no longer {', '.join(lost)}"] if lost else []
        return cut("; ".join(told), 3 * MOST) or "in another order"

    def value(self, field: str, value: Any) -> str:
        """The value of a field, or one of a list."""
        if isinstance(value, dict):
            if "quote" in value:
                return f"“{value['quote']}” ({value.get('page')}#{value.get('section')})"
            if "source" in value:
                return self.name(str(value["source"]), "sources")
            return cut(", ".join(f"{key}: {one}" for key, one in sorted(value.items())), MOST)
        if field in _CONCEPTS and isinstance(value, str):
            return self.name(value)
        return f"“{cut(value, MOST)}”" if isinstance(value, str) else "yes" if value is True else str(value)
