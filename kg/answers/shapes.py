"""The shapes of answers: plain data, typed. They cost nothing to make and describe themselves in OpenAPI."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from kg.model import Role, Standing, Strength


class Summary(TypedDict):
    """A concept in short. `lang` is the label's own language; `url` the page that teaches it, else its document."""

    id: str
    uri: str
    label: str
    lang: str
    kind: str
    definition: str | None
    minutes: int | None
    url: str


class GroupFacts(TypedDict):
    """The alternatives that a relation is an option of: at least so many of `size` are needed."""

    id: str
    at_least: int
    size: int


class EvidenceItem(TypedDict):
    """A quote from a page of the hub, or a published work."""

    page: NotRequired[str]
    section: NotRequired[str]
    quote: NotRequired[str]
    source: NotRequired[str]
    citation: NotRequired[str]
    url: NotRequired[str]


class Grounds(TypedDict):
    """Why a relation holds, who says so, and how it binds."""

    why: str | None
    standing: Standing
    strength: NotRequired[Strength]
    group: NotRequired[GroupFacts]
    evidence: list[EvidenceItem]


class Neighbour(Grounds):
    """A related concept, with the relation's id, reason, standing and evidence."""

    concept: Summary
    rid: str


class Neighbours(TypedDict):
    """The relations of one type; at most 50, `next` leads to the rest."""

    items: list[Neighbour]
    total: int
    next: str | None


class PageLink(TypedDict):
    """A page that is about, teaches or mentions a concept."""

    slug: str
    title: str
    url: str
    role: Role


class ConceptAnswer(Summary):
    """A concept with its texts, pages and relations both ways."""

    labels: dict[str, str]
    also: dict[str, list[str]]
    notes: list[str]
    outcomes: list[str]
    difficulty: int | None
    notation: str | None
    cluster: str | None
    schemes: list[str]
    collections: list[str]
    mappings: dict[str, list[str]]
    pages: list[PageLink]
    relations: dict[str, Neighbours]
    inverse: dict[str, Neighbours]


# `from` and `for` are words of Python's own, so the shapes that have them are written as calls
Statement = TypedDict(
    "Statement",
    {"id": str, "type": str, "from": str, "to": str, "sentence": str, "inverse_sentence": str},
)
Statement.__doc__ = """What a relation says, in words both ways."""


class RelationAnswer(Statement, Grounds):
    """A relation, in words both ways, with its reason and evidence, or `via` what it follows."""

    via: NotRequired[list[str]]


class SummaryList(TypedDict):
    """A page of concepts. `missing` names those asked for by id that do not exist."""

    items: list[Summary]
    next: str | None
    total: NotRequired[int]
    missing: NotRequired[list[str]]
    renamed: NotRequired[dict[str, str]]


class RelationList(TypedDict):
    """A page of relations."""

    items: list[RelationAnswer]
    next: str | None
    total: int
    renamed: NotRequired[dict[str, str]]


class Reached(TypedDict):
    """A concept found by a walk: how many steps away, from which concept, by a relation of which type."""

    concept: Summary
    depth: int
    reached_from: str
    by: str
    needed: NotRequired[Literal["always", "choice", "helpful"]]


class ReachedList(TypedDict):
    """A page of what a walk found, nearest first."""

    items: list[Reached]
    next: str | None
    total: int


class Suggestion(TypedDict):
    """A concept that a text may mean: the name of it that matched, how, and how like it is (1: the same)."""

    concept: Summary
    matched: str
    lang: str
    role: Literal["label", "also", "id", "hidden"]
    how: Literal["exact", "prefix", "words", "initials", "fuzzy"]
    likeness: float


class SuggestionList(TypedDict):
    """The concepts that a text may mean, best first."""

    items: list[Suggestion]


class ConnectionStep(TypedDict):
    """One step of a chain, worded as seen from where the chain has come, and the concept it reaches."""

    sentence: str
    reaches: str
    relation: RelationAnswer


ConnectionsAnswer = TypedDict(
    "ConnectionsAnswer",
    {
        "from": Summary,
        "to": Summary,
        "length": int | None,
        "connections": list[list[ConnectionStep]],
        "complete": bool,
        "renamed": dict[str, str],
    },
)
ConnectionsAnswer.__doc__ = """How two concepts hang together: up to five of the shortest chains, of `length` steps.

No chain and `complete` means that there is no connection; not `complete`, that the search was cut off.
"""


class KindAnswer(TypedDict):
    """A kind of concept."""

    id: str
    label: str
    definition: str | None


class TypeAnswer(TypedDict):
    """A relation type, with what it means in words both ways."""

    id: str
    label: str
    inverse: str
    definition: str | None
    sentence: str
    inverse_sentence: str
    hierarchy: bool
    transitive: bool
    symmetric: bool
    acyclic: bool
    from_kinds: list[str]
    to_kinds: list[str]
    rdf: str | None


class OntologyAnswer(TypedDict):
    """The kinds and relation types of the hub."""

    kinds: list[KindAnswer]
    types: list[TypeAnswer]


class StepAnswer(TypedDict):
    """One step of a path. `assumed` marks minutes that nobody has judged, so that the hub's default stands in."""

    position: int
    concept: Summary
    minutes: int
    assumed: NotRequired[bool]
    minutes_so_far: int
    stage: int
    requires: list[str]
    unlocks: list[str]
    because: str
    chain: list[str]


class Alternative(TypedDict):
    """Another way to meet a group, and how many minutes more the whole path would take."""

    ids: list[str]
    extra_minutes: int


ChoiceAnswer = TypedDict(
    "ChoiceAnswer",
    {"for": str, "group": str, "chosen": list[str], "instead_of": list[Alternative], "because": str},
)
ChoiceAnswer.__doc__ = """A choice that a path made, why, and what each other way would cost more."""


class MeasuresAnswer(TypedDict):
    """What the order asks of the learner; less is better."""

    prerequisite_distance: int
    max_open: int
    topic_switches: int
    difficulty_drops: int


class Proof(TypedDict):
    """What is proved: the selection is the cheapest; the order's distance is at least `bound`, so at most `gap` too long."""

    set: Literal["optimal", "bounded"]
    order: Literal["optimal", "bounded"]
    bound: int
    gap: int


class PathAnswer(TypedDict):
    """A learning path."""

    version: str
    targets: list[str]
    known: list[str]
    renamed: dict[str, str]
    minutes: int
    steps: list[StepAnswer]
    choices: list[ChoiceAnswer]
    left_out: list[str]
    skipped: list[str]
    measures: MeasuresAnswer
    proof: Proof


class Ready(Summary):
    """A concept that can be learnt now, and how many others it leads to."""

    unlocks: int


class OneAway(TypedDict):
    """A concept that lacks one requirement; any one of `missing` meets it."""

    concept: Summary
    missing: list[str]


class FrontierAnswer(TypedDict):
    """What can be learnt next. `totals` says how long each list is in full."""

    ready: list[Ready]
    one_away: list[OneAway]
    just_learned: list[Summary]
    totals: dict[str, int]
    renamed: dict[str, str]


class PageSummary(TypedDict):
    """An article in short."""

    slug: str
    url: str
    title: str
    description: str | None
    about: list[str]


class PageList(TypedDict):
    """A page of the list of articles."""

    items: list[PageSummary]
    next: str | None
    total: int


class SectionAnswer(TypedDict):
    """A section of an article, and how many sentences it had when it was encoded."""

    id: str
    heading: str | None
    sentences: int | None


class Needed(TypedDict):
    """A concept to know before, or to go on with, and why."""

    concept: Summary
    rid: str
    why: str | None
    strength: NotRequired[Strength]


class QuestionAnswer(TypedDict):
    """A question that the article answers."""

    id: str
    question: str
    answer: str
    section: str
    about: list[str]


class PageAnswer(TypedDict):
    """An article: what it is about, where that stands, what to know before, what to read next."""

    slug: str
    url: str
    title: str
    description: str | None
    about: list[Summary]
    breadcrumbs: list[list[Summary]]
    sections: list[SectionAnswer]
    teaches: list[Summary]
    mentions: list[Summary]
    prerequisites: list[Needed]
    next: list[Needed]
    questions: list[QuestionAnswer]
