"""The fewest minutes that reach some targets, by CP-SAT of OR-Tools, a solver that learns clauses from conflicts."""

from collections.abc import Collection

from ortools.sat.python import cp_model

from kg.paths.requirements import Requirements, strongly_connected

LIMIT = 60.0  # seconds, of one worker


def fewest(needs: Requirements, region: Collection[int], wanted: Collection[int]) -> int | None:
    """The fewest minutes of a selection within a region, all of which can be learnt; none where that is not proved.

    Each concept is a Boolean and has, where it may lead back to itself, a place in the order that it is learnt in.
    """
    model = cp_model.CpModel()
    nodes = sorted(region)
    taken = {node: model.new_bool_var("") for node in nodes}
    component = dict(zip(nodes, strongly_connected(needs, nodes), strict=True))
    place = {node: model.new_int_var(0, len(nodes), "") for node in nodes}
    for node in nodes:
        for other in needs.essential[node]:
            model.add_implication(taken[node], taken[other])
            if component[other] == component[node]:
                model.add(place[other] < place[node]).only_enforce_if(taken[node])
        for group in needs.groups[node]:
            uses = []
            for option in filter(taken.__contains__, group.options):
                use = taken[option]
                if component[option] == component[node]:
                    use = model.new_bool_var("")
                    model.add_implication(use, taken[option])
                    model.add(place[option] < place[node]).only_enforce_if(use)
                uses.append(use)
            model.add(sum(uses) >= group.need).only_enforce_if(taken[node])
    model.add_bool_and([taken[node] for node in wanted])
    model.minimize(sum(needs.minutes[node] * taken[node] for node in nodes))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = LIMIT
    return int(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None
