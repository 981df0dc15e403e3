"""Questions: what may be asked, how mistakes are told, and how a long answer goes on."""

import base64
from functools import reduce
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.errors import QuestionError, StaleCursor
from kg.questions import (
    MAX_ERRORS,
    MAX_LIMIT,
    MAX_LIST,
    OPERATIONS,
    AboutConcept,
    Ancestors,
    ConceptRelations,
    Connect,
    FindPath,
    Frontier,
    ListConcepts,
    ListPages,
    ListRelations,
    Paged,
    Placement,
    Prerequisites,
    Question,
    ReadConcept,
    Suggest,
    cursor,
    fields_of,
    onward,
    parse,
    parse_body,
    parse_query,
    pointer,
    position,
    takes_many,
)
from tests.samples import QUESTIONS

PAGED = [question for question in QUESTIONS if isinstance(question, Paged)]
NAMES = st.text("abcdefghij-0123456789", min_size=1, max_size=20)


def mistakes(kind: type[Question], **fields: Any) -> list[tuple[str, str]]:
    """The pointer and the detail of each mistake in some fields."""
    with pytest.raises(QuestionError) as caught:
        parse(kind, fields)
    return list(caught.value.errors)


def pointers(kind: type[Question], **fields: Any) -> list[str]:
    """The pointer of each mistake in some fields."""
    return [where for where, _ in mistakes(kind, **fields)]


def followed(value: Any, where: str) -> Any:
    """What a JSON Pointer leads to (RFC 6901 section 4)."""
    if where:
        assert where.startswith("/")
        for token in where[1:].split("/"):
            name = token.replace("~1", "/").replace("~0", "~")
            value = value[int(name)] if isinstance(value, list) else value[name]
    return value


# -- fields


def test_a_question_cannot_be_changed() -> None:
    """A question is frozen, so that it may be a key and be asked by several at a time."""
    question = parse(ReadConcept, {"id": "token"})
    with pytest.raises(ValueError, match="frozen"):
        question.id = "other"
    assert {question: 1}[ReadConcept(id="token")] == 1


def test_an_unknown_field_is_told_with_what_is_near() -> None:
    """A mistyped field is refused by name, and the right name is proposed."""
    assert mistakes(FindPath, target=["a"], knwon=["b"]) == [
        ("/knwon", "there is no such field (did you mean 'known'?)")
    ]


def test_an_unknown_field_like_no_other_is_told_with_all() -> None:
    """Where nothing is near, the fields that there are are listed."""
    assert mistakes(ReadConcept, id="a", zzz=1) == [("/zzz", "there is no such field (there are: lang, id)")]


@given(st.text(min_size=1, max_size=60).filter(lambda name: name not in fields_of(FindPath)))
def test_the_pointer_to_an_unknown_field_leads_to_it(name: str) -> None:
    """Whatever an unknown field is called, the pointer leads to it in the body that was sent."""
    (where,) = pointers(FindPath, target=["a"], **{name: "it"})
    assert followed({"target": ["a"], name: "it"}, where) == "it"


def test_a_field_is_known_by_the_name_that_clients_write() -> None:
    """The start of a relation is asked for as `from`; the name it has in Python is unknown to clients."""
    assert parse(ListRelations, {"from": "a"}).from_ == "a"
    assert pointers(ListRelations, from_="a") == ["/from_"]
    assert "from" in fields_of(ListRelations)
    assert "from_" not in fields_of(ListRelations)


def test_a_missing_field_is_told() -> None:
    """A question without what it is about points at the field that is missing."""
    assert mistakes(Placement) == [("/target", "is missing")]


def test_every_mistake_is_told_at_once() -> None:
    """One error holds one entry per mistake."""
    found = pointers(Ancestors, id="", limit=0, depth="deep", lang="not a language", types="is-a")
    assert sorted(found) == ["/depth", "/id", "/lang", "/limit", "/types"]


@pytest.mark.parametrize(("count", "told"), [(MAX_ERRORS, MAX_ERRORS), (MAX_ERRORS + 1, MAX_ERRORS + 1)])
def test_the_mistakes_told_are_bounded(count: int, told: int) -> None:
    """At most a hundred mistakes are told, and it is said where there are more."""
    found = mistakes(Frontier, known=[0] * count)
    assert len(found) == told
    assert [detail for where, detail in found if not where] == (
        [f"only the first {MAX_ERRORS} mistakes are listed"] if count > MAX_ERRORS else []
    )


@pytest.mark.parametrize("lang", ["de", "de-CH", "zh-Hant-CN-x-private1"])
def test_a_language_tag_is_accepted(lang: str) -> None:
    """The language is a tag of BCP 47."""
    assert parse(ReadConcept, {"id": "a", "lang": lang}).lang == lang


@pytest.mark.parametrize("lang", ["", "d", "de_CH", "de,en", "*", "de-", "ü", "de\n", "a" * 36])
def test_what_is_no_language_tag_is_refused(lang: str) -> None:
    """Anything else is refused, and the field is named."""
    assert pointers(ReadConcept, id="a", lang=lang) == ["/lang"]


# -- lists


@given(st.data(), st.lists(NAMES, max_size=12))
def test_a_list_may_be_repeated_or_have_commas(data: st.DataObject, names: list[str]) -> None:
    """However the items of a list are divided over repeated parameters, the question is the same."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(names)), max_size=4)))
    groups = [names[start:end] for start, end in zip([0, *cuts], [*cuts, len(names)], strict=True)]
    pairs = [("target", "t"), *(("known", ",".join(group)) for group in groups)]
    assert parse_query(FindPath, pairs, {}) == parse(FindPath, {"target": ["t"], "known": names})


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    """What an address decodes to U+FFFD is told to whoever encoded it, and is not searched for."""
    with pytest.raises(QuestionError) as caught:
        parse_query(Suggest, parse_qsl("q=caf%E9"), {})
    assert caught.value.errors == (("/q", "is not UTF-8: percent-encode its characters as UTF-8"),)
    assert parse_query(Suggest, parse_qsl("q=caf%C3%A9"), {}).q == "café"


def test_white_space_and_empty_items_of_a_list_are_nothing() -> None:
    """Blanks around an item and items of no characters are left out."""
    assert parse(Frontier, {"known": [" a ,, b", "", "c,"]}).known == ("a", "b", "c")
    assert parse_query(Frontier, [("known", "")], {}) == Frontier()


def test_a_list_that_must_hold_something_may_not_be_empty() -> None:
    """A placement without a target is refused, in whatever way the list is empty."""
    assert [pointers(Placement, target=given) for given in ([], "", ",", [""])] == [["/target"]] * 4


def test_a_list_holds_ten_thousand_and_not_one_more() -> None:
    """Ten thousand known concepts are accepted, and one more is refused by name of the field."""
    known = [f"c{number}" for number in range(MAX_LIST + 1)]
    assert len(parse(Frontier, {"known": known[1:]}).known) == MAX_LIST == 10_000
    assert pointers(Frontier, known=known) == ["/known"]
    assert pointers(Frontier, known=",".join(known)) == ["/known"]


def test_an_item_that_is_no_text_is_pointed_at() -> None:
    """The pointer leads to the very item that is wrong."""
    assert pointers(Frontier, known=["a", 7, "b"]) == ["/known/1"]
    assert pointers(Frontier, known=["a", "b" * 201]) == ["/known/1"]


def test_takes_many_says_which_fields_are_lists() -> None:
    """The lists of a path question are its targets with their weights, what is known, the wishes, and days of rest."""
    lists = [name for name, field in FindPath.model_fields.items() if takes_many(field)]
    assert lists == ["target", "weight", "known", "prefer", "avoid", "pin", "keep", "rest"]


# -- the parameters of an address


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_a_field_that_is_no_list_is_given_once(kind: type[Question]) -> None:
    """A second value of such a field is refused, for nothing says which of the two is meant."""
    with pytest.raises(QuestionError) as caught:
        parse_query(kind, [("lang", "en"), ("lang", "en")], {})
    assert caught.value.errors == (("/lang", "is given more than once: give it once"),)


def test_an_unknown_field_given_twice_is_told_too() -> None:
    """A field that does not exist is refused however often it stands there."""
    with pytest.raises(QuestionError):
        parse_query(ReadConcept, [("zzz", "1"), ("zzz", "2")], {"id": "a"})


@pytest.mark.parametrize("kind", [kind for kind in OPERATIONS if "{id}" in kind.path], ids=lambda kind: kind.__name__)
def test_a_field_of_the_path_is_not_given_again(kind: type[Question]) -> None:
    """What stands in the path may not stand in the query too, even with the same value."""
    with pytest.raises(QuestionError) as caught:
        parse_query(kind, [("id", "token")], {"id": "token"})
    assert caught.value.errors == (("/id", "stands in the path already: leave it out here"),)


@pytest.mark.parametrize(
    ("kind", "field"),
    [(ListConcepts, "kind"), (ListConcepts, "limit"), (Prerequisites, "helpful"), (ConceptRelations, "direction")],
)
def test_an_empty_value_of_a_field_that_is_no_list_is_refused(kind: type[Question], field: str) -> None:
    """`kind=` is neither a kind nor the want of one."""
    given = {"id": "a"} if issubclass(kind, AboutConcept) else {}
    with pytest.raises(QuestionError) as caught:
        parse_query(kind, [(field, "")], given)
    assert [where for where, _ in caught.value.errors] == [f"/{field}"]


@pytest.mark.parametrize("limit", ["0", "-1", str(MAX_LIMIT + 1), "1.5", "many", "1e9999", "9" * 5000])
def test_a_limit_out_of_bounds_is_refused(limit: str) -> None:
    """A limit is a whole number from 1 to the documented most."""
    with pytest.raises(QuestionError) as caught:
        parse_query(ListConcepts, [("limit", limit)], {})
    assert [where for where, _ in caught.value.errors] == ["/limit"]


def test_the_limits_themselves_are_accepted() -> None:
    """The least and the greatest limit are within bounds."""
    assert [parse_query(ListPages, [("limit", str(n))], {}).limit for n in (1, MAX_LIMIT)] == [1, 500]


# -- pointers


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), ""), (("foo", 0), "/foo/0"), (("",), "/"), (("a/b",), "/a~1b"), (("m~n",), "/m~0n"), (("~1",), "/~01")],
)
def test_pointers_are_written_as_the_standard_has_them(path: tuple[str | int, ...], expected: str) -> None:
    """The examples of RFC 6901 section 5, and the one of section 4 that is easily got wrong."""
    assert pointer(*path) == expected


@given(st.lists(st.text(), max_size=5))
def test_a_pointer_leads_back(path: list[str]) -> None:
    """A pointer made from any names leads through those names."""
    value: Any = "found"
    for name in reversed(path):
        value = {name: value}
    assert followed(value, pointer(*path)) == "found"


# -- pages of a long answer


@given(st.sampled_from(PAGED), st.text(min_size=1, max_size=300), st.integers(0, 10**11 - 1))
def test_a_cursor_says_where_to_go_on(question: Paged, version: str, place: int) -> None:
    """A cursor is a field of the question it was made for and leads to its place, whatever the version is called."""
    again = parse(type(question), {**dumped(question), "cursor": cursor(question, version, place)})
    assert position(again, version) == place


def test_without_a_cursor_an_answer_begins_at_its_beginning() -> None:
    """No cursor means the first page."""
    assert position(ListPages(), "1") == 0


def test_language_and_limit_may_change_on_the_way() -> None:
    """A cursor goes on in another language and with another limit."""
    at_seven = cursor(ListConcepts(kind="task"), "1", 7)
    assert position(ListConcepts(kind="task", limit=3, lang="de", cursor=at_seven), "1") == 7


@pytest.mark.parametrize("other", [ListConcepts(kind="field"), ListConcepts(), ListPages()])
def test_a_cursor_of_another_question_is_refused(other: Paged) -> None:
    """A cursor is bound to the question that it was given out for."""
    foreign = other.model_copy(update={"cursor": cursor(ListConcepts(kind="task"), "1", 7)})
    with pytest.raises(QuestionError) as caught:
        position(foreign, "1")
    assert caught.value.errors == (("/cursor", "belongs to another question: ask that one, or start again without it"),)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_cursor_of_another_version_is_stale(version: str, other: str) -> None:
    """A cursor does not outlive the version of the graph, and the error names the present one."""
    assume(version != other)
    with pytest.raises(StaleCursor) as caught:
        position(ListPages(cursor=cursor(ListPages(), version, 1)), other)
    assert caught.value.version == other


@pytest.mark.parametrize("place", ["-1", "+1", "1.0", "", "x", "१", "9" * 12, "1 2"])
def test_a_forged_place_is_refused(place: str) -> None:
    """Only a place that an answer can give out is accepted."""
    real = cursor(ListPages(), "1", 7)
    text = base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)).decode()
    assert text.endswith(" 7")
    forged = base64.urlsafe_b64encode((text[:-1] + place).encode()).decode().rstrip("=")
    with pytest.raises(QuestionError) as caught:
        position(ListPages(cursor=forged), "1")
    assert caught.value.errors == (("/cursor", "is not a cursor that an answer gave out: start again without it"),)


@given(st.text(max_size=200) | st.binary(max_size=140).map(lambda data: base64.urlsafe_b64encode(data).decode()))
def test_any_other_cursor_is_refused(text: str) -> None:
    """Whatever stands in a cursor, the answer is one of the two errors that cursors have."""
    with pytest.raises((QuestionError, StaleCursor)):
        position(ListPages(cursor=text), "1")


@pytest.mark.parametrize("question", PAGED, ids=lambda question: type(question).__name__)
@pytest.mark.parametrize("base", ["en", "de-CH"])
def test_onward_is_the_same_question_further_on(question: Paged, base: str) -> None:
    """The address of the next page asks the same question, with the cursor to go on at."""
    asked = question.model_copy(update={"lang": base})
    address = onward(asked, "1", 9)
    assert address.startswith("?")
    given = {"id": asked.id} if isinstance(asked, AboutConcept) else {}
    again = parse_query(type(asked), parse_qsl(address[1:], strict_parsing=True), given)
    assert again == asked.model_copy(update={"cursor": cursor(asked, "1", 9)})


def test_onward_writes_truth_as_json_does() -> None:
    """A yes in the address of the next page is `true`, as the description of the interface has it."""
    assert "helpful=true" in onward(Prerequisites(id="a", helpful=True), "1", 9)


def dumped(question: Question) -> dict[str, Any]:
    """The fields of a question as a client writes them."""
    return question.model_dump(mode="json", exclude_defaults=True)


# -- bodies

NESTED = reduce(lambda inside, _: [inside], range(300), list[Any]())


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"known": "a"}, "/known"),
        ({"known": ["a", 1]}, "/known/1"),
        ({"known": [""]}, "/known/0"),
        ({"known": ["a", None]}, "/known/1"),
        ({"limit": "5"}, "/limit"),
        ({"limit": True}, "/limit"),
        ({"limit": 5.5}, "/limit"),
        ({"limit": 1e300}, "/limit"),
        ({"limit": None}, "/limit"),
        ({"zzz": 1}, "/zzz"),
        ({"known": NESTED}, ""),
    ],
)
def test_a_body_is_what_its_schema_says(fields: dict[str, Any], pointer: str) -> None:
    """In JSON a list is an array and a number a number: what merely could be read as one is refused."""
    with pytest.raises(QuestionError) as caught:
        parse_body(Frontier, fields)
    assert [where for where, _ in caught.value.errors] == [pointer]


def test_a_body_asks_what_its_fields_ask() -> None:
    """A name may hold a comma there, since nothing is taken apart; a number may be written with a point."""
    assert parse_body(Frontier, {"known": ["a", "b"], "limit": 5.0, "target": None}) == parse(
        Frontier, {"known": ["a", "b"], "limit": 5}
    )
    assert parse_body(Frontier, {"known": ["a,b"]}).known == ("a,b",)
    assert parse_body(Connect, {"from": "a", "to": "b"}) == parse(Connect, {"from": "a", "to": "b"})
    with pytest.raises(QuestionError) as caught:
        parse_body(Connect, {"from_": "a", "to": "b"})
    assert sorted(where for where, _ in caught.value.errors) == ["/from", "/from_"]


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_the_schema_bounds_lists_as_lists(kind: type[Question]) -> None:
    """Every list has the bound that JSON Schema has for arrays, and none of those that it has for texts."""
    lists = {name: one for name, one in kind.model_json_schema()["properties"].items() if one.get("type") == "array"}
    assert all(1 <= one["maxItems"] <= MAX_LIST for one in lists.values())
    assert not [name for name, one in lists.items() if {"minLength", "maxLength"} & set(one)]


def test_the_bounds_of_the_schema_are_those_that_hold() -> None:
    """What the schema says of the length of a list is what is refused."""
    assert ListConcepts.model_json_schema()["properties"]["id"]["maxItems"] == MAX_LIMIT
    assert pointers(ListConcepts, id=["a"] * (MAX_LIMIT + 1)) == ["/id"]
    assert Placement.model_json_schema()["properties"]["target"]["minItems"] == 1
    assert pointers(Placement, target=[]) == ["/target"]
