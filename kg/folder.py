"""A folder of YAML files -> Catalog, and back. All problems of all files are found in one run."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, ValidationError

from kg import syntax
from kg.catalog import Catalog, Places
from kg.errors import Place, Problem, did_you_mean, near, shown
from kg.model import (
    ID,
    Citation,
    Concept,
    Evidence,
    Group,
    Hub,
    Kind,
    Line,
    Lines,
    Page,
    Quotation,
    Record,
    Relation,
    RelationType,
    Source,
    Text,
)
from kg.syntax import Map, Mark

R = TypeVar("R", bound=Record)

MAX_FILES = 10_000
_UNREAD = Hub(iri="urn:kg:unread", title={"en": "?"}, licence="urn:kg:unread", publisher="?", date=date.min)


def read(folder: str | Path) -> tuple[Catalog, list[Problem]]:
    """What the files of a hub's data folder hold, and every problem of form in them.

    A record with a bad field is kept without that field, so that one mistake is one message.
    """
    with _no_collection():
        return _Folder(Path(folder)).read()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing of what a load makes is garbage, so looking for garbage meanwhile is lost time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _pairs(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], str):
        value = [value]
    if not isinstance(value, list) or any(not isinstance(p, list) or len(p) != 2 for p in value):
        raise ValueError("must be [page#section, quote], or a list of such pairs")
    for where, _ in value:
        if not isinstance(where, str) or where.count("#") != 1:
            raise ValueError(f"{where!r} must be page#section")
    return value


class _Entry(Record):
    """What stands under the target of a relation."""

    why: Text = Field(default_factory=dict)
    says: Annotated[tuple[tuple[Line, Line], ...], BeforeValidator(_pairs)] = ()
    source: Lines = ()

    def evidence(self) -> tuple[Evidence, ...]:
        quotations = (
            Quotation.model_construct(page=page, section=section, quote=quote)
            for (page, _, section), quote in ((where.partition("#"), quote) for where, quote in self.says)
        )
        return (*quotations, *(Citation.model_construct(source=source) for source in self.source))


class _Alternatives(Record):
    """One group of `requires-any`."""

    id: Line | None = None
    at_least: Annotated[int, Field(ge=1)] = 1
    of: dict[str, Any]


_CONCEPT_FIELDS = {f.alias or n for n, f in Concept.model_fields.items()} - {"id", "cluster"}


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.places = Places()
        self.language = "en"
        self.types: dict[str, RelationType] = {}
        self.relations: dict[str, Relation] = {}

    def problem(self, code: str, message: str, place: Place | None) -> None:
        self.problems.append(Problem(code, message, place))

    def read(self) -> tuple[Catalog, list[Problem]]:
        if not self.path.is_dir():
            message = f"there is no folder {self.path}: `kg init {self.path}` starts one"
            return Catalog(_UNREAD), [Problem("missing-file", message)]
        self.strays()
        hub = self.hub()
        ontology = self.mapping("ontology.yaml")
        file = str(self.path / "ontology.yaml")
        for key in set(ontology) - {"kinds", "relations"}:
            self.unknown("field", key, ("kinds", "relations"), Place(file, *ontology.keys_at[key]))
        kinds = self.records(file, "kind", ontology.get("kinds"), lambda _: Kind)
        self.types = self.records(file, "type", ontology.get("relations"), lambda _: RelationType)
        concepts: dict[str, Concept] = {}
        for path in self.files("concepts"):
            self.concepts(path, concepts)
        pages = dict(self.page(path) for path in self.files("pages"))
        sources_file = str(self.path / "sources.yaml")
        sources = self.records(sources_file, "source", self.mapping("sources.yaml"), lambda _: Source)
        catalog = Catalog(
            hub=hub,
            kinds=kinds,
            types=self.types,
            concepts=concepts,
            relations=tuple(self.relations.values()),
            pages=pages,
            sources=sources,
            redirects=self.redirects(),
            places=self.places,
        )
        return catalog, self.problems

    # -- files

    def files(self, folder: str) -> list[Path]:
        files = sorted((self.path / folder).glob("*.yaml"))
        if len(files) > MAX_FILES:
            self.problem("syntax", f"more than {MAX_FILES} files: join some", Place(str(self.path / folder), 1, 1))
        return files[:MAX_FILES]

    def strays(self) -> None:
        known = {"hub.yaml", "ontology.yaml", "sources.yaml", "redirects.yaml"}
        for path in sorted(self.path.rglob("*.y*ml")):
            inside = path.relative_to(self.path)
            if path.suffix == ".yml":
                self.problem("stray-file", f"this file is not read: call it {path.stem}.yaml", Place(str(path), 1, 1))
            elif inside.as_posix() not in known and inside.parts[:-1] not in (("concepts",), ("pages",)):
                hint = did_you_mean(near(inside.as_posix(), known))
                self.problem("stray-file", f"no file of this name is read here{hint}", Place(str(path), 1, 1))

    def mapping(self, name: str) -> Map:
        """The mapping in a file; an empty one, with the problem noted, where there is none."""
        path = self.path / name
        try:
            value, problems = syntax.parse(path.read_bytes(), str(path))
        except FileNotFoundError:
            self.problem("missing-file", "this file is missing: `kg init` shows what it holds", Place(str(path), 1, 1))
            return Map(Mark(1, 1))
        except OSError as error:
            self.problem("missing-file", f"cannot be read: {error.strerror}", Place(str(path), 1, 1))
            return Map(Mark(1, 1))
        self.problems += problems
        if isinstance(value, Map):
            return value
        if value is not None:
            self.problem("syntax", "the file must hold a mapping, `key: value`", Place(str(path), 1, 1))
        return Map(Mark(1, 1))

    # -- records

    def hub(self) -> Hub:
        value = self.mapping("hub.yaml")
        languages = value.get("languages")
        if isinstance(languages, list) and languages and isinstance(languages[0], str):
            self.language = languages[0]
        if not value:
            return _UNREAD
        return self.validate(Hub, value, str(self.path / "hub.yaml"), "hub", "hub", Mark(1, 1)) or _UNREAD

    def records(self, file: str, section: str, value: Any, model: Callable[[str], type[R]]) -> dict[str, R]:
        """The records of a mapping from id to record."""
        found: dict[str, R] = {}
        if not isinstance(value, Map):
            if value is not None:
                self.problem("invalid-value", f"must map each {section}'s id to what it is", Place(file, 1, 1))
            return found
        for key, entry in value.items():
            mark = value.keys_at[key]
            if not ID.fullmatch(key):
                self.problem("invalid-id", _bad_id(section, key), Place(file, *mark))
                continue
            record = self.validate(model(key), entry, file, section, key, mark)
            if record is not None:
                found[key] = record
        return found

    def validate(
        self, model: type[R], value: Any, file: str, section: str, key: str, mark: Mark, **given: Any
    ) -> R | None:
        """The record that `value` makes, without the fields that are wrong; none where it cannot do without."""
        self.places.put(section, key, file, mark, value)
        if not isinstance(value, Map):
            self.problem("invalid-value", f"{shown(key)} must be a mapping of fields", Place(file, *mark))
            return None
        kept: dict[str, Any] = {**value, **given}
        context = {"language": self.language}
        try:
            return model.model_validate(kept, context=context)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                path = tuple(p for p in one["loc"] if not (isinstance(p, str) and p.endswith("[key]")))
                place = self.places.at(section, key, *path)
                self.problem(*_said(one, model), place)
                kept.pop(str(path[0]) if path else "", None)
        try:
            return model.model_validate(kept, context=context)
        except ValidationError:
            return None

    def unknown(self, what: str, key: str, known: Any, place: Place) -> None:
        self.problem("unknown-field", f"there is no {what} {shown(key)}{did_you_mean(near(key, known))}", place)

    # -- concepts and their relations

    def concepts(self, path: Path, concepts: dict[str, Concept]) -> None:
        file, cluster = str(path), path.stem
        entries = self.mapping(f"concepts/{path.name}")
        if not ID.fullmatch(cluster):
            self.problem("invalid-id", _bad_id("cluster", cluster), Place(file, 1, 1))
            return
        for id, value in entries.items():
            mark = entries.keys_at[id]
            if not ID.fullmatch(id):
                self.problem("invalid-id", _bad_id("concept", id), Place(file, *mark))
                continue
            if id in concepts:
                first = self.places.at("concept", id)
                message = f"the concept {id!r} is defined a second time (first at {first}): keep one"
                self.problem("duplicate-key", message, Place(file, *mark))
                continue
            entry = value if isinstance(value, Map) else Map(mark)
            if entry is not value:
                self.problem("invalid-value", f"{shown(id)} must be a mapping of fields", Place(file, *mark))
            own = Map(entry.mark)
            own.keys_at, own.values_at = entry.keys_at, entry.values_at
            for key, said in entry.items():
                if key in _CONCEPT_FIELDS:
                    own[key] = said
                elif key == "requires-any":
                    self.alternatives(file, id, said, entry.values_at[key])
                elif key == "helpful" or key in self.types:
                    self.related(file, id, key, said, entry.values_at[key])
                elif self.types:
                    known = (*_CONCEPT_FIELDS, *self.types, "helpful", "requires-any")
                    self.unknown("field or relation type", key, known, Place(file, *entry.keys_at[key]))
            # a concept is at home under its cluster; the cluster itself is not a member of itself
            home = None if id == cluster else cluster
            given = {"id": id, "cluster": home, "label": own.get("label", id)}
            if "label" not in own:
                self.problem("missing-label", f"{id!r} has no label", Place(file, *mark))
            concept = self.validate(Concept, own, file, "concept", id, mark, **given)
            concepts[id] = concept or Concept(id=id, label={self.language: id})

    def related(self, file: str, id: str, key: str, value: Any, mark: Mark) -> None:
        """The relations of one type, a mapping from target to reason and evidence."""
        type_ = "requires" if key == "helpful" else key
        strength = "helpful" if key == "helpful" else "essential" if key == "requires" else None
        if not isinstance(value, Map):
            self.problem("invalid-value", f"{key} must map each target to its why and evidence", Place(file, *mark))
            return
        for target, entry in value.items():
            at = value.keys_at[target]
            self.relate(file, at, entry, Relation.model_construct(type=type_, from_=id, to=target, strength=strength))

    def alternatives(self, file: str, id: str, value: Any, mark: Mark) -> None:
        """The groups of `requires-any`, each with its options."""
        if not isinstance(value, list):
            self.problem("invalid-value", "requires-any must be a list of {at-least, of}", Place(file, *mark))
            return
        for number, entry in enumerate(value, 1):
            group = self.validate(_Alternatives, entry, file, "group", f"{id}.{number}", mark)
            if group is None:
                continue
            facts = Group(id=group.id or f"any-{number}", at_least=group.at_least, size=len(group.of))
            options = entry["of"]
            for target, option in options.items():
                at = options.keys_at[target]
                relation = Relation.model_construct(
                    type="requires", from_=id, to=target, strength="essential", group=facts
                )
                self.relate(file, at, option, relation)

    def relate(self, file: str, mark: Mark, value: Any, relation: Relation) -> None:
        key = relation.id
        if key in self.relations:
            first = self.places.at("relation", key)
            message = f"{relation.from_!r} names {relation.to!r} a second time under {relation.type} (first at {first})"
            self.problem("duplicate-relation", message, Place(file, *mark))
            return
        if value is None:
            value = Map(mark)
        entry = self.validate(_Entry, value, file, "relation", key, mark) or _Entry()
        self.relations[key] = relation.model_copy(update={"why": entry.why, "evidence": entry.evidence()})

    # -- pages and redirects

    def page(self, path: Path) -> tuple[str, Page]:
        slug, file = path.stem, str(path)
        value = self.mapping(f"pages/{path.name}")
        if not ID.fullmatch(slug):
            self.problem("invalid-id", _bad_id("page", slug), Place(file, 1, 1))
        page = self.validate(Page, value, file, "page", slug, Mark(1, 1), slug=slug)
        return slug, page or Page.model_construct(slug=slug, url="", title={self.language: slug})

    def redirects(self) -> dict[str, str | None]:
        value = self.mapping("redirects.yaml")
        file = str(self.path / "redirects.yaml")
        found: dict[str, str | None] = {}
        for old, new in value.items():
            self.places.put("redirect", old, file, value.keys_at[old], new)
            if not ID.fullmatch(old):
                self.problem("invalid-id", _bad_id("redirect", old), Place(file, *value.keys_at[old]))
            elif new is not None and not (isinstance(new, str) and ID.fullmatch(new)):
                message = f"{shown(old)} must lead to a concept's id, or to null where it was withdrawn"
                self.problem("invalid-value", message, Place(file, *value.values_at[old]))
            else:
                found[old] = new
        return found


def _bad_id(what: str, id: str) -> str:
    proposal = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in id.lower()).split())
    hint = did_you_mean((proposal,)) if proposal and len(proposal) < 80 else ""
    return f"{shown(id)} is no id for a {what}: lower-case letters, digits and single hyphens{hint}"


def _said(error: Mapping[str, Any], model: type[Record]) -> tuple[str, str]:
    """Code and message for one of pydantic's errors, in an editor's words."""
    field = ".".join(str(part) for part in error["loc"] if not str(part).endswith("[key]"))
    kind, message = error["type"], error["msg"]
    if kind == "extra_forbidden":
        known = [f.alias or name for name, f in model.model_fields.items()]
        return "unknown-field", f"there is no field {shown(field)}{did_you_mean(near(field, known))}"
    if kind == "missing":
        return "missing-field", f"the field {field!r} is missing"
    if kind == "value_error":
        return "invalid-value", f"{field}: {message.removeprefix('Value error, ')}"
    found = error.get("input")
    got = f", not {shown(str(found))}" if isinstance(found, str | int | float) else ""
    return "invalid-value", f"{field}: {message[:1].lower()}{message[1:]}{got}"
