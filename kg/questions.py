"""What can be asked: one frozen model per operation, unknown fields refused.

The same class is the query of a GET, the body of a POST, the options of a command and what a cursor is
bound to. A list may be given repeated or with commas.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_origin
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

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


Name = Annotated[str, Field(min_length=1, max_length=200)]
Query = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_split), Field(max_length=MAX_LIST)]


Q = TypeVar("Q", bound="Question")


class Question(BaseModel):
    """What every question has: the language of its texts. `path` is where HTTP asks it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
    path: ClassVar[str]
    summary: ClassVar[str]
    long: ClassVar[bool] = False

    lang: Annotated[str, Field(pattern=LANGUAGE, max_length=35)] | None = Field(
        default=None,
        description="Language of the texts (BCP 47), by RFC 4647 lookup; the hub's default without it.",
        examples=["en"],
    )


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
    id: Names = Field(
        default=(),
        max_length=MAX_LIMIT,
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


class FindPath(Question):
    """A learning path: all that the targets require and that is not known, each after what it needs.

    Where a concept leaves a choice, the way that costs the fewest minutes in all is taken.
    """

    path = "/api/paths"
    summary = "Plan a learning path"
    long = True

    target: Annotated[Names, Field(min_length=1)] = Field(
        description="What to learn; a cluster stands for its members.", examples=[["large-language-model"]]
    )
    known: Names = Field(default=(), description="What is known, and with it all that it essentially requires.")


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


class ListPages(Paged):
    """The articles of the hub."""

    path = "/api/pages"
    summary = "List pages"


class ReadPage(Question):
    """An article: what it is about and teaches, where it stands, what it requires, what is next, its questions."""

    path = "/api/pages/{id}"
    summary = "Read a page"

    id: Name = Field(description="The page's slug.", examples=["what-is-deep-learning"])


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
    FindPath,
    Frontier,
    ListPages,
    ReadPage,
)


def parse(kind: type[Q], fields: Mapping[str, Any]) -> Q:
    """The question of a kind that some fields make, named as clients write them. Raises `QuestionError`."""
    try:
        return kind.model_validate(fields, by_alias=True, by_name=False)
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

    A field that is no list must not be repeated. Raises `QuestionError`.
    """
    fields: dict[str, Any] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    lists = {field.alias or name for name, field in kind.model_fields.items() if takes_many(field)}
    for name, values in fields.items():
        if name in given:
            raise QuestionError(((pointer(name), "stands in the path already: leave it out here"),))
        if name not in lists:
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
        known = fields_of(kind)
        hint = did_you_mean(near(str(path[-1]), known)) or f" (there are: {', '.join(known)})"
        return pointer(cut(str(path[-1]))), f"there is no such field{hint}"
    if what == "missing":
        return pointer(*path), "is missing"
    if what == "too_long":
        return pointer(*path), message.replace("Tuple should have", "takes").replace(" after validation", "")
    if what == "string_pattern_mismatch":
        return pointer(*path), "is not of the form asked for"
    return pointer(*path), message[:1].lower() + message[1:]


def fields_of(kind: type[Question]) -> list[str]:
    """The names of the fields of a question, as clients write them."""
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
