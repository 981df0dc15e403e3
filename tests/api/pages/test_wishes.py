"""What a learner asks of the planner: read from an address, and written into one."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.wishes import MOST_NOTICES, Wishes, address, known, least, read
from kg.answers import answer
from kg.graph import ConceptGraph
from kg.questions import FindPath, parse
from tests import build

LINES = ("a requires b", "b requires c", "d requires-any 1 of b e")
SMALL = ConceptGraph.of(build.catalog(*LINES, redirects={"old": "c", "gone": None}))


def wishes(query: str, graph: ConceptGraph = SMALL) -> Wishes:
    """What the query of an address asks for."""
    return read(graph, parse_qsl(query, keep_blank_values=True))


def test_nothing_asked_for() -> None:
    """An address without fields asks for nothing, and so does one whose fields are empty or not the planner's."""
    for query in ("", "target=&q=&minutes=", "utm_source=letter&format=svg&cursor=x", "known=a"):
        found = wishes(query)
        assert found.empty
        assert found.notices == ()


def test_the_fields_of_a_path() -> None:
    """Lists are repeated or have commas; what is there twice counts once; empty fields are those of a form left empty."""
    found = wishes("target=a,d&target=a&minutes=&order=easy-first&helpful=true&prefer=e&start=2026-03-02&rest=sat,sun")
    assert found.question == parse(
        FindPath,
        {
            "target": ["a", "d"],
            "order": "easy-first",
            "helpful": "true",
            "prefer": ["e"],
            "start": "2026-03-02",
            "rest": ["sat", "sun"],
        },
    )


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "target": st.lists(st.sampled_from("abcde"), unique=True),
            "prefer": st.lists(st.sampled_from("be"), unique=True),
            "keep": st.lists(st.sampled_from("abcde"), unique=True),
            "minutes": st.integers(0, 10_000),
            "order": st.sampled_from(("connected", "few-open", "easy-first")),
            "helpful": st.booleans(),
            "weekly": st.floats(0.25, 112),
            "start": st.dates(),
            "at": st.times().map(lambda one: one.replace(microsecond=0)),
            "rest": st.lists(st.sampled_from(("mon", "sun")), unique=True),
            "effort": st.sampled_from(("quick", "thorough")),
        },
    )
)
def test_an_address_holds_all_of_it(fields: dict[str, object]) -> None:
    """What a question is written as is read as the same question, and nothing is amiss with it."""
    question = parse(FindPath, fields)
    found = wishes(address("/", question).partition("?")[2])
    assert found.question == question
    assert found.notices == ()


@given(
    st.lists(st.tuples(st.sampled_from(("target", "q", "hours", "minutes", "order", "known", "at", "x")), st.text()))
)
def test_whatever_is_sent_is_a_question(pairs: list[tuple[str, str]]) -> None:
    """No address is an error: what cannot be asked is left out, and a bounded number of notices says so."""
    found = read(SMALL, pairs)
    assert len(found.notices) <= MOST_NOTICES
    assert set(found.question.target) <= set(SMALL.ids)


@pytest.mark.parametrize(
    ("query", "targets", "said", "offers"),
    [
        ("target=x", (), "There is no concept “x” in the hub.", ()),
        ("target=gone", (), "“gone” was withdrawn from the hub.", ()),
        ("q=zzz", (), "Nothing in the hub is called “zzz”.", ()),
        ("target=a&minutes=soon", ("a",), "The time you have: ", ()),
        ("target=a&hours=soon", ("a",), "The time you have: ", ()),
        ("target=a&hours=inf", ("a",), "The time you have: ", ()),
        ("target=a&order=none", ("a",), "The order: ", ()),
        ("target=a&start=tomorrow", ("a",), "The first day: ", ()),
    ],
)
def test_what_is_amiss_is_said(query: str, targets: tuple[str, ...], said: str, offers: tuple[str, ...]) -> None:
    """A field that makes no question is left out, with a notice in words."""
    found = wishes(query)
    assert found.question.target == targets
    (notice,) = found.notices
    assert notice.text.startswith(said)
    assert notice.offers == offers


def test_old_ids_are_followed() -> None:
    """A renamed concept is known under its new id, without a word."""
    found = wishes("target=a&known=old")
    assert (found.question.known, found.notices) == (("c",), ())


def test_names_are_looked_up(graph: ConceptGraph) -> None:
    """A typed name is the concept that goes by it, in any case or by another name; of likely ones some are offered."""
    assert wishes("q=Self-Attention&knows=dot product", graph).question == parse(
        FindPath, {"target": ["self-attention"], "known": ["dot-product"]}
    )
    assert wishes("q=CNN&target=token", graph).question.target == ("token", "convolutional-network")
    (notice,) = wishes("q=transfrmer", graph).notices
    assert (notice.field, notice.offers[0]) == ("target", "transformer")


def test_hours_are_minutes() -> None:
    """A form asks for hours, with a point or a comma; the address holds minutes."""
    assert wishes("target=a&hours=1.5").question.minutes == 90
    assert wishes("target=a&hours=1,5&minutes=7").question.minutes == 90


def test_a_new_order_is_free() -> None:
    """The order kept is that of what is done alone, once another order is asked for."""
    kept = wishes("target=a&keep=c,b,a&known=c&order=connected&was=connected").question.keep
    assert kept == ("c", "b", "a")
    assert wishes("target=a&keep=c,b,a&known=b&order=easy-first&was=connected").question.keep == ("c", "b")


def test_weights_go_with_their_targets() -> None:
    """Weights for other targets than there are are left out."""
    assert wishes("target=a,d&weight=1,2").question.weight == (1, 2)
    assert wishes("target=a&weight=1,2").question.weight == ()


def test_ticks_of_a_checklist_are_known() -> None:
    """What is ticked in a Markdown checklist counts as known."""
    assert wishes("target=a&ticked=- [x] C <!-- kg:c -->").question.known == ("c",)


@given(st.lists(st.sampled_from("abcde"), unique=True))
def test_the_least_that_is_known(ids: list[str]) -> None:
    """Fewer concepts stand for the same knowledge; none of them comes with the others."""
    found = least(SMALL, ids)
    assert known(SMALL, found) == known(SMALL, ids)
    assert all(one not in known(SMALL, [other for other in found if other != one]) for one in found)


def test_the_least_plans_the_same(graph: ConceptGraph) -> None:
    """In the hub's own data a plan from the least is that from all that is known."""
    ids = ["vector", "matrix", "dot-product", "function", "matrix-multiplication"]
    paths = [answer(graph, FindPath(target=("transformer",), known=tuple(one))) for one in (ids, least(graph, ids))]
    assert paths[0]["steps"] == paths[1]["steps"]
    assert len(least(graph, ids)) < len(ids)
