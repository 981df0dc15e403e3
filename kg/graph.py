"""ConceptGraph: an immutable mapping from concept id to Concept, and everything that follows from it.

It *is* a set of named flat buffers (see `kg.buffers`), whether just built or mapped from a file, small or
large. Records are decoded when they are looked at.
"""

import hashlib
import mmap
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from kg import buffers
from kg.buffers import ESSENTIAL, HELPFUL, OPTION, REQUIREMENTS
from kg.catalog import Catalog
from kg.errors import NotFound, Renamed, Withdrawn
from kg.memory import Memory, Numbered
from kg.model import ROLES, Concept, Hub, Kind, Page, RelationType, Role, Source
from kg.names import Names
from kg.reach import Adjacency, Step, closure, walk

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.analysis.quality import Quality
    from kg.mentions import Lexicon
    from kg.questions import Question

MAX_NEAR = 65_536
_MAGIC = b"kg graph 4\n"


class Released(NamedTuple):
    """A release: its version, its date (ISO 8601), what was said of it, and the numbers of its changes, before `end`."""

    version: str
    date: str
    note: str | None
    at: int
    end: int


class ConceptGraph(Mapping[str, Concept]):
    """What one version of a hub says. Iterates over ids in rank order: what is needed comes first.

    `base` is the path under which the hub's documents are served; links to them start with it.
    """

    def __init__(self, parts: Mapping[str, bytes | memoryview], base: str = "/") -> None:
        self._parts = parts
        self.base = base
        self._meta: dict[str, Any] = orjson.loads(parts["meta"])
        self.hub = Hub.model_validate(self._meta["hub"])
        self.pages = {slug: Page.model_validate(page) for slug, page in self._meta["pages"].items()}
        self.sources = {id: Source.model_validate(source) for id, source in self._meta["sources"].items()}
        self.kinds = {id: Kind.model_validate(kind) for id, kind in self._meta["kinds"].items()}
        self.types = {id: RelationType.model_validate(type_) for id, type_ in self._meta["types"].items()}
        self.redirects: dict[str, str | None] = self._meta["redirects"]
        self.quoting: dict[str, list[int]] = self._meta["quoting"]
        self.releases = tuple(Released(**facts) for facts in self._meta["releases"])
        self._changes_at = memoryview(parts["changes.at"]).cast("q")
        self._concepts_at = memoryview(parts["concepts.at"]).cast("q")
        self._relations_at = memoryview(parts["relations.at"]).cast("q")
        names = self._meta["layers"]
        self._layers = {False: _Layers(parts, "out", names), True: _Layers(parts, "in", names)}
        self.relations_from, self.relations_to, self.relations_type = (
            _ints(parts, f"relations.{end}") for end in ("from", "to", "type")
        )
        self._minutes, self._clusters, self._kinds = (
            _ints(parts, f"concepts.{fact}") for fact in ("minutes", "cluster", "kind")
        )
        self._required: dict[tuple[Any, ...], Numbered[tuple[int, ...]]] = {}
        self._lexicons: dict[frozenset[str], Lexicon] = {}
        self.told: dict[
            tuple[str, ...], tuple[Numbered[Any], Memory[Any, Any]]
        ] = {}  # what `kg.answers.view` remembers, by language
        self._groups = tuple(_ints(parts, f"groups.{name}") for name in ("at", "need", "options.at", "options.to"))

    @classmethod
    def of(cls, catalog: Catalog, base: str = "/") -> "ConceptGraph":
        """The graph of a clean catalog (`kg.rules.check` finds no error in it)."""
        return cls(buffers.build(catalog), base)

    # -- as a file

    def save(self, path: str | Path) -> None:
        """Write the buffers to one file, which `open` maps back without reading it."""
        table: dict[str, tuple[int, int]] = {}
        position = 0
        for name, part in self._parts.items():
            table[name] = position, len(part)
            position += -(-len(part) // 8) * 8
        header = orjson.dumps(table)
        start = -(-(len(_MAGIC) + 8 + len(header)) // 8) * 8
        with Path(path).open("wb") as file:
            file.write((_MAGIC + len(header).to_bytes(8, "little") + header).ljust(start))
            for part in self._parts.values():
                file.write(bytes(part).ljust(-(-len(part) // 8) * 8))

    @classmethod
    def open(cls, path: str | Path, base: str = "/") -> "ConceptGraph":
        """The graph in a file that `save` wrote on a machine of the same byte order. Raises `ValueError` for another file."""
        with Path(path).open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if bytes(view[: len(_MAGIC)]) != _MAGIC:
            raise ValueError(f"{path} is not a saved graph")
        size = int.from_bytes(view[len(_MAGIC) : len(_MAGIC) + 8], "little")
        end = len(_MAGIC) + 8 + size
        start = -(-end // 8) * 8
        table = orjson.loads(view[len(_MAGIC) + 8 : end])
        if any(start + at + length > len(view) for at, length in table.values()):
            raise ValueError(f"{path} is cut off")
        return cls({name: view[start + at : start + at + length] for name, (at, length) in table.items()}, base)

    @cached_property
    def version(self) -> str:
        """The hub's version and a digest of the whole content, which changes whenever any answer may."""
        digest = hashlib.sha256()
        for name in sorted(self._parts):
            digest.update(name.encode() + b"\0" + len(self._parts[name]).to_bytes(8, "little"))
            digest.update(self._parts[name])
        return f"{self.hub.version}-{digest.hexdigest()[:12]}"

    # -- as a mapping

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of each concept by number."""
        text = bytes(self._parts["ids"]).decode()
        return tuple(text.split("\n")) if text else ()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each concept by id."""
        return {id: n for n, id in enumerate(self.ids)}

    def __getitem__(self, id: str) -> Concept:
        return Concept.model_validate(self.record(self.number(id)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self._concepts_at) - 1

    def __contains__(self, id: object) -> bool:
        return id in self.numbers

    def __repr__(self) -> str:
        title = next(iter(self.hub.title.values()), "")
        return f"<ConceptGraph {title!r} {self.version}: {len(self)} concepts, {self.relation_count} relations>"

    def _repr_html_(self) -> str:
        from kg.picture import notebook

        return notebook(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConceptGraph) and self.version == other.version and self.base == other.base

    def __hash__(self) -> int:
        return hash((self.version, self.base))

    def number(self, id: str) -> int:
        """The number of a concept. Raises `Renamed`, `Withdrawn` or `NotFound`, the last with what is near."""
        number = self.numbers.get(id)
        if number is not None:
            return number
        if id in self.redirects:
            successor = self.successor(id)
            raise Withdrawn(id) if successor is None else Renamed(id, successor)
        raise NotFound("concept", id, self.near(id))

    def successor(self, id: str) -> str | None:
        """Where the redirects of an old id end; none where it was withdrawn."""
        found: str | None = id
        while found in self.redirects:
            found = self.redirects[found]
        return found

    @cached_property
    def names(self) -> Names:
        """The index of labels, alternative and hidden labels and ids."""
        return Names(self._parts)

    def near(self, text: str) -> tuple[str, ...]:
        """Up to three ids of concepts that a text may mean, best first."""
        return tuple(self.ids[hit.concept] for hit in self.names.find(text, 3))

    def lexicon(self, lang: str | None = None) -> "Lexicon":
        """What finds in texts of a language the names of concepts in it, and those in the hub's default language.

        It is made when it is first asked for, and kept: some 25 µs a name.
        """
        from kg.mentions import Lexicon

        default, *others = (tag.partition("-")[0].lower() for tag in (self.hub.language, *self.hub.languages))
        spoken = frozenset((default, *({(lang or "").partition("-")[0].lower()} & set(others))))
        if spoken not in self._lexicons:
            entries = (one for one in self.names.entries() if one.lang.partition("-")[0].lower() in spoken)
            self._lexicons[spoken] = Lexicon(entries)
        return self._lexicons[spoken]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of each concept by number, in the default language."""
        language = self.hub.language
        return tuple(self.record(n)["label"].get(language, id) for n, id in enumerate(self.ids))

    # -- records

    def record(self, number: int) -> dict[str, Any]:
        """The facts of a concept, as plain data."""
        found: dict[str, Any] = orjson.loads(
            self._parts["concepts"][self._concepts_at[number] : self._concepts_at[number + 1]]
        )
        return found

    def relation(self, k: int) -> dict[str, Any]:
        """The reason, strength, group and evidence of a relation, as plain data."""
        found: dict[str, Any] = orjson.loads(
            self._parts["relations"][self._relations_at[k] : self._relations_at[k + 1]]
        )
        return found

    def change(self, k: int) -> dict[str, Any]:
        """A change that a release made, as plain data (see `kg.versions.history`)."""
        found: dict[str, Any] = orjson.loads(self._parts["changes"][self._changes_at[k] : self._changes_at[k + 1]])
        return found

    @property
    def relation_count(self) -> int:
        """How many relations are asserted."""
        return len(self._relations_at) - 1

    @cached_property
    def type_names(self) -> tuple[str, ...]:
        """The relation types by number."""
        return tuple(sorted(self.types))

    @cached_property
    def hierarchy(self) -> tuple[str, ...]:
        """The relation types that lead upwards."""
        return tuple(name for name in self.type_names if self.types[name].hierarchy)

    @cached_property
    def stated(self) -> frozenset[int]:
        """The relations that a page of the hub states, by number."""
        return frozenset(k for relations in self.quoting.values() for k in relations)

    @cached_property
    def pages_of(self) -> dict[str, list[tuple[str, Role]]]:
        """The pages of each concept with their role: those that are about it, teach it, mention it."""
        found: dict[str, list[tuple[str, Role]]] = {}
        for role in ROLES:
            for slug, page in self.pages.items():
                for id in getattr(page, role):
                    entries = found.setdefault(id, [])
                    if all(slug != other for other, _ in entries):
                        entries.append((slug, role))
        return found

    # -- structure

    def layers(self, types: Sequence[str], *, backwards: bool = False) -> list[tuple[str, Adjacency]]:
        """The adjacency of each layer of the types named; of one that no relation is of, nothing."""
        table = self._layers[backwards]
        return [layer for type_ in types for layer in table[type_]]

    def requirements(
        self, *, options: bool = False, helpful: bool = False, backwards: bool = False
    ) -> list[tuple[str, Adjacency]]:
        """The layers of `requires`: essential always, options and helpful ones if asked for."""
        wanted = (ESSENTIAL, *((OPTION,) if options else ()), *((HELPFUL,) if helpful else ()))
        return [layer for layer in self._layers[backwards][ESSENTIAL] if layer[0] in wanted]

    def required(
        self, *, options: bool = False, helpful: bool = False, backwards: bool = False
    ) -> Numbered[tuple[int, ...]]:
        """The neighbours of each concept in the layers that `requirements` gives, each once.

        What is asked for is remembered, up to a bound, some 150 bytes a concept. Of the same layers it is the same.
        """
        asked = options, helpful, backwards
        if asked not in self._required:
            layers = self.requirements(options=options, helpful=helpful, backwards=backwards)

            def around(number: int) -> tuple[int, ...]:
                return tuple(dict.fromkeys(n for _, (at, to, _) in layers for n in to[at[number] : at[number + 1]]))

            names = backwards, *(name for name, _ in layers)
            self._required[asked] = self._required.setdefault(names, Numbered(around, len(self), MAX_NEAR))
        return self._required[asked]

    def neighbours(self, number: int, types: Sequence[str], *, backwards: bool = False) -> list[tuple[int, int]]:
        """The neighbours of a concept by relations of some types, each with the relation's number."""
        return [
            (to[k], rel[k])
            for _, (at, to, rel) in self.layers(types, backwards=backwards)
            for k in range(at[number], at[number + 1])
        ]

    def by_type(self, number: int, *, backwards: bool = False) -> dict[str, list[tuple[int, int]]]:
        """All neighbours of a concept by the type of relation, sorted, each with the relation's number."""
        found: dict[str, list[tuple[int, int]]] = {}
        for type_, at, to, rel in self._every[backwards]:
            k, end = at[number], at[number + 1]
            if k < end:
                pairs = found.setdefault(type_, [])
                while k < end:  # costs less than slices here, as in `kg.reach`
                    pairs.append((to[k], rel[k]))
                    k += 1
        return found

    @cached_property
    def _every(self) -> tuple[list[tuple[str, list[int], memoryview, memoryview]], ...]:
        """The layers of all types, those going out and those coming in, each by its type."""
        return tuple(
            [(name.partition(":")[0], *one) for name, one in self.layers(self.type_names, backwards=backwards)]
            for backwards in (False, True)
        )

    def of_type(self, type_: str) -> list[int]:
        """The numbers of all relations of a type."""
        return sorted({k for _, (_, _, rel) in self.layers((type_,)) for k in rel})

    def of_kind(self, kind: str) -> list[int]:
        """The numbers of all concepts of a kind."""
        place = self.kind_names.index(kind)
        return [number for number, other in enumerate(self._kinds) if other == place]

    def relation_id(self, k: int) -> str:
        """The id of a relation."""
        ids, ends = self.ids, (self.relations_from[k], self.relations_to[k])
        return f"{ids[ends[0]]}.{self.type_names[self.relations_type[k]]}.{ids[ends[1]]}"

    def closure(self, types: Sequence[str], id: str, *, backwards: bool = False) -> list[str]:
        """The ids that relations of the given types lead to in any number of steps, in rank order, without `id`."""
        start = self.number(id)
        table = self._layers[backwards]
        found = closure([adjacency for type_ in types for _, adjacency in table[type_]], (start,))
        found.discard(start)
        return list(map(self.ids.__getitem__, sorted(found)))

    def walk(self, types: Sequence[str], id: str, *, depth: int | None = None, backwards: bool = False) -> list[Step]:
        """The steps of a breadth-first walk along relations of the given types."""
        return walk(self.layers(types, backwards=backwards), self.number(id), depth)

    def groups(self, number: int) -> list[tuple[int, tuple[int, ...]]]:
        """The groups of alternatives of a concept: how many are needed, of which options."""
        at, need, options_at, options = self._groups
        return [(need[g], tuple(options[options_at[g] : options_at[g + 1]])) for g in range(at[number], at[number + 1])]

    def minutes(self, number: int) -> int:
        """The study time of a concept, the hub's default where nobody has judged it; a cluster takes none."""
        minutes: int = self._minutes[number]
        if minutes >= 0:
            return minutes
        return 0 if self.kind(number) == "cluster" else self.hub.minutes

    def kind(self, number: int) -> str:
        """The kind of a concept."""
        return self.kind_names[self._kinds[number]]

    def cluster(self, number: int) -> int:
        """The number of the cluster that a concept is at home in, -1 for none."""
        cluster: int = self._clusters[number]
        return cluster

    @cached_property
    def kind_names(self) -> tuple[str, ...]:
        """The kinds, sorted."""
        return tuple(sorted(self.kinds))

    @cached_property
    def members(self) -> dict[int, tuple[int, ...]]:
        """The concepts at home in each cluster, by number."""
        found: dict[int, list[int]] = {}
        for number, cluster in enumerate(self._clusters):
            found.setdefault(cluster, []).append(number)
        return {cluster: tuple(members) for cluster, members in found.items() if cluster >= 0}

    @cached_property
    def foundations(self) -> tuple[int, ...]:
        """The concepts that require nothing, by number."""
        layers = self.requirements(options=True)
        return tuple(n for n in range(len(self)) if all(at[n] == at[n + 1] for _, (at, _, _) in layers))

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """The foundations that can be learnt, which clusters cannot: those that most concepts require first."""
        learnable = (n for n in self.foundations if self.kind(n) != "cluster")
        return tuple(sorted(learnable, key=lambda n: (-self.uses[n], n)))

    @cached_property
    def uses(self) -> list[int]:
        """How many concepts require each, essentially or as an option, by number."""
        layers = [at for _, (at, _, _) in self.requirements(options=True, backwards=True)]
        return [sum(at[n + 1] - at[n] for at in layers) for n in range(len(self))]

    @cached_property
    def plain_needs(self) -> list[int]:
        """How many concepts each requires, by number: -1 for a cluster, and for what has a choice or requires a cluster."""
        clusters = [self.kind(n) == "cluster" for n in range(len(self))]
        counts = [-1 if cluster else 0 for cluster in clusters]
        for name, (at, to, _) in self.requirements(options=True):
            for n, count in enumerate(counts):
                if at[n] < at[n + 1]:
                    plain = count == 0 and name == ESSENTIAL and not any(clusters[o] for o in to[at[n] : at[n + 1]])
                    counts[n] = at[n + 1] - at[n] if plain else -1
        return counts

    @cached_property
    def quality(self) -> "Quality":
        """What is to be said of the whole: what is missing, doubtful or hard."""
        from kg.analysis.quality import quality

        return quality(self)

    # -- questions

    def ask(self, question: "Question") -> Mapping[str, Any]:
        """The answer to a question of `kg.questions`, the same that HTTP and the command line give."""
        from kg.answers import answer

        return answer(self, question)

    def ancestors(self, id: str, **fields: Any) -> Mapping[str, Any]:
        """What a concept stands under (`kg.questions.Ancestors`)."""
        return self._ask("Ancestors", id=id, **fields)

    def descendants(self, id: str, **fields: Any) -> Mapping[str, Any]:
        """What stands under a concept (`kg.questions.Descendants`)."""
        return self._ask("Descendants", id=id, **fields)

    def prerequisites(self, id: str, **fields: Any) -> Mapping[str, Any]:
        """What is to be learnt before a concept (`kg.questions.Prerequisites`)."""
        return self._ask("Prerequisites", id=id, **fields)

    def dependents(self, id: str, **fields: Any) -> Mapping[str, Any]:
        """What a concept is to be learnt before (`kg.questions.Dependents`)."""
        return self._ask("Dependents", id=id, **fields)

    def path(self, *target: str, **fields: Any) -> Mapping[str, Any]:
        """A learning path to some targets (`kg.questions.FindPath`)."""
        return self._ask("FindPath", target=target, **fields)

    def frontier(self, *known: str, **fields: Any) -> Mapping[str, Any]:
        """What can be learnt next (`kg.questions.Frontier`)."""
        return self._ask("Frontier", known=known, **fields)

    def placement(self, *target: str, **fields: Any) -> Mapping[str, Any]:
        """What to ask a learner next, or what they know (`kg.questions.Placement`)."""
        return self._ask("Placement", target=target, **fields)

    def changes(self, since: str | None = None, **fields: Any) -> Mapping[str, Any]:
        """What changed since a version (`kg.questions.Changes`)."""
        return self._ask("Changes", **({"since": since} if since else {}), **fields)

    def _ask(self, name: str, **fields: Any) -> Mapping[str, Any]:
        from kg import questions

        return self.ask(questions.parse(getattr(questions, name), fields))

    # -- views

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The asserted relations as a networkx graph with an edge key per relation type."""
        from kg.analysis import to_networkx

        return to_networkx(self)

    def to_rdf(self) -> "rdflib.Graph":
        """The whole hub as linked data, with its vocabulary (see `kg.rdf`)."""
        from kg.rdf import to_rdf

        return to_rdf(self)


def _ints(parts: Mapping[str, bytes | memoryview], name: str) -> memoryview:
    part = memoryview(parts[name])
    return part.cast("i") if part else memoryview(array("i"))


class _Layers(dict[str, tuple[tuple[str, Adjacency], ...]]):
    """The layers of each relation type in one direction, made ready when they are first asked for."""

    def __init__(self, parts: Mapping[str, bytes | memoryview], direction: str, names: Collection[str]) -> None:
        self._parts, self._direction, self._names = parts, direction, names

    def __missing__(self, type_: str) -> tuple[tuple[str, Adjacency], ...]:
        names = REQUIREMENTS if type_ == ESSENTIAL else (type_,)
        self[type_] = tuple((name, self._adjacency(name)) for name in names if name in self._names)
        return self[type_]

    def _adjacency(self, name: str) -> Adjacency:
        at, to, rel = (_ints(self._parts, f"{self._direction}.{name}.{part}") for part in ("at", "to", "rel"))
        # looked at most often by far, and a list gives out its numbers faster than a view
        return Adjacency(at.tolist(), to, rel)
