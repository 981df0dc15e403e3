"""words: what is said of a path, plainly and cut to a length that can be read."""

from typing import Any

import pytest
from hypothesis import given

from kg.answers.shapes import PathAnswer
from kg.formats import words
from tests.kg.formats.paths import calendar, full, line, path, paths, step

PEN = words.Pen(str.upper, str)


def test_totals_say_what_there_is() -> None:
    """Steps, time, what is optional, what is assumed, when it ends; or that nothing is left."""
    steps = [step(1, "a", minutes=45), step(2, "b", optional=True, assumed=True), step(3, "c", optional=True)]
    assert words.totals(path(steps[:1])) == "1 step, 45 min."
    told = words.totals(path(steps, calendar=calendar(steps, "2026-05-30T09:00")))
    assert told == (
        "3 steps, 1 h 45 min. 2 of them are optional. The time of 1 of them is only the hub's default. "
        "Finished on 2026-06-01 (Europe/Berlin)."
    )
    assert words.totals(path([])) == "Nothing is left to learn."


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {"proof": {"set": "optimal", "order": "optimal", "bound": 9, "gap": 0}},
            (
                "No other selection of concepts gets there in less time; that is proved."
                " The order has 9 steps of waiting between learning a thing and using it; it is proved that no order has fewer."
            ),
        ),
        (
            {"proof": {"set": "bounded", "order": "bounded", "bound": 1, "gap": 2}, "order": "few-switches"},
            (
                "A selection that takes less time may exist; the search was cut off before it could be ruled out. "
                "The order has 3 changes of topic; it is proved that no order has fewer than 1."
            ),
        ),
        (
            {
                "proof": {"set": "bounded", "order": "optimal", "bound": 1, "gap": 0},
                "order": "few-open",
                "budget": {"minutes": 90, "sufficient": 120, "value": 7, "bound": 9, "gap": 2, "next_hour": []},
            },
            (
                "Something else that fits into 1 h 30 min may be worth up to 2 more than this, which is worth 7. "
                "The order has 1 thing to keep in mind at once; it is proved that no order has fewer."
            ),
        ),
    ],
)
def test_proofs_are_told_in_words(facts: dict[str, Any], told: str) -> None:
    """Of the selection, or of what fits a budget, and of the order; never more than was proved."""
    assert words.proof(path([step(1, "a"), step(2, "b")], **facts)) == told


def test_nothing_is_proved_of_nothing() -> None:
    """An empty path has no proof, and one step no order."""
    assert words.proof(path([])) == ""
    assert words.proof(path([step(1, "a")])).count("proved") == 1


def test_each_step_says_what_it_needs_unlocks_and_leads_to() -> None:
    """What is known is marked; a chain of two is told by the reason already."""
    one = step(2, "b", ["a", "k"], unlocks=["c"], chain=["b", "c", "d"])
    places = {"a": 1, "b": 2, "c": 3, "d": 4}
    assert words.reasons(one, PEN, places) == [
        ("Needs", "A, K (known)"),
        ("Unlocks", "C"),
        ("Leads to", "C → D"),
    ]
    assert words.reasons(step(1, "a", chain=["a", "d"]), PEN, places) == []


def test_long_lists_are_cut_and_say_so() -> None:
    """A dozen names, then how many more; of a chain also the end."""
    found = dict(words.reasons(line(100, 40)["steps"][50], PEN, {}))
    assert found["Unlocks"].endswith("C62 and 28 more")
    assert found["Leads to"].endswith("C61 → (37 more) → C99")
    assert found["Leads to"].count("→") == 12
    ways = [{"ids": ["x"], "extra_minutes": k} for k in range(9)]
    choice = {"for": "t", "group": "g", "chosen": ["y"], "instead_of": ways, "because": "It is short."}
    (section,) = words.sections(path([], choices=[choice]), PEN)
    assert section.lines == [
        "For T: It is short. Instead: X (as long); X (1 min more); X (2 min more); X (3 min more); X (4 min more); 4 more ways."
    ]
    (known,) = words.sections(path([], skipped=[f"k{k}" for k in range(999)]), PEN)
    assert known.lines[0].endswith("K199 and 799 more.")


def test_sections_name_what_is_not_a_step() -> None:
    """Choices, what is left out and what it would take, what was known, what is called otherwise now."""
    found = {section.heading: section.lines for section in words.sections(full(), PEN)}
    assert list(found) == ["Choices", "Not in this path", "Known already", "Renamed"]
    assert found["Not in this path"] == [
        "Left out: TRANSFORMER, POSITIONAL-ENCODING.",
        "Every target would take 15 h in all.",
        "With one hour more: POSITIONAL-ENCODING.",
    ]
    assert found["Known already"] == ["Known and used: VECTOR."]
    assert words.sections(path([]), PEN) == []


@given(one=paths())
def test_every_step_is_in_one_week(one: PathAnswer) -> None:
    """The weeks hold all steps, in order; with no calendar there is one group without a date."""
    found = words.weeks(one)
    assert [each for _, steps in found for each in steps] == one["steps"]
    dated = one["calendar"]["weeks"] if "calendar" in one else [None]
    assert [week for week, _ in found] == dated


def test_a_week_says_what_goes_on_in_it() -> None:
    """A step that takes longer than its week is named in the others, too."""
    steps = [step(1, "a", minutes=300), step(2, "b", minutes=300)]
    found = words.weeks(path(steps, calendar=calendar(steps, most=30)))
    told = [
        (week["week"], [each["position"] for each in one], words.besides(week, one, PEN)) for week, one in found if week
    ]
    assert told == [(1, [1], ""), (2, [2], "Also in this week: A."), (3, [], "Also in this week: B.")]


@pytest.mark.parametrize(
    ("url", "uri", "link"),
    [
        ("https://hub.example/a", "https://hub.example/id/a", "https://hub.example/a"),
        ("/concepts/a", "https://hub.example/id/a", "https://hub.example/id/a"),
        ("javascript:x", "HTTP://hub.example/id/a", "HTTP://hub.example/id/a"),
        ("/concepts/a", "urn:x:a", None),
        ("//host/a", "", None),
    ],
)
def test_links_work_elsewhere(url: str, uri: str, link: str | None) -> None:
    """A relative address would not; the concept's own one stands in."""
    assert words.link(step(1, "a", url=url, uri=uri)["concept"]) == link
