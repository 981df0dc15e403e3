"""A graph seen in one language: the pieces that answers are made of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar, cast

from kg.answers.shapes import EvidenceItem, Grounds, Neighbour, RelationAnswer, Statement, Summary
from kg.errors import NotFound, QuestionError, Renamed, Withdrawn, did_you_mean, near, shown
from kg.graph import ConceptGraph
from kg.memory import Memory, Numbered, Shared, SharedList
from kg.questions import MAX_ERRORS, Paged, mistakes, onward, pointer, position

T = TypeVar("T")

# Of up to so many languages so many summaries are remembered, some 1 KB each, and neighbours, some 3 KB each.
MAX_LANGUAGES, MAX_TOLD, MAX_MET = 4, 16_384, 8_192

Told = tuple[Numbered[Summary], Memory[tuple[int, int], Neighbour]]

_SLOT = re.compile(r"\{(from|to)\}")


class View:
    """A graph seen in one language (RFC 4647 lookup, falling back to the hub's default).

    `summary` gives a concept in short, `met` one at the end of a relation: both are remembered for all such views.
    """

    def __init__(self, graph: ConceptGraph, lang: str | None) -> None:
        self.graph = graph
        self.lang = lang
        self.ranges = _ranges(lang, graph.hub.language)
        self.summary: Numbered[Summary]
        self.met: Memory[tuple[int, int], Neighbour]
        self.summary, self.met = graph.told.get(self.ranges) or self._remember()

    def _remember(self) -> Told:
        if len(self.graph.told) >= MAX_LANGUAGES:
            self.graph.told.clear()
        told = Numbered(self._summary, len(self.graph), MAX_TOLD), Memory(self._neighbour, MAX_MET)
        return self.graph.told.setdefault(self.ranges, told)

    def text(self, texts: Mapping[str, T]) -> tuple[T | None, str]:
        """The text in the language wanted, or else the nearest there is, with its own language."""
        if len(texts) < 2:
            tag = next(iter(texts), self.graph.hub.language)
            return texts.get(tag), tag
        tags = {tag.lower(): tag for tag in sorted(texts)}
        tag = next((tags[wanted] for wanted in self.ranges if wanted in tags), next(iter(tags.values())))
        return texts[tag], tag

    def said(self, texts: Mapping[str, str]) -> str | None:
        """The text alone."""
        return next(iter(texts.values())) if len(texts) == 1 else self.text(texts)[0]

    def _summary(self, number: int) -> Summary:
        return cast("Summary", Shared(self._short(number)))

    def _short(self, number: int) -> Summary:
        graph = self.graph
        record = graph.record(number)
        id: str = record["id"]
        label, lang = self.text(record["label"])
        teaching = next((slug for slug, role in graph.pages_of.get(id, ()) if role != "mentions"), None)
        return {
            "id": id,
            "uri": record.get("iri") or f"{graph.hub.iri}id/{id}",
            "label": label or id,
            "lang": lang,
            "kind": record.get("kind", "concept"),
            "definition": self.said(record.get("definition", {})),
            "minutes": record.get("minutes"),
            "url": graph.pages[teaching].url if teaching else f"{graph.base}concepts/{id}",
        }

    def summaries(self, ids: Iterable[str]) -> list[Summary]:
        """Concepts in short, by id."""
        return [self.summary(self.graph.number(id)) for id in ids]

    def label(self, number: int) -> str:
        """The label of a concept."""
        record = self.graph.record(number)
        return self.said(record["label"]) or str(record["id"])

    def evidence(self, items: Iterable[Mapping[str, str]]) -> list[EvidenceItem]:
        """Evidence with the address of what it points at."""
        found: list[EvidenceItem] = []
        for item in items:
            if "page" in item:
                page, section, quote = item["page"], item["section"], item["quote"]
                found.append({"page": page, "section": section, "quote": quote, "url": self.graph.pages[page].url})
            else:
                source = self.graph.sources[item["source"]]
                first, *others = source.authors or ("",)
                who = f"{first} and others" if others else first
                citation = f"{who} ({source.year}): {source.title}" if who else source.title
                found.append({"source": item["source"], "citation": citation, "url": source.url})
        return found

    def sentence(self, type_: str, start: str, end: str) -> tuple[str, str]:
        """The sentence of a relation between two labels, and the one seen from the other end."""
        facts = self.graph.types[type_]
        labels = {"from": start, "to": end}
        one, other = (
            _SLOT.sub(lambda slot: labels[slot[1]], self.said(template) or "")
            for template in (facts.sentence, facts.inverse_sentence)
        )
        return one, other

    def statement(self, type_: str, start: int, end: int) -> Statement:
        """What a relation of a type between two concepts says, asserted or inferred."""
        ids = self.graph.ids
        sentence, inverse = self.sentence(type_, self.label(start), self.label(end))
        return {
            "id": f"{ids[start]}.{type_}.{ids[end]}",
            "type": type_,
            "from": ids[start],
            "to": ids[end],
            "sentence": sentence,
            "inverse_sentence": inverse,
        }

    def grounds(self, k: int) -> Grounds:
        """Why an asserted relation holds, who says so, and how it binds."""
        record = self.graph.relation(k)
        grounds: Grounds = {
            "why": self.said(record["why"]),
            "standing": "article" if k in self.graph.stated else "editorial",
            "evidence": self.evidence(record["evidence"]),
        }
        if "strength" in record:
            grounds["strength"] = record["strength"]
        if "group" in record:
            grounds["group"] = record["group"]
        return grounds

    def relation(self, k: int) -> RelationAnswer:
        """An asserted relation."""
        graph = self.graph
        type_ = graph.type_names[graph.relations_type[k]]
        said = self.statement(type_, graph.relations_from[k], graph.relations_to[k])
        # for all that mypy knows, the parts may hold more than their shapes say
        return {**said, **self.grounds(k)}  # type: ignore[typeddict-item]

    def _neighbour(self, key: tuple[int, int]) -> Neighbour:
        """The concept at one end of a relation, by their numbers, with the grounds of the relation."""
        number, k = key
        grounds = self.grounds(k)
        evidence = SharedList(map(Shared, grounds["evidence"]))
        rid = self.graph.relation_id(k)
        return cast("Neighbour", Shared({"concept": self.summary(number), "rid": rid, **grounds, "evidence": evidence}))


@lru_cache(maxsize=256)
def _ranges(lang: str | None, default: str) -> tuple[str, ...]:
    return *_truncations(lang or default), default.lower()


def _truncations(lang: str) -> list[str]:
    """The ranges of RFC 4647 section 3.4: the tag with ever fewer subtags, never ending in a single letter."""
    parts = lang.lower().split("-")
    ranges = []
    while parts:
        ranges.append("-".join(parts))
        parts.pop()
        while parts and len(parts[-1]) == 1:
            parts.pop()
    return ranges


def language(graph: ConceptGraph, wanted: Iterable[str]) -> str:
    """The hub's language that a priority list of ranges finds first (RFC 4647 section 3.4), else the hub's default."""
    tags = {tag.lower(): tag for tag in graph.hub.languages}
    ranges = (one for range_ in wanted for one in _truncations(range_))
    return next((tags[one] for one in ranges if one in tags), graph.hub.language)


def resolve(graph: ConceptGraph, **fields: str | Sequence[str] | None) -> tuple[dict[str, list[int]], dict[str, str]]:
    """The numbers of the ids given in some fields, each once, and the renamed ids that were followed.

    Raises `QuestionError` with one entry per id that does not exist, up to a limit that is stated.
    """
    numbers: dict[str, list[int]] = {}
    renamed: dict[str, str] = {}
    errors: list[tuple[str, str]] = []
    for field, given in fields.items():
        found: dict[int, None] = {}
        for place, id in enumerate((given,) if isinstance(given, str) else given or ()):
            number = graph.numbers.get(id)
            if number is None and len(errors) <= MAX_ERRORS:
                try:
                    number = graph.number(id)
                except Renamed as one:
                    renamed[id] = one.successor
                    number = graph.numbers[one.successor]
                except (NotFound, Withdrawn) as error:
                    where = pointer(field) if isinstance(given, str) else pointer(field, place)
                    errors.append((where, str(error)))
            if number is not None:
                found[number] = None
        numbers[field] = list(found)
    if errors:
        raise mistakes(errors)
    return numbers, renamed


def one_of(value: str | None, known: Iterable[str], field: str, what: str) -> None:
    """Raises `QuestionError` where a value given is none of those known."""
    if value is not None and value not in (names := list(known)):
        detail = f"there is no {what} {shown(value)}{did_you_mean(near(value, names))}"
        raise QuestionError(((pointer(field), detail),))


def types_of(graph: ConceptGraph, types: Sequence[str]) -> tuple[str, ...]:
    """The relation types given, each once and sorted. Raises `QuestionError` for one that is not defined."""
    for place, name in enumerate(types):
        if name not in graph.types:
            detail = f"there is no relation type {shown(name)}{did_you_mean(near(name, graph.types))}"
            raise QuestionError(((pointer("type", place), detail),))
    return tuple(sorted(set(types)))


def part_of(graph: ConceptGraph, question: Paged, total: int) -> tuple[int, int, str | None]:
    """Where the part of a long answer that a question asks for begins and ends, and the address of what follows."""
    start = position(question, graph.version)
    end = start + question.limit
    return start, end, onward(question, graph.version, end) if end < total else None


def page_of(graph: ConceptGraph, question: Paged, items: Sequence[T]) -> tuple[list[T], str | None]:
    """The part of a long answer that a question asks for, and the address of what follows."""
    start, end, following = part_of(graph, question, len(items))
    return list(items[start:end]), following
