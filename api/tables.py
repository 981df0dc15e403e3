"""Answers as tables for a terminal."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.questions import Annotate, Connect, FindPath, Frontier, Placement, Question, ReadConcept


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0)
    )
    for column in columns:
        table.add_column(column, header_style="dim", justify="right" if column in _NUMBERS else "left")
    return table


_NUMBERS = {"", "min", "sum", "unlocks", "number", "blocking", "delay", "complexity", "centrality", "own", "targets"}


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
        label = f"{step['concept']['label']}{' (optional)' if step.get('optional') else ''}"
        _row(table, step["position"], label, minutes_shown, step["minutes_so_far"], step["because"])
    parts: list[RenderableType] = [table]
    if any(step.get("assumed") for step in answer["steps"]):
        parts.append(Text("* nobody has judged this; the hub's default is taken", style="dim"))
    parts += [Text(f"Choice for {choice['for']}: {choice['because']}") for choice in answer["choices"]]
    if answer["skipped"]:
        parts.append(Text(f"Known already: {', '.join(answer['skipped'])}", style="dim"))
    parts += [Text(line, style="dim") for line in _remarks(answer)]
    return Group(*parts)


def _remarks(answer: Mapping[str, Any]) -> Iterable[str]:
    """What else there is to say of a path, a line each."""
    if answer["left_out"]:
        yield f"Left out: {', '.join(answer['left_out'])}; {answer['budget']['sufficient']} minutes reach it all"
    if answer["unused"]:
        yield f"Had nothing to do with it: {', '.join(answer['unused'])}"
    if "cost" in answer:
        yield f"Beside the path without these wishes: {answer['cost']['minutes']:+} minutes"
    if "calendar" in answer and answer["calendar"]["finish"]:
        yield f"Finished on {answer['calendar']['finish']}"
    for old, new in answer["renamed"].items():
        yield f"{old} is now called {new}"
    sure = answer["proof"]["order"] == "optimal"
    order = "no order is better" if sure else f"this order is at most {answer['proof']['gap']} from the best"
    chosen = "no choice is better" if answer["proof"]["set"] == "optimal" else "the choice may be bettered"
    yield f"By {answer['order']}: {chosen}, {order}"


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


def placement(answer: Mapping[str, Any]) -> RenderableType:
    """What to ask a learner next, or what they know."""
    sure = Text(f"{answer['confidence']:.0%} of the concepts are likely placed rightly.", style="dim")
    if "ask" not in answer:
        known = ",".join(answer["known"])
        go_on = f"kg path {','.join(answer['targets'])}{f' --known {known}' if known else ''}"
        said = Text(f"Known: {', '.join(answer['known']) or 'nothing of it yet'}")
        return Group(said, sure, Text(f"Go on with: {go_on}"))
    asked = answer["ask"]
    return Group(
        Text(f"Do you know “{asked['label']}”?", style="bold"),
        Text(asked["definition"] or ""),
        Text(f"Add one of {asked['id']}:yes, {asked['id']}:no, {asked['id']}:unsure to --answers."),
        Text(f"Questions to come, about: {answer['remaining']}", style="dim"),
        sure,
    )


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


def mentions(answer: Mapping[str, Any]) -> RenderableType:
    """The mentions in a document, each with the concept it would be linked to, or why not."""
    table = _table(f"Mentions ({answer['total']}, to be linked: {answer['links']})", "at", "text", "concept", "link")
    for one in answer["mentions"]:
        named = one["candidates"] if one["concept"] is None else [one["concept"]]
        _row(table, one["start"], one["text"], " or ".join(x["label"] for x in named), one.get("why_not", "yes"))
    more = [Text("There are more than are listed.", style="dim")] if answer["truncated"] else []
    return Group(table, *more)


_LISTS = {
    "orphans": "related to nothing",
    "undefined": "without a definition",
    "unjudged": "without minutes",
    "untaught": "that no page teaches",
    "unsupported": "without quote or source",
    "unexplained": "without a reason",
    "unverified": "sections whose quotes were never checked",
    "redundant": "that others imply",
    "contradictions": "next against what is required",
}


def report(answer: Mapping[str, Any]) -> RenderableType:
    """What editors may want to look at."""
    totals = ", ".join(f"{name}: {number}" for name, number in answer["totals"].items())
    findings = _table("Findings", "number", "what", "the first")
    for name, meaning in _LISTS.items():
        items = [one.get("relation", one) for one in answer[name]["items"][:5]]
        first = [one["id"] if "id" in one else f"{one['page']}#{one['section']}" for one in items]
        _row(findings, answer[name]["total"], meaning, ", ".join(first))
    whole = answer["curriculum"]
    measures = ("blocking", "delay", "complexity", "centrality")
    blocking = _table("What blocks most", "concept", *measures)
    for one in whole["concepts"]:
        _row(blocking, one["concept"]["label"], *(one[name] for name in measures))
    _row(blocking, "of the whole", *(whole[name] for name in measures))
    chain = " → ".join(one["label"] for one in whole["longest"]["items"])
    long = _table(f"Over {answer['long_paths']['over']} minutes ({answer['long_paths']['total']})", "concept", "min")
    for one in answer["long_paths"]["items"]:
        _row(long, one["concept"]["label"], one["minutes"])
    parts: list[RenderableType] = [Text(totals), findings, blocking]
    parts += [Text(f"Longest chain ({whole['longest']['total']}): {chain}"), *_bottlenecks(answer["bottlenecks"]), long]
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def _bottlenecks(found: Mapping[str, Any]) -> list[Table]:
    """What is learnt for one requirement alone, and for the requirements of one concept alone."""
    facts = ("own", "min", "targets")
    relations = _table("Requirements that alone force most", "requirement", *facts)
    for one in found["relations"]:
        _row(relations, one["relation"]["id"], one["own"], one["minutes"], one["targets"])
    concepts = _table("Concepts whose requirements force most", "concept", *facts)
    for one in found["concepts"]:
        _row(concepts, one["concept"]["label"], one["own"], one["minutes"], one["targets"])
    return [relations, concepts]


def dominators(found: Mapping[str, Any]) -> RenderableType:
    """What every way to a target holds."""
    table = _table(f"Every way to {found['target']['label']} holds", "concept", "min", "why")
    for name, meaning in (("always", "required"), ("anyway", "whatever is chosen")):
        for one in found[name]:
            _row(table, one["label"], one["minutes"], meaning)
    return Group(table, Text(f"{found['minutes']} of the {found['cheapest']} minutes that the cheapest way takes"))


def effect(found: Mapping[str, Any]) -> RenderableType:
    """What new data does to all learning paths, those first that it changes most."""
    lists = {"added": "new", "removed": "gone", "left": "with choices, and not planned for"}
    parts: list[RenderableType] = [Text(f"{name}: {_some(found[key])}") for key, name in lists.items() if found[key]]
    parts += [Text(f"{old} is now called {new}") for old, new in found["renamed"].items()]
    changes = found["changes"]
    if not changes:
        return Group(*parts, Text(f"None of {found['compared']} paths changes."))
    table = _table(f"Paths that change ({len(changes)} of {found['compared']})", "target", "min", "gained", "lost")
    for one in changes[:_MOST]:
        before, after = ("no way" if one[key] is None else one[key] for key in ("before", "after"))
        _row(table, one["target"], f"{before} → {after}", _some(one["gained"]), _some(one["lost"]))
    if len(changes) > _MOST:
        _row(table, f"… {len(changes)} in all", None, None, None)
    return Group(*parts, table)


def _some(names: Sequence[str]) -> str:
    """The first of some names, and how many there are if these are not all."""
    return ", ".join([*names[:10], *([f"… {len(names)} in all"] if len(names) > 10 else [])])


_MOST = 100


FINDINGS: Mapping[str, Callable[[Mapping[str, Any]], RenderableType]] = {
    "report": report,
    "dominators": dominators,
    "effect": effect,
}

TABLES: Mapping[type[Question], Callable[[Mapping[str, Any]], RenderableType]] = {
    ReadConcept: concept,
    FindPath: path,
    Frontier: frontier,
    Placement: placement,
    Connect: connections,
    Annotate: mentions,
}
