"""A folder of YAML files -> Catalog, and back. All problems of all files are found in one run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, ValidationError

from kg import syntax
from kg.catalog import Catalog, Places, no_collection
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
    Release,
    Source,
    Strength,
    Text,
)
from kg.syntax import Map, Mark, Seq
from kg.versions import log

R = TypeVar("R", bound=Record)

MAX_FILES = 10_000

_NOWHERE = "urn:kg:unread"
_UNREAD = Hub(iri=_NOWHERE, title={"en": "?"}, licence=_NOWHERE, publisher="?", date=date.min)
_INSTEAD: Mapping[str, Any] = {
    **dict.fromkeys(("iri", "url", "licence"), _NOWHERE),
    **dict.fromkeys(("sentence", "inverse-sentence"), "{from} {to}"),
    "authors": (),
    "year": 0,
    "date": date.min,
}
"""What stands in for a field that a record cannot do without, so that it can be kept; for names, its key does."""


def read(folder: str | Path) -> tuple[Catalog, list[Problem]]:
    """What the files of a hub's data folder hold, and every problem of form in them.

    A record with a bad field is kept without that field, so that one mistake is one message. What is under a
    name that starts with a dot is left alone.
    """
    with no_collection():
        return _Folder(Path(folder)).read()


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
    of: Annotated[dict[str, Any], Field(min_length=1)]


_CONCEPT_FIELDS = {f.alias or n for n, f in Concept.model_fields.items()} - {"id", "cluster"}
_REQUIREMENTS = ("helpful", "requires-any")


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
        kinds = self.ontology()
        concepts: dict[str, Concept] = {}
        for path in self.files("concepts"):
            self.concepts(path, concepts)
        pages = dict(self.page(path) for path in self.files("pages"))
        sources = self.records(self.file("sources.yaml"), "source", self.mapping("sources.yaml"), Source)
        catalog = Catalog(
            hub=hub,
            kinds=kinds,
            types=self.types,
            concepts=concepts,
            relations=tuple(self.relations.values()),
            pages=pages,
            sources=sources,
            redirects=self.redirects(),
            releases=self.releases(),
            places=self.places,
        )
        return catalog, self.problems

    # -- files

    def file(self, name: str) -> str:
        return str(self.path / name)

    def files(self, folder: str) -> list[Path]:
        files = sorted((self.path / folder).glob("[!.]*.yaml"))
        if len(files) > MAX_FILES:
            self.problem("syntax", f"more than {MAX_FILES} files: join some", Place(self.file(folder), 1, 1))
        return files[:MAX_FILES]

    def strays(self) -> None:
        known = {"hub.yaml", "ontology.yaml", "sources.yaml", "redirects.yaml"}
        for path in sorted(self.path.rglob("*")):
            inside = path.relative_to(self.path)
            suffix = path.suffix.lower()
            if suffix not in (".yaml", ".yml") or any(part.startswith(".") for part in inside.parts):
                continue
            if path.suffix != ".yaml":
                self.problem("stray-file", f"this file is not read: call it {path.stem}.yaml", Place(str(path), 1, 1))
            elif inside.as_posix() not in known and inside.parts[:-1] not in (("concepts",), ("pages",)):
                hint = did_you_mean(near(inside.as_posix(), known))
                self.problem("stray-file", f"no file of this name is read here{hint}", Place(str(path), 1, 1))

    def mapping(self, name: str) -> Map | None:
        """The mapping in a file, an empty one where the file is empty; none, and the reason noted, where it is unread."""
        place = Place(self.file(name), 1, 1)
        try:
            value, problems = syntax.parse((self.path / name).read_bytes(), place.file)
        except FileNotFoundError:
            self.problem("missing-file", "this file is missing: `kg init` shows what it holds", place)
            return None
        except OSError as error:
            self.problem("missing-file", f"cannot be read: {error.strerror}", place)
            return None
        self.problems += problems
        if isinstance(value, Map):
            return value
        if value is None:
            return None if problems else Map(Mark(1, 1))
        self.problem("syntax", "the file must hold a mapping, `key: value`", place)
        return None

    # -- records

    def hub(self) -> Hub:
        value = self.mapping("hub.yaml")
        if value is None:
            return _UNREAD
        languages = value.get("languages")
        if isinstance(languages, list) and languages and all(isinstance(tag, str) for tag in languages):
            self.language = languages[0]
        return self.validate(Hub, value, self.file("hub.yaml"), "hub", "hub", Mark(1, 1)) or _UNREAD

    def ontology(self) -> dict[str, Kind]:
        """The kinds; the relation types are kept for reading the concepts."""
        value = self.mapping("ontology.yaml")
        if value is None:
            return {}
        file = self.file("ontology.yaml")
        for key in value:
            if key not in ("kinds", "relations"):
                self.unknown("field", key, ("kinds", "relations"), Place(file, *value.keys_at[key]))
        for key in ("kinds", "relations"):
            if not value.get(key):
                self.problem("missing-field", f"the field {key!r} is missing", Place(file, *value.mark))
        kinds = self.records(file, "kind", value.get("kinds"), Kind)
        self.types = self.records(file, "type", value.get("relations"), RelationType)
        for key in (*_CONCEPT_FIELDS, *_REQUIREMENTS):
            if self.types.pop(key, None):
                message = f"{key!r} means something else in a concept: call the relation type otherwise"
                self.problem("invalid-id", message, Place(file, *value["relations"].keys_at[key]))
        return kinds

    def records(self, file: str, section: str, value: Any, model: type[R]) -> dict[str, R]:
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
            record = self.validate(model, entry, file, section, key, mark)
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
            wrong: list[tuple[str | int, ...]] = []
            for one in error.errors(include_url=False):
                path = tuple(p for p in one["loc"] if not (isinstance(p, str) and p.endswith("[key]")))
                place = self.places.at(section, key, *path)
                if one["type"] == "extra_forbidden" and len(path) == 1:
                    place = Place(file, *value.keys_at[str(path[0])])
                self.problem(*_said(one, model), place)
                wrong.append(path)
        required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
        instead = {name: _INSTEAD.get(name, key) for name in required}
        for paths in (wrong, [path[:1] for path in wrong]):
            with suppress(ValidationError):
                return model.model_validate({**instead, **_without(kept, paths)}, context=context)
        return None

    def unknown(self, what: str, key: str, known: Any, place: Place) -> None:
        self.problem("unknown-field", f"there is no {what} {shown(key)}{did_you_mean(near(key, known))}", place)

    def named(self, what: str, path: Path) -> str:
        """The id that a file's name gives to what it holds; where the name is no id, the one nearest to it."""
        if ID.fullmatch(path.stem):
            return path.stem
        self.problem("invalid-id", _bad_id(what, path.stem), Place(str(path), 1, 1))
        return _as_id(path.stem) or "unnamed"

    # -- concepts and their relations

    def concepts(self, path: Path, concepts: dict[str, Concept]) -> None:
        file, cluster = str(path), self.named("cluster", path)
        entries = self.mapping(f"concepts/{path.name}") or Map(Mark(1, 1))
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
                elif key == "requires-any" and "requires" in self.types:
                    self.alternatives(file, id, said, entry.values_at[key])
                elif key in self.types or (key == "helpful" and "requires" in self.types):
                    self.related(file, id, key, said, entry.values_at[key])
                elif self.types:
                    known = (*_CONCEPT_FIELDS, *self.types, *(_REQUIREMENTS if "requires" in self.types else ()))
                    self.unknown("field or relation type", key, known, Place(file, *entry.keys_at[key]))
            # a concept is at home under its cluster; the cluster itself is not a member of itself
            home = None if id == cluster else cluster
            given = {"id": id, "cluster": home, "label": own.get("label", id)}
            if "label" not in own:
                self.problem("missing-label", f"{id!r} has no label", Place(file, *mark))
            concept = self.validate(Concept, own, file, "concept", id, mark, **given)
            if concept is not None:
                concepts[id] = concept

    def related(self, file: str, id: str, key: str, value: Any, mark: Mark) -> None:
        """The relations of one type, a mapping from target to reason and evidence."""
        type_ = "requires" if key == "helpful" else key
        strength: Strength | None = "helpful" if key == "helpful" else "essential" if key == "requires" else None
        if not isinstance(value, Map):
            self.problem("invalid-value", f"{key} must map each target to its why and evidence", Place(file, *mark))
            return
        for target, entry in value.items():
            at = value.keys_at[target]
            self.relate(file, at, entry, type_, id, target, strength)

    def alternatives(self, file: str, id: str, value: Any, mark: Mark) -> None:
        """The groups of `requires-any`, each with its options."""
        if not isinstance(value, Seq):
            self.problem("invalid-value", "requires-any must be a list of {at-least, of}", Place(file, *mark))
            return
        for number, entry in enumerate(value, 1):
            at = value.items_at[number - 1]
            group = self.validate(_Alternatives, entry, file, "group", f"{id}.{number}", at)
            if group is None:
                continue
            facts = Group(id=group.id or f"any-{number}", at_least=group.at_least, size=len(group.of))
            options = entry["of"]
            for target, option in options.items():
                at = options.keys_at[target]
                self.relate(file, at, option, "requires", id, target, "essential", facts)

    def relate(
        self,
        file: str,
        mark: Mark,
        value: Any,
        type_: str,
        id: str,
        target: str,
        strength: Strength | None,
        group: Group | None = None,
    ) -> None:
        key = f"{id}.{type_}.{target}"
        if key in self.relations:
            first = self.places.at("relation", key)
            message = f"{id!r} names {target!r} a second time under {type_} (first at {first})"
            self.problem("duplicate-relation", message, Place(file, *mark))
            return
        if value is None:
            value = Map(mark)
        entry = self.validate(_Entry, value, file, "relation", key, mark) or _Entry()
        self.relations[key] = Relation.model_construct(
            type=type_,
            from_=id,
            to=target,
            why=entry.why,
            strength=strength,
            group=group,
            evidence=entry.evidence(),
        )

    # -- pages and redirects

    def page(self, path: Path) -> tuple[str, Page]:
        slug = self.named("page", path)
        value = self.mapping(f"pages/{path.name}")
        page = self.validate(Page, value, str(path), "page", slug, Mark(1, 1), slug=slug) if value is not None else None
        return slug, page or Page(slug=slug, url=_NOWHERE, title={self.language: slug})

    def redirects(self) -> dict[str, str | None]:
        value = self.mapping("redirects.yaml") or Map(Mark(1, 1))
        file = self.file("redirects.yaml")
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

    def releases(self) -> tuple[Release, ...]:
        """The releases that were made so far; none where there is no file of them."""
        file = self.file("changes.jsonl")
        try:
            lines, problems = log.parse(Path(file).read_bytes(), file)
        except FileNotFoundError:
            return ()
        except OSError as error:
            self.problem("missing-file", f"cannot be read: {error.strerror}", Place(file, 1, 1))
            return ()
        self.problems += problems
        for place, (line, _) in enumerate(lines):
            self.places.put("release", str(place), file, Mark(line, 1), None)
        return tuple(release for _, release in lines)


def _without(value: Any, paths: Iterable[tuple[str | int, ...]]) -> Any:
    """A mapping or list without what the paths lead to; where one leads nowhere, without what it nearly led to."""
    below: dict[str | int, list[tuple[str | int, ...]]] = defaultdict(list)
    for step, *rest in paths:
        below[step].append(tuple(rest))
    kept: dict[Any, Any] = {}
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        if step not in below:
            kept[step] = item
        elif all(_holds(item, rest[:1]) for rest in below[step]):
            kept[step] = _without(item, below[step])
    return kept if isinstance(value, dict) else list(kept.values())


def _holds(value: Any, step: tuple[str | int, ...]) -> bool:
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return bool(step) and step[0] in steps


def _bad_id(what: str, id: str) -> str:
    proposal = _as_id(id)
    hint = did_you_mean((proposal,)) if proposal and len(proposal) < 80 else ""
    return f"{shown(id)} is no id for a {what}: lower-case letters, digits and single hyphens{hint}"


def _as_id(text: str) -> str:
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split())


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
