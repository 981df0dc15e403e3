"""The shapes of answers: plain data, typed. They cost nothing to make and describe themselves in OpenAPI."""

from typing import Any, Literal, NotRequired

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
    """A concept with its texts, pages and relations both ways; breadcrumbs lead to it by way of its `main_parent`."""

    labels: dict[str, str]
    also: dict[str, list[str]]
    notes: list[str]
    outcomes: list[str]
    difficulty: int | None
    notation: str | None
    cluster: str | None
    main_parent: str | None
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


class Node(TypedDict):
    """A concept of a drawing. `lang` is the label's own language, `depth` its distance from the centre where there is one.

    `size` counts the concepts that are folded into a cluster.
    """

    id: str
    uri: str
    label: str
    lang: str
    kind: str
    cluster: str | None
    cluster_label: str | None
    minutes: int | None
    definition: str | None
    url: str
    rank: int
    depth: NotRequired[int]
    size: NotRequired[int]


Edge = TypedDict(
    "Edge",
    {
        "id": str,
        "type": str,
        "label": str,
        "from": str,
        "to": str,
        "sentence": str,
        "standing": Standing,
        "strength": NotRequired[Strength],
        "group": NotRequired[str],
        "count": NotRequired[int],
    },
)
Edge.__doc__ = """A relation between two concepts of a drawing: `label` is what its type is called, `group` the id of its alternatives.

One with a `count` stands for so many between what is folded: of its type `requires` where some require, else of any.
"""


class GraphAnswer(TypedDict):
    """Concepts in rank order, so that what is required comes first, and the relations between them.

    The totals count what there was before anything was cut off; `truncated` says whether something was.
    """

    title: str
    lang: str
    nodes: list[Node]
    edges: list[Edge]
    total_nodes: int
    total_edges: int
    truncated: bool


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
    """One step of a path. `assumed` marks minutes that nobody has judged, so that the hub's default stands in.

    An `optional` step only makes others easier. `week` counts from 1 where the question has a calendar.
    """

    position: int
    concept: Summary
    minutes: int
    assumed: NotRequired[bool]
    optional: NotRequired[bool]
    week: NotRequired[int]
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
    {
        "for": str,
        "group": str,
        "chosen": list[str],
        "instead_of": list[Alternative],
        "complete": bool,
        "because": str,
    },
)
ChoiceAnswer.__doc__ = """A choice that a path made, why, and what other ways would cost more, the runner-up first.

Unless `complete`, the runner-up stands for all others.
"""


class MeasuresAnswer(TypedDict):
    """What the order asks of the learner; less is better."""

    prerequisite_distance: int
    max_open: int
    topic_switches: int
    difficulty_drops: int


class CostAnswer(MeasuresAnswer):
    """What wishes cost beside the path without them: minutes, and what the order asks more of the learner."""

    minutes: int


class Proof(TypedDict):
    """What is proved: that the selection is the best, and that no order is better than `bound` in what it makes least.

    This one is worse by `gap`, and no better one that respects the wishes was found.
    """

    set: Literal["optimal", "bounded"]
    order: Literal["optimal", "bounded"]
    bound: int
    gap: int


class Sitting(TypedDict):
    """A stretch of study within one day: of which concept, its how manieth, from when to when (RFC 3339)."""

    concept: str
    part: int
    parts: int
    starts: str
    ends: str
    minutes: int


class Week(TypedDict):
    """A week of study, from the day it starts: how many minutes, on which concepts."""

    week: int
    starts: str
    minutes: int
    concepts: list[str]


class CalendarAnswer(TypedDict):
    """A path as sittings in a time zone (IANA); `finish` is the last day."""

    timezone: str
    finish: str | None
    weeks: list[Week]
    sittings: list[Sitting]


class BudgetAnswer(TypedDict):
    """What a budget of minutes holds: its value, at most `bound`; what would reach every target; what an hour more adds."""

    minutes: int
    sufficient: int
    value: int
    bound: int
    gap: int
    next_hour: list[str]


class PathAnswer(TypedDict):
    """A learning path. `order` is what the steps are ordered by.

    `unused` lists the concepts preferred or avoided that had nothing to do with it; `labels` names every concept that
    is told by its id and is no step; `cost` is there where there were wishes.
    """

    version: str
    title: str
    lang: str
    order: str
    targets: list[str]
    known: list[str]
    renamed: dict[str, str]
    minutes: int
    steps: list[StepAnswer]
    choices: list[ChoiceAnswer]
    left_out: list[str]
    skipped: list[str]
    unused: list[str]
    labels: dict[str, str]
    measures: MeasuresAnswer
    proof: Proof
    budget: NotRequired[BudgetAnswer]
    calendar: NotRequired[CalendarAnswer]
    cost: NotRequired[CostAnswer]


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


class PlacementAnswer(TypedDict):
    """What to ask a learner next (`ask`), or where they stand (`known`, all of it, ready for a path).

    While there is something to ask, `likely` is what would be known were it to end here, and `remaining` about how many
    questions are still to come. `confidence` is the share of the concepts that this is expected to be right about.
    `exact` is whether all states of knowledge were counted; where there are too many they are sampled. `unused`
    names the answers about what no target requires, and about clusters.
    """

    targets: list[str]
    ask: NotRequired[Summary]
    likely: NotRequired[list[str]]
    remaining: NotRequired[int]
    known: NotRequired[list[str]]
    confidence: float
    exact: bool
    unused: list[str]
    renamed: dict[str, str]


class SummaryPart(TypedDict):
    """The first of some concepts; `total` says how many there are."""

    items: list[Summary]
    total: int


class StatementPart(TypedDict):
    """The first of some relations; `total` says how many there are."""

    items: list[Statement]
    total: int


class Shortcut(TypedDict):
    """A relation that others imply, by way of a concept."""

    relation: Statement
    by: str


class ShortcutPart(TypedDict):
    """The first of the relations that others imply; `total` says how many there are."""

    items: list[Shortcut]
    total: int


class UnverifiedSection(TypedDict):
    """A section that some quotes rest on, and whose text has no digest on record."""

    page: str
    section: str
    quotes: int
    url: str


class UnverifiedPart(TypedDict):
    """The first of the sections whose quotes were never checked; `total` says how many there are."""

    items: list[UnverifiedSection]
    total: int


class CurricularItem(TypedDict):
    """A concept with its curricular measures. `centrality` is none where it is 2^53 or more."""

    concept: Summary
    blocking: int
    delay: int
    complexity: int
    centrality: int | None


class CurriculumAnswer(TypedDict):
    """Curricular measures as CurricularAnalytics defines them, over essential requirements and options alike.

    Clusters count as concepts with the requirements that they declare; what is at home in them is none of these.
    `blocking` is how many concepts need one, `delay` how many the longest chain through it has, `complexity` the two
    together, `centrality` the lengths of all chains from end to end that lead through it, together. Of the whole they
    are sums (none for a centrality of 2^53 or more). `longest` is a longest chain from its start, `concepts` are those
    that block most.
    """

    blocking: int
    delay: int
    complexity: int
    centrality: int | None
    longest: SummaryPart
    concepts: list[CurricularItem]


class Forced(TypedDict):
    """What is learnt for nothing else, in minutes: at the concept in question (`own`), and over all concepts as targets.

    `targets` is how many of them take less without it. What a concept requires is counted over all others alone.
    """

    own: int
    minutes: int
    targets: int


class RelationBottleneck(Forced):
    """An essential requirement, and what it alone forces."""

    relation: Statement


class ConceptBottleneck(Forced):
    """A concept, and what others learn for its requirements alone."""

    concept: Summary


class BottlenecksAnswer(TypedDict):
    """The worst bottlenecks, up to 20 of each sort; not `complete`: the search was cut off, or the graph is too large."""

    relations: list[RelationBottleneck]
    concepts: list[ConceptBottleneck]
    complete: bool


class LongPath(TypedDict):
    """A concept, and the minutes of what every way to it holds, itself included."""

    concept: Summary
    minutes: int


class LongPathPart(TypedDict):
    """The concepts that take more minutes than `over`, most first; `total` says how many there are.

    Not `complete`: the graph is too large for this to be worked out.
    """

    over: int
    items: list[LongPath]
    total: int
    complete: bool


class ReportAnswer(TypedDict):
    """What editors may want to look at; lists are cut off, and say how long they are.

    `orphans` are related to nothing, `undefined` have no definition in the hub's default language, `unjudged` no
    minutes, and `untaught` no page that is about them or teaches them. `unsupported` relations have neither quote
    nor source, `unexplained` ones no reason. `unverified` sections were never compared with the quotes that rest on
    them; whether other quotes are stale can only be told with the article at hand, by `kg check --article`.
    `redundant` relations follow from others, `contradictions` say `next` against what is required.
    """

    totals: dict[str, int]
    orphans: SummaryPart
    undefined: SummaryPart
    unjudged: SummaryPart
    untaught: SummaryPart
    unsupported: StatementPart
    unexplained: StatementPart
    unverified: UnverifiedPart
    redundant: ShortcutPart
    contradictions: StatementPart
    curriculum: CurriculumAnswer
    bottlenecks: BottlenecksAnswer
    long_paths: LongPathPart


class MentionAnswer(TypedDict):
    """A name of a concept in a document, from character `start` up to `end` of what was given (code points).

    `form` is the name as the hub has it, the concept's label where that is hidden. `linked` is whether a link is put
    there, or would be; if not, `why_not` says why: its concept is linked already or the name stands in a link; it
    stands `inside` of what must not be changed; it is the page's own; the page has enough. An ambiguous name has no
    `concept`: the first five that go by it are its `candidates`.
    """

    concept: Summary | None
    candidates: NotRequired[list[Summary]]
    start: int
    end: int
    text: str
    form: str
    linked: bool
    why_not: NotRequired[Literal["already-linked", "inside", "ambiguous", "self", "cap"]]


class AnnotateAnswer(TypedDict):
    """The mentions of concepts in a document, in order, and how many there are and are linked.

    At most 5000 are listed, `truncated` says whether there are more. `document` is the document with its links, where
    it was asked for.
    """

    format: Literal["text", "html", "markdown"]
    mentions: list[MentionAnswer]
    total: int
    links: int
    truncated: bool
    document: NotRequired[str]


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
    """A concept to know before, or to go on with, why, and the pages that are about it or teach it."""

    concept: Summary
    rid: str
    why: str | None
    strength: NotRequired[Strength]
    group: NotRequired[GroupFacts]
    pages: list[PageLink]


class Term(TypedDict):
    """A concept as a glossary has it: its label, its other names, what it means, and where to read more.

    `page` is the slug of the page of the hub that teaches it, if one does.
    """

    id: str
    uri: str
    term: str
    lang: str
    also: list[str]
    definition: str
    url: str
    page: str | None


class TermList(TypedDict):
    """A page of the glossary of the hub that `title` names; `lang` is its own language."""

    title: str
    lang: str
    items: list[Term]
    next: str | None


class RelatedPage(TypedDict):
    """Another page of the hub, and why it is related: the sentences of relations that join the two, or what both mention.

    `rids` are the relations, `shared` the concepts that both pages have to do with; of each the first three.
    """

    slug: str
    title: str
    url: str
    because: str
    rids: list[str]
    shared: list[str]


class Gap(TypedDict):
    """A concept that no page of the hub is about or teaches, and under which keys of the bundle it is wanted."""

    concept: Summary
    wanted: list[Literal["prerequisites", "next", "unlocks", "mentions"]]


class RouteStep(TypedDict):
    """A step of a learning path, in short; `here` is whether the page itself is about it or teaches it."""

    position: int
    concept: Summary
    minutes: int
    because: str
    here: bool


class RoutePart(TypedDict):
    """A learning path to some concepts: its last or first steps, of `total`; `url` is where it is planned in full."""

    targets: list[str]
    minutes: int
    steps: list[RouteStep]
    total: int
    url: str


class PageRoute(TypedDict):
    """The learning path that leads to a page (`here`) and, what it is about being known, on from it to what is next.

    A part is none where there is nothing to plan. Not `complete`: a part is left out, for it requires more than 120
    concepts or chooses among more than 24 options; `/api/paths` plans that, too.
    """

    here: RoutePart | None
    on: RoutePart | None
    complete: bool


class QuestionAnswer(TypedDict):
    """A question that the article answers."""

    id: str
    question: str
    answer: str
    section: str
    about: list[str]


class PageAnswer(TypedDict):
    r"""An article and all that goes around it.

    `lang` is the title's own language, `edit_url` where the page's data can be edited.
    `breadcrumbs` are routes down to what it is about; the first leads by way of the main parents, others stand beside.
    `prerequisites` is what to know before, `unlocks` what it is required for, `next` what to read next.
    `definitions` says, by id, what the concepts that it mentions mean; `glossary` holds all of its terms by alphabet.
    `related` are other pages with the reason, `gaps` concepts that no page teaches, `path` leads here and on.
    `jsonld` is the page in the words of schema.org, for a script element as it stands once `<` is written `\u003c`.
    Lists that may be long are cut off; `totals` says how long each is in full.
    """

    slug: str
    url: str
    title: str
    description: str | None
    about: list[Summary]
    lang: str
    edit_url: str | None
    breadcrumbs: list[list[Summary]]
    sections: list[SectionAnswer]
    teaches: list[Summary]
    mentions: list[Summary]
    definitions: dict[str, str]
    prerequisites: list[Needed]
    unlocks: list[Needed]
    next: list[Needed]
    related: list[RelatedPage]
    questions: list[QuestionAnswer]
    glossary: list[Term]
    gaps: list[Gap]
    path: PageRoute
    totals: dict[str, int]
    jsonld: dict[str, Any]


class PreviewAnswer(PageAnswer):
    """What goes around a page that the hub does not have: as for any page; `slug` and `url` are empty if not given."""

    renamed: dict[str, str]
