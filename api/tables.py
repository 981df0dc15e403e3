"""Answers as tables for a terminal."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.questions import Connect, FindPath, Frontier, Question, ReadConcept


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for column in columns:
        table.add_column(column, header_style="dim", justify="right" if column in _NUMBERS else "left")
    return table


_NUMBERS = {"", "min", "sum", "unlocks"}


def _row(table: Table, *cells: object) -> None:
    table.add_row(*(Text("" if cell is None else str(cell)) for cell in cells))


def _evidence(items: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"“{item['quote']}” ({item['page']}#{item['section']})" if "quote" in item else item["citation"]
        for item in items
    )


def concept(answer: Mapping[str, Any]) -> RenderableType:
    """A concept: its definition, and its relations with reason and evidence."""
    facts = [f"{answer['kind']} · {answer['id']}"]
    if answer["minutes"] is not None:
        facts.append(f"{answer['minutes']} min")
    if answer["difficulty"] is not None:
        facts.append(f"difficulty {answer['difficulty']} of 5")
    also = [name for names in answer["also"].values() for name in names]
    parts: list[RenderableType] = [Text(answer["label"], style="bold"), Text(" · ".join(facts), style="dim")]
    if also:
        parts.append(Text(f"also: {', '.join(also)}", style="dim"))
    parts.append(Padding(Text(answer["definition"] or ""), (0, 0, 1, 0)))
    for title, groups in (("Relations", answer["relations"]), ("Relations to it", answer["inverse"])):
        if groups:
            table = _table(title, "type", "concept", "why", "evidence")
            for type_, group in groups.items():
                for item in group["items"]:
                    why = item["why"] if item.get("strength") != "helpful" else f"(helpful) {item['why']}"
                    _row(table, type_, item["concept"]["label"], why, _evidence(item["evidence"]))
                if group["next"]:
                    _row(table, type_, f"… {group['total']} in all", None, None)
            parts += [table, Text()]
    if answer["outcomes"]:
        parts.append(Text("When it is learnt: " + "; ".join(answer["outcomes"])))
    return Group(*parts)


def path(answer: Mapping[str, Any]) -> RenderableType:
    """A learning path, step by step, and the choices made."""
    hours, minutes = divmod(answer["minutes"], 60)
    if not answer["steps"]:
        return Text("Nothing is left to learn.")
    table = _table(f"{len(answer['steps'])} steps, {hours} h {minutes:02} min", "", "concept", "min", "sum", "because")
    for step in answer["steps"]:
        minutes_shown = f"{step['minutes']}{'*' if step.get('assumed') else ''}"
        _row(table, step["position"], step["concept"]["label"], minutes_shown, step["minutes_so_far"], step["because"])
    parts: list[RenderableType] = [table]
    if any(step.get("assumed") for step in answer["steps"]):
        parts.append(Text("* nobody has judged this; the hub's default is taken", style="dim"))
    parts += [Text(f"Choice for {choice['for']}: {choice['because']}") for choice in answer["choices"]]
    if answer["skipped"]:
        parts.append(Text(f"Known already: {', '.join(answer['skipped'])}", style="dim"))
    for old, new in answer["renamed"].items():
        parts.append(Text(f"{old} is now called {new}", style="dim"))
    return Group(*parts)


def frontier(answer: Mapping[str, Any]) -> RenderableType:
    """What can be learnt next."""
    parts: list[RenderableType] = []
    ready = _table(f"Ready to learn ({answer['totals']['ready']})", "concept", "min", "unlocks", "definition")
    for item in answer["ready"]:
        _row(ready, item["label"], item["minutes"], item["unlocks"], item["definition"])
    parts.append(ready)
    if answer["one_away"]:
        away = _table(f"One away ({answer['totals']['one_away']})", "concept", "missing")
        for item in answer["one_away"]:
            _row(away, item["concept"]["label"], " or ".join(item["missing"]))
        parts += [Text(), away]
    if answer["just_learned"]:
        last = ", ".join(item["label"] for item in answer["just_learned"])
        parts += [Text(), Text(f"Learnt last: {last}", style="dim")]
    return Group(*parts)


def connections(answer: Mapping[str, Any]) -> RenderableType:
    """How two concepts hang together, chain by chain, in sentences."""
    names = f"{answer['from']['label']} and {answer['to']['label']}"
    if not answer["connections"]:
        return Text(
            f"{names}: no connection" + ("." if answer["complete"] else " was found before the search was cut off.")
        )
    if not answer["length"]:
        return Text("The two are one concept.")
    parts: list[RenderableType] = []
    for chain in answer["connections"]:
        table = _table("", "", "step", "why", "evidence")
        for place, step in enumerate(chain, 1):
            relation = step["relation"]
            _row(table, place, step["sentence"], relation["why"], _evidence(relation["evidence"]))
        parts += [table, Text()]
    return Group(*parts[:-1])


TABLES: Mapping[type[Question], Callable[[Mapping[str, Any]], RenderableType]] = {
    ReadConcept: concept,
    FindPath: path,
    Frontier: frontier,
    Connect: connections,
}
