"""What can be asked: one frozen model per operation, unknown fields refused.

The same class is the query of a GET, the body of a POST, the options of a command and what a cursor is
bound to. A list may be given repeated or with commas.
"""

import base64
import binascii
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from functools import cache, partial
from itertools import islice
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_origin
from urllib.parse import urlencode

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_serializer,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticSerializationError, to_json

from kg.errors import QuestionError, StaleCursor, cut, did_you_mean, near

MAX_LIMIT = 500
MAX_LIST = 10_000
MAX_ERRORS = 100

LANGUAGE = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"


def _split(value: Any) -> Any:
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return [part for item in value for part in map(str.strip, item.split(",")) if part]
    return value


def _listed(value: Any, info: ValidationInfo) -> Any:
    """The items of a list, which in JSON is an array and no text with commas."""
    if info.mode != "json":
        return _split(value)
    return tuple(value) if isinstance(value, list) else value


Name = Annotated[str, Field(min_length=1, max_length=200)]
Query = Annotated[str, Field(min_length=1, max_length=200)]
Document = Annotated[str, Field(max_length=1_000_000)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_listed), Field(max_length=MAX_LIST)]
Weights = Annotated[
    tuple[Annotated[int, Field(ge=1, le=1000)], ...], BeforeValidator(_listed), Field(max_length=MAX_LIST)
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(_listed), Field(max_length=7)]


class Reply(BaseModel):
    """Whether a learner knows a concept; written `concept:knows` in an address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concept: Name = Field(description="The concept asked about.")
    knows: Literal["yes", "no", "unsure"] = Field(description="Whether the learner knows it.")

    @model_serializer
    def _written(self) -> str:
        return f"{self.concept}:{self.knows}"


def _replies(value: Any, info: ValidationInfo) -> Any:
    """Replies as they may be given: each as its fields or as written, outside of JSON also several to a string."""
    in_json = info.mode == "json"
    given = [value] if isinstance(value, str) and not in_json else value
    if not isinstance(given, list | tuple):
        return value
    split = (
        given if in_json else (part for item in given for part in (_split(item) if isinstance(item, str) else (item,)))
    )
    return tuple(
        dict(zip(("concept", "knows"), one.partition(":")[::2], strict=True)) if isinstance(one, str) else one
        for one in split
    )


Replies = Annotated[
    tuple[Reply, ...],
    BeforeValidator(_replies),
    Field(max_length=MAX_LIST),
    WithJsonSchema(
        {
            "type": "array",
            "maxItems": MAX_LIST,
            "items": {
                "anyOf": [
                    {"type": "string", "pattern": "^[^:,]+:(yes|no|unsure)$"},
                    {
                        "type": "object",
                        "properties": {
                            "concept": {"type": "string", "minLength": 1, "maxLength": 200},
                            "knows": {"enum": ["yes", "no", "unsure"]},
                        },
                        "required": ["concept", "knows"],
                        "additionalProperties": False,
                    },
                ]
            },
        }
    ),
]


Q = TypeVar("Q", bound="Question")


class Question(BaseModel):
    """What every question has: the language of its texts. `path` is where HTTP asks it.

    A `long` one may be POSTed; a `hard` one may take long to answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
    path: ClassVar[str]
    summary: ClassVar[str]
    long: ClassVar[bool] = False
    hard: ClassVar[bool] = False

    lang: Annotated[str, Field(pattern=LANGUAGE, max_length=35)] | None = Field(
        default=None,
        description="Language of the texts (BCP 47), by RFC 4647 lookup; the hub's default without it.",
        examples=["en"],
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema, in which pydantic calls the bounds of a list that is read in a way of ours those of a text."""
        found = handler(core)
        for field in handler.resolve_ref_schema(found).get("properties", {}).values():
            for bound, name in (("minLength", "minItems"), ("maxLength", "maxItems")):
                if field.get("type") == "array" and bound in field:
                    field[name] = field.pop(bound)
        return found


class Paged(Question):
    """A question with a long answer, given out page by page."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description=f"How many at most, up to {MAX_LIMIT}.")] = 50
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="Where to go on: from `next` of the page before. Bound to the graph version."
    )


class AboutConcept(Question):
    """A question about one concept."""

    id: Name = Field(description="The concept's id.", examples=["deep-learning"])


class ListConcepts(Paged):
    """The concepts of the hub, or those of a kind, a cluster or a page; with `id`, those asked for, in that order."""

    path = "/api/concepts"
    summary = "List concepts, or read several by id"
    long = True

    q: Query | None = Field(default=None, description="Only concepts that this may mean, best first.")
    kind: Name | None = Field(default=None, description="Only concepts of this kind.", examples=["architecture"])
    cluster: Name | None = Field(
        default=None, description="Only concepts at home in this cluster.", examples=["llm-cluster"]
    )
    page: Name | None = Field(default=None, description="Only concepts that this page is about, teaches or mentions.")
    id: Annotated[tuple[Name, ...], Field(max_length=MAX_LIMIT), BeforeValidator(_listed)] = Field(
        default=(),
        description=f"Concepts to read, in this order, up to {MAX_LIMIT}; those not found are listed as `missing`.",
    )


class ReadConcept(AboutConcept):
    """One concept with its texts, pages and relations both ways."""

    path = "/api/concepts/{id}"
    summary = "Read a concept"


class ConceptRelations(AboutConcept, Paged):
    """The relations of a concept."""

    path = "/api/concepts/{id}/relations"
    summary = "List the relations of a concept"

    type: Names = Field(default=(), description="Only relations of these types.", examples=[["suits"]])
    direction: Literal["out", "in", "both"] = Field(default="both", description="Relations from it, to it, or both.")


class _Walk(AboutConcept, Paged):
    depth: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(default=None, description="How many steps at most.")


class Ancestors(_Walk):
    """What a concept stands under: along the hierarchy types, or those named, with each step's type."""

    path = "/api/concepts/{id}/ancestors"
    summary = "List what a concept stands under"

    type: Names = Field(default=(), description="Follow these types instead of the hierarchy types.")


class Descendants(Ancestors):
    """What stands under a concept: along the hierarchy types, or those named, with each step's type."""

    path = "/api/concepts/{id}/descendants"
    summary = "List what stands under a concept"


class Prerequisites(_Walk):
    """What is to be learnt before a concept. `needed` is `always` for what essential requirements alone lead to."""

    path = "/api/concepts/{id}/prerequisites"
    summary = "List what is to be learnt before a concept"

    helpful: bool = Field(default=False, description="Follow helpful requirements too.")


class Dependents(Prerequisites):
    """What a concept is to be learnt before."""

    path = "/api/concepts/{id}/dependents"
    summary = "List what a concept is to be learnt before"


class Suggest(Question):
    """Which concepts a text may mean while it is typed: by prefix, by words, by initials, and with mistakes in it.

    Nothing is suggested that is less like the text than 0.7 (optimal string alignment over the longer length).
    """

    path = "/api/suggest"
    summary = "Complete what is typed"

    q: Query = Field(description="What was typed.", examples=["convol"])
    kind: Name | None = Field(default=None, description="Only concepts of this kind.")
    limit: Annotated[int, Field(ge=1, le=50, description="How many at most, up to 50.")] = 10


class Connect(Question):
    """How two concepts hang together: the shortest chains of relations between them, the most telling first.

    A relation may be followed either way. Of equally short chains, steps of the hierarchy come before
    requirements, these before other types, and `related` and `next` last. That there is none is an answer.
    """

    path = "/api/connections"
    summary = "See how two concepts hang together"

    from_: Name = Field(alias="from", description="The concept to start from.", examples=["convolutional-network"])
    to: Name = Field(description="The concept to get to.", examples=["artificial-intelligence"])
    type: Names = Field(default=(), description="Follow relations of these types alone.")


class ListRelations(Paged):
    """The asserted relations of the hub; with `standing=inferred` and an end named, what transitive types imply."""

    path = "/api/relations"
    summary = "List relations"

    type: Names = Field(default=(), description="Only relations of these types.", examples=[["suits"]])
    from_: Name | None = Field(default=None, alias="from", description="Only relations from this concept.")
    to: Name | None = Field(default=None, description="Only relations to this concept.")
    page: Name | None = Field(default=None, description="Only relations that quote this page.")
    standing: Literal["article", "editorial", "inferred"] | None = Field(
        default=None, description="Only relations of this standing."
    )


class ReadRelation(Question):
    """One relation, asserted or inferred, with its sentence both ways, its reason and its evidence."""

    path = "/api/relations/{id}"
    summary = "Read a relation"

    id: Annotated[str, Field(min_length=5, max_length=700)] = Field(
        description="The relation's id, `{from}.{type}.{to}`.", examples=["deep-learning.subfield-of.machine-learning"]
    )


class ReadOntology(Question):
    """The kinds of concepts and the types of relations, with what each means."""

    path = "/api/ontology"
    summary = "Read the kinds and relation types"


class ReadGraph(Question):
    """The graph, or what lies around a concept, as drawing and exchange tools read it.

    What is nearest to the centre comes first, or else what comes first to learn; `truncated` says that there is more.
    """

    path = "/api/graph"
    summary = "Draw or export the graph, or a part of it"
    hard = True

    format: Literal["cytoscape", "graphml", "mermaid", "dot", "svg", "turtle", "jsonld", "csv", "csv-nodes"] = Field(
        default="cytoscape", description="How it is written; `csv` lists relations, `csv-nodes` concepts."
    )
    center: Name | None = Field(
        default=None, description="Only what lies around this concept.", examples=["self-attention"]
    )
    radius: Annotated[int, Field(ge=1, le=20)] = Field(default=1, description="How many steps around the centre.")
    cluster: Name | None = Field(default=None, description="Only what is in this cluster.")
    type: Names = Field(default=(), description="Only relations of these types.")
    fold: bool = Field(
        default=False, description="Show each cluster as one concept with its `size`, relations between them counted."
    )
    open: Names = Field(default=(), description="Clusters that are not folded.", examples=[["llm-cluster"]])
    limit: Annotated[int, Field(ge=1, le=5_000, description="How many concepts at most, up to 5000.")] = 1_000


class FindPath(Question):
    """A learning path: all that the targets require and that is not known, each after what it needs.

    Where a concept leaves a choice, the way that costs the fewest minutes in all is taken. `prefer`, `avoid`, `pin`
    and `keep` constrain it; what they cost beside the free path is then told.
    """

    path = "/api/paths"
    summary = "Plan a learning path"
    long = True
    hard = True

    target: Names = Field(
        default=(),
        description="What to learn; a cluster stands for its members. May be left out where `minutes` are given.",
        examples=[["large-language-model"]],
    )
    weight: Weights = Field(
        default=(), description="How much each target counts, in the order of the targets, from 1 to 1000; else 1 each."
    )
    known: Names = Field(default=(), description="What is known, and with it all that it essentially requires.")
    ticked: Annotated[str, Field(max_length=1_000_000)] | None = Field(
        default=None, description="The text of a Markdown checklist of a path: what is ticked there counts as known."
    )
    minutes: Annotated[int, Field(ge=0, le=10_000_000)] | None = Field(
        default=None, description="A budget: the most valuable part that fits into it. Targets count first."
    )
    order: Literal["connected", "few-open", "few-switches", "easy-first", "targets-early"] = Field(
        default="connected",
        description="What the order makes least: the distance between learning a thing and using it, threads left "
        "open, changes of topic, drops in difficulty, or the time until each target by its weight.",
    )
    helpful: bool = Field(default=False, description="Add what only makes steps easier, as optional steps.")
    prefer: Names = Field(default=(), description="Options to choose wherever there is a choice of them.")
    avoid: Names = Field(default=(), description="What must not be a step.")
    pin: Names = Field(default=(), description="The first steps, in this order.")
    keep: Names = Field(
        default=(), description="An earlier order: its steps stay in that order unless requirements force a move."
    )
    effort: Literal["quick", "thorough"] = Field(
        default="quick", description="How much is searched before an order or a budget is called bounded."
    )
    format: Literal["json", "md", "html", "ics", "csv", "mermaid", "svg", "jsonld"] = Field(
        default="json", description="How the path is written."
    )
    start: date | None = Field(default=None, description="The first day of a calendar (ISO 8601).")
    weekly: Annotated[float, Field(ge=0.25, le=112)] = Field(default=5, description="Hours of study a week.")
    rest: Weekdays = Field(default=(), description="Days without study: mon, tue, wed, thu, fri, sat, sun.")
    at: time = Field(default=time(18), description="When study starts on a day (ISO 8601).")
    timezone: Annotated[str, Field(max_length=64)] = Field(default="UTC", description="The time zone (IANA).")


class Frontier(Question):
    """What can be learnt next, what lacks a single requirement, and what was learnt last."""

    path = "/api/frontier"
    summary = "See what can be learnt next"
    long = True

    known: Names = Field(
        default=(),
        description="What is known, and with it all that it essentially requires.",
        examples=[["machine-learning"]],
    )
    target: Name | None = Field(
        default=None, description="Rank by what leads towards this concept, and leave out the rest."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many of each list at most.")] = 50


class Placement(Question):
    """Where to start: the question that tells most about what a learner knows of what the targets require.

    Ask it, add the reply to `answers`, and ask again, until the answer says what is `known`; nothing is kept here in
    between. A concept is decided when it is as sure as one reply would make what was even; nothing is asked twice.
    """

    path = "/api/placement"
    summary = "Find out where to start"
    long = True

    target: Annotated[Names, Field(min_length=1)] = Field(
        description="What to learn in the end; a cluster stands for its members.", examples=[["large-language-model"]]
    )
    answers: Replies = Field(
        default=(),
        description="Each concept asked about so far with `yes`, `no` or `unsure`, as `vector:yes`; unsure counts as no. "
        "What no target requires is listed as `unused`.",
        examples=[["vector:yes", "matrix:no"]],
    )
    slip: Annotated[float, Field(ge=0, lt=0.5)] = Field(
        default=0.05, description="How often a learner says no to what they know, as a share."
    )
    guess: Annotated[float, Field(ge=0, lt=0.5)] = Field(
        default=0.1, description="How often a learner says yes to what they do not know, as a share."
    )


class Report(Question):
    """How good the graph is: what is missing, what rests on thin evidence, what is hard and what hangs on what."""

    path = "/api/report"
    summary = "See what editors may want to look at"
    hard = True

    over: Annotated[int, Field(ge=0, le=10_000_000)] = Field(
        default=1200, description="Concepts to which every way takes more minutes than this are listed."
    )
    limit: Annotated[int, Field(ge=1, le=100, description="How many of each list at most, up to 100.")] = 20


class ReadHub(Question):
    """The hub itself: what it is called, its version and licence, its parts, and how much it holds.

    As `context` it is the JSON-LD context of the documents, as `robots` what crawlers are to know (RFC 9309).
    """

    path = "/api/hub"
    summary = "Read about the hub"

    format: Literal["json", "context", "robots"] = Field(default="json", description="How it is written.")


class ReadDump(Question):
    """The whole hub in one document, as sites, tools and search engines read it.

    `json` holds all; `concepts` is the array of the concepts alone, `glossary` an object of definitions by name,
    `abbr` the same in Markdown, `content-index` that of Quartz, `redirects` an object of successors by old id (null
    where an id was withdrawn). `sitemap` (sitemaps.org) has addresses of the hub's own host alone, `llms` is a list of
    links in Markdown (llmstxt.org). `turtle` and its like are the hub and its vocabulary as linked data.
    A name that several concepts go by is in no glossary.
    """

    path = "/api/dump"
    summary = "Read the whole hub"
    hard = True

    format: Literal[
        "json",
        "concepts",
        "glossary",
        "abbr",
        "content-index",
        "redirects",
        "sitemap",
        "llms",
        "turtle",
        "ntriples",
        "jsonld",
        "rdfxml",
    ] = Field(default="json", description="What is written, and how.")


class Annotate(Question):
    """Where a document mentions concepts, and which mentions to link: the first of each, and few in all.

    Give one of `text`, `html` and `markdown`. Names are found leftmost and longest, in the plural too, in `lang` and the
    hub's language; those of up to three characters in their own case alone. None is linked in headings, links, code,
    `abbr`, `dfn` and the like, front matter, or `[data-kg-skip]`, where several concepts go by it, or to the page it
    is on. A page has a link for each 10 words at most. To ask about what has been linked changes nothing.
    """

    path = "/api/annotate"
    summary = "Find and link mentions of concepts"
    long = True
    hard = True

    text: Document | None = Field(default=None, description="A plain text.", examples=["A CNN is a neural network."])
    html: Document | None = Field(default=None, description="A document in HTML, or a part of one.")
    markdown: Document | None = Field(default=None, description="A document in Markdown.")
    mode: Literal["suggest", "apply"] = Field(
        default="suggest",
        description="`apply` gives the document, too, with links put in and every other character kept.",
    )
    page: Name | None = Field(default=None, description="The page that it is: no link leads to itself.")
    per: Literal["page", "section"] = Field(
        default="page", description="Link the first mention in the page, or in each section under a heading of level 2."
    )
    most: Annotated[int, Field(ge=0, le=MAX_LIMIT)] = Field(default=12, description="How many links at most.")


class ReadGlossary(Paged):
    """The terms of the hub by alphabet, each with what it means and the page that says more."""

    path = "/api/glossary"
    summary = "Read the glossary"

    format: Literal["json", "md", "jsonld"] = Field(default="json", description="How the glossary is written.")
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description=f"How many at most, up to {MAX_LIMIT}.")] = MAX_LIMIT


class ListPages(Paged):
    """The articles of the hub."""

    path = "/api/pages"
    summary = "List pages"


class PreviewPage(Question):
    """What would go around a page that the hub does not have yet, from its document, its front matter, or some facts.

    The answer is that of a page. Concepts named in the document are added to `mentions`, but for those in code, links
    apart, and names that several go by. A document in Markdown may say any of the fields in front matter in YAML; what
    is given beside it counts. Without `about`, the page is about the concepts that its title names, three at most.
    """

    path = "/api/pages/preview"
    summary = "See what would go around a page"
    long = True
    hard = True

    text: Document | None = Field(default=None, description="The page as plain text.")
    html: Document | None = Field(default=None, description="The page, or a part of it, in HTML.")
    markdown: Document | None = Field(default=None, description="The page in Markdown.")
    title: Annotated[str, Field(max_length=1_000)] | None = Field(
        default=None, description="Its title.", examples=["How attention works"]
    )
    description: Annotated[str, Field(max_length=10_000)] | None = Field(default=None, description="What it says.")
    slug: Annotated[str, Field(max_length=200, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] | None = Field(
        default=None, description="The slug that it is to have; that of a page of the hub, if it is to replace it."
    )
    url: Annotated[str, Field(max_length=2_000, pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="The address that it is to have."
    )
    about: Annotated[tuple[Name, ...], Field(max_length=20), BeforeValidator(_listed)] = Field(
        default=(), description="The concepts that it is about, up to 20.", examples=[["self-attention"]]
    )
    teaches: Annotated[tuple[Name, ...], Field(max_length=MAX_LIMIT), BeforeValidator(_listed)] = Field(
        default=(), description=f"The concepts that it teaches, up to {MAX_LIMIT}."
    )
    mentions: Annotated[tuple[Name, ...], Field(max_length=MAX_LIMIT), BeforeValidator(_listed)] = Field(
        default=(), description=f"The concepts that it mentions, up to {MAX_LIMIT}, before those found."
    )


class ReadPage(Question):
    """An article with all that goes around it: where it stands, what it requires, what is next, its terms, its JSON-LD.

    One answer holds what the template of a page needs, so that it can be asked for once, or kept as a file.
    """

    path = "/api/pages/{id}"
    summary = "Read a page with all that goes around it"
    hard = True

    id: Name = Field(description="The page's slug.", examples=["what-is-deep-learning"])


class Changes(Paged):
    """What changed since a version, the newest release first: an entry per change, in words and as data.

    `since` is the `to` of an earlier answer; without it, all releases whose changes are kept are told. Who follows
    concepts takes those of `added`, `changed` and `removed`: a concept stands in one of the parts of an answer alone,
    as it is now compared with `since`. A version that there never was is 404, one before the first that is kept 410.
    """

    path = "/api/changes"
    summary = "See what changed between versions"

    since: Annotated[str, Field(pattern=r"^[A-Za-z0-9._+-]{1,64}$")] | None = Field(
        default=None, description="A version of the hub: only what was changed after it.", examples=["0.1.0"]
    )
    format: Literal["json", "atom", "jsonfeed"] = Field(
        default="json", description="JSON, or a feed to subscribe to: Atom (RFC 4287), JSON Feed 1.1."
    )


OPERATIONS: tuple[type[Question], ...] = (
    ListConcepts,
    ReadConcept,
    ConceptRelations,
    Ancestors,
    Descendants,
    Prerequisites,
    Dependents,
    Suggest,
    Connect,
    ListRelations,
    ReadRelation,
    ReadOntology,
    ReadGraph,
    FindPath,
    Frontier,
    Placement,
    Report,
    ReadHub,
    ReadDump,
    Annotate,
    ReadGlossary,
    ListPages,
    PreviewPage,
    ReadPage,
    Changes,
)


def parse(kind: type[Q], fields: Mapping[str, Any]) -> Q:
    """The question of a kind that some fields make, named as clients write them. Raises `QuestionError`."""
    return _read(kind, partial(kind.model_validate, fields))


def parse_body(kind: type[Q], fields: Mapping[str, Any]) -> Q:
    """The question that the members of a JSON object make. Raises `QuestionError`.

    Here a value is what its schema says: a number is not written as text, nor a list as text with commas.
    """
    try:
        body = to_json({name: _whole(value) for name, value in fields.items()})
    except PydanticSerializationError:
        raise QuestionError((("", "is nested too deeply"),)) from None
    return _read(kind, partial(kind.model_validate_json, body, strict=True))


def _whole(value: Any) -> Any:
    """A number without a fraction, alone or in a list, as the integer that it is (JSON Schema section 6.1.1)."""
    if isinstance(value, list):
        return [int(one) if isinstance(one, float) and one.is_integer() else one for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read(kind: type[Q], validate: Callable[..., Q]) -> Q:
    try:
        return validate(by_alias=True, by_name=False)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise mistakes(_told(one, kind) for one in found) from None


def mistakes(found: Iterable[tuple[str, str]]) -> QuestionError:
    """The error of some mistakes, each a pointer and what is wrong; it says so where more than the most are found."""
    rest = iter(found)
    errors = tuple(islice(rest, MAX_ERRORS))
    more = (("", f"only the first {MAX_ERRORS} mistakes are listed"),) if next(rest, None) else ()
    return QuestionError((*errors, *more))


def parse_query(kind: type[Q], pairs: Iterable[tuple[str, str]], given: Mapping[str, str]) -> Q:
    """The question of a kind from the parameters of an address; `given` holds those of its path.

    A field that is no list must not be repeated, and none hold what stands for bytes that are not UTF-8. Raises
    `QuestionError`.
    """
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if "\ufffd" in value:
            raise QuestionError(((pointer(name), "is not UTF-8: percent-encode its characters as UTF-8"),))
        fields.setdefault(name, []).append(value)
    for name, values in fields.items():
        if name in given:
            raise QuestionError(((pointer(name), "stands in the path already: leave it out here"),))
        if name not in _lists(kind):
            if len(values) > 1:
                raise QuestionError(((pointer(name), "is given more than once: give it once"),))
            fields[name] = values[0]
    return parse(kind, {**fields, **given})


def pointer(*path: str | int) -> str:
    """The JSON Pointer (RFC 6901) to a field."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _told(error: Mapping[str, Any], kind: type[Question]) -> tuple[str, str]:
    path, what, message = error["loc"], error["type"], error["msg"]
    if what == "extra_forbidden":
        known = fields_of(kind if len(path) == 1 else Reply)
        hint = did_you_mean(near(str(path[-1]), known)) or f" (there are: {', '.join(known)})"
        return pointer(*path[:-1], cut(str(path[-1]))), f"there is no such field{hint}"
    if what == "missing":
        return pointer(*path), "is missing"
    if what == "too_long":
        return pointer(*path), message.replace("Tuple should have", "takes").replace(" after validation", "")
    if what == "tuple_type":
        return pointer(*path), "should be a list"
    if what == "string_pattern_mismatch":
        return pointer(*path), "is not of the form asked for"
    return pointer(*path), message[:1].lower() + message[1:]


@cache
def _lists(kind: type[Question]) -> frozenset[str]:
    """The fields that are lists, as clients write them."""
    return frozenset(field.alias or name for name, field in kind.model_fields.items() if takes_many(field))


def fields_of(kind: type[BaseModel]) -> list[str]:
    """The names of the fields of a question or a part of one, as clients write them."""
    return [field.alias or name for name, field in kind.model_fields.items()]


def takes_many(field: FieldInfo) -> bool:
    """Whether a field is a list."""
    return get_origin(field.annotation) is tuple


# -- pages of a long answer


def cursor(question: Paged, version: str, position: int) -> str:
    """The cursor that goes on at a position of the answer to this question."""
    text = f"{_digest(version)} {_bound(question)} {position}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position(question: Paged, version: str) -> int:
    """Where the answer is to go on. Raises `StaleCursor`, or `QuestionError` for what no answer gave out."""
    if question.cursor is None:
        return 0
    padded = question.cursor + "=" * (-len(question.cursor) % 4)
    try:
        of, bound, place = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(" ")
        found = int(place) if place.isascii() and place.isdigit() and len(place) < 12 else -1
    except (binascii.Error, ValueError):
        of, bound, found = "", "", -1
    if found < 0:
        raise QuestionError((("/cursor", "is not a cursor that an answer gave out: start again without it"),))
    if of != _digest(version):
        raise StaleCursor(version)
    if bound != _bound(question):
        raise QuestionError((("/cursor", "belongs to another question: ask that one, or start again without it"),))
    return found


def onward(question: Paged, version: str, position: int) -> str:
    """The address of the next page, relative to that of this one."""
    fields = question.model_dump(mode="json", exclude_defaults=True)
    own = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in fields.items()
        if f"{{{name}}}" not in question.path
    }
    return "?" + urlencode({**own, "cursor": cursor(question, version, position)}, doseq=True)


def _bound(question: Paged) -> str:
    fields = question.model_dump_json(exclude={"cursor", "limit", "lang"})
    return _digest(type(question).__name__ + fields)


def _digest(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
