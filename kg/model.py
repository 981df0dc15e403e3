"""What exists: concepts, relations between them, the pages that state them, and the hub they belong to.

Every record is frozen. Every text is held by language (a BCP 47 tag); a bare string is in the hub's
default language, which validation takes from its context (`{"language": "en"}`).
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")

Standing = Literal["article", "editorial", "inferred"]
Strength = Literal["essential", "helpful"]
Role = Literal["about", "teaches", "mentions"]
ROLES: tuple[Role, ...] = ("about", "teaches", "mentions")


def _by_language(value: Any, info: ValidationInfo) -> Any:
    default = (info.context or {}).get("language", "en")
    if isinstance(value, str | list | tuple):
        return {default: value}
    if not isinstance(value, Mapping):
        raise ValueError("must be text, or a mapping of language tags to text")
    for tag in value:
        if not LANGUAGE.fullmatch(tag):
            raise ValueError(f"{tag!r} is not a language tag such as 'en' or 'pt-BR'")
    return value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    if _CONTROL.search(value):
        raise ValueError("must not contain control characters")
    return value.strip()


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError(f"{value!r} is not an id: lower-case letters, digits and single hyphens")
    return value


def _iri(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", value):
        raise ValueError(f"{value!r} is not an absolute IRI")
    return value


Id = Annotated[str, AfterValidator(_id)]
Iri = Annotated[str, AfterValidator(_iri)]
Line = Annotated[str, AfterValidator(_text)]
Text = Annotated[dict[str, Line], BeforeValidator(_by_language)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_listed)]
Texts = Annotated[dict[str, Lines], BeforeValidator(_by_language)]


class Record(BaseModel):
    """A frozen record that refuses fields it does not know. In files, names are written with hyphens."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )


class Kind(Record):
    """A sort of concept."""

    label: Text
    definition: Text = Field(default_factory=dict)


class RelationType(Record):
    """What a relation means, in words both ways, and what follows from it.

    `sentence` and `inverse_sentence` hold `{from}` and `{to}`, and state the same fact seen from either
    end. `from_` and `to` list the kinds allowed at the ends (empty: all). `rdf` is a property of a
    published vocabulary that says at least as much. The fields are those of OBO relation types.
    """

    label: Text
    inverse: Text
    definition: Text = Field(default_factory=dict)
    sentence: Text
    inverse_sentence: Text
    hierarchy: bool = False
    transitive: bool = False
    symmetric: bool = False
    acyclic: bool = False
    from_: tuple[Id, ...] = ()
    to: tuple[Id, ...] = ()
    rdf: Iri | None = None


class Concept(Record):
    """A unit of thought (SKOS section 3) that articles teach, mention or lean on.

    `minutes` is study time for somebody who has the prerequisites, null where nobody has judged it;
    `difficulty` runs from 1 to 5; `cluster` is the part of the hub in whose file it stands. Of several concepts that
    it stands under, `main_parent` is the one by way of which breadcrumbs lead to it.
    `mappings` are IRIs of other vocabularies by SKOS mapping property.
    """

    id: Id
    kind: Id = "concept"
    cluster: Id | None = None
    main_parent: Id | None = None
    label: Text
    also: Texts = Field(default_factory=dict)
    hidden: Texts = Field(default_factory=dict)
    definition: Text = Field(default_factory=dict)
    notes: Texts = Field(default_factory=dict)
    outcomes: Texts = Field(default_factory=dict)
    minutes: Annotated[int, Field(ge=0, le=100_000)] | None = None
    difficulty: Annotated[int, Field(ge=1, le=5)] | None = None
    iri: Iri | None = None
    notation: Line | None = None
    schemes: tuple[Line, ...] = ()
    collections: tuple[Line, ...] = ()
    mappings: dict[Literal[MAPPINGS], Annotated[tuple[Iri, ...], BeforeValidator(_listed)]] = Field(  # type: ignore[valid-type]
        default_factory=dict
    )

    def __repr__(self) -> str:
        return f"<Concept {self.id} ({self.kind}): {next(iter(self.label.values()), '')}>"


class Quotation(Record):
    """A phrase of an article, the evidence of a relation that the article states."""

    page: Id
    section: Id
    quote: Line


class Citation(Record):
    """An outside work, the source of a relation that no article of the hub states."""

    source: Id


Evidence = Quotation | Citation


class Group(Record):
    """Alternatives: at least so many of `size` options are to be learnt (k of n)."""

    id: Line
    at_least: int
    size: int


class Relation(Record):
    """One statement `from` *type* `to`, with the reason in our words and its evidence.

    `strength` is set on `requires` alone; an option of a group is essential only by choice.
    """

    type: Id
    from_: Id
    to: Id
    why: Text = Field(default_factory=dict)
    strength: Strength | None = None
    group: Group | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """`{from}.{type}.{to}`, frozen once published."""
        return f"{self.from_}.{self.type}.{self.to}"

    @property
    def standing(self) -> Standing:
        """`article` when a hub article says it, else `editorial`."""
        return "article" if any(isinstance(e, Quotation) for e in self.evidence) else "editorial"


class Section(Record):
    """A section of an article: its heading as printed (none for the opening), and what it held when encoded.

    `sha256` is the digest of its text with white space folded, in hexadecimal; `sentences` counts its lines
    of text, taken apart at sentence ends.
    """

    id: Id
    heading: Line | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    sentences: Annotated[int, Field(ge=0)] | None = None


class Answered(Record):
    """A question that an article answers, with the answer in our words."""

    id: Id
    question: Text
    answer: Text
    section: Id
    about: tuple[Id, ...] = ()


class Author(Record):
    """Somebody who wrote an article."""

    name: Line
    url: Iri | None = None


class Page(Record):
    """An article of the hub: what it is about, teaches and mentions, by concept id.

    What is known of the article as a publication goes into its JSON-LD: `minutes` is the time it takes to read,
    `level` the educational level in words (`beginner`), `free` whether nobody pays for it.
    """

    slug: Id
    url: Iri
    title: Text
    description: Text = Field(default_factory=dict)
    about: tuple[Id, ...] = ()
    sections: tuple[Section, ...] = ()
    teaches: tuple[Id, ...] = ()
    mentions: tuple[Id, ...] = ()
    questions: tuple[Answered, ...] = ()
    authors: tuple[Author, ...] = ()
    published: date | None = None
    modified: date | None = None
    images: tuple[Iri, ...] = ()
    minutes: Annotated[int, Field(ge=1, le=100_000)] | None = None
    level: Line | None = None
    free: bool | None = None
    licence: Iri | None = None


class Source(Record):
    """A published work that editorial relations cite."""

    title: Line
    authors: tuple[Line, ...]
    year: int
    url: Iri


class Vocabulary(Record):
    """A vocabulary that mappings lead to; its key is the prefix."""

    iri: Iri
    title: Line
    licence: Iri | None = None


class Hub(Record):
    """The hub itself. `minutes` stands in for a concept whose study time nobody has judged.

    `edit_url` is where its data folder can be edited: the path of a file is put behind it.
    """

    iri: Iri
    title: Text
    description: Text = Field(default_factory=dict)
    languages: Annotated[tuple[Line, ...], Field(min_length=1)] = ("en",)
    licence: Iri
    publisher: Line
    clusters: tuple[Id, ...] = ()
    minutes: Annotated[int, Field(ge=0, le=100_000)] = 30
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9._+-]{1,64}$")] = "0.0.0"
    date: date
    edit_url: Iri | None = None
    vocabularies: dict[str, Vocabulary] = Field(default_factory=dict)

    @property
    def language(self) -> str:
        """The default language: the first of `languages`."""
        return self.languages[0]
