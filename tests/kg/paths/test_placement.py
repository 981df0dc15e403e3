"""Where to start: the questions that are asked, and where they lead."""

from collections.abc import Callable
from math import log2
from random import Random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.paths.knowledge import Space
from kg.paths.placement import Placement, believe, misfits, place, weights
from tests.build import SEEDS, curricula, graph
from tests.kg.paths import spaces
from tests.kg.paths.spaces import State
from tests.test_real import METACADEMY, published, read


def placed(
    space: Space, reply: Callable[[int], bool], slip: float = 0, guess: float = 0
) -> tuple[Placement, dict[int, bool], list[Placement]]:
    """A placement to its end: how it ends, the replies, and what stood before each."""
    replies: dict[int, bool] = {}
    steps = []
    while (found := place(space, replies, slip, guess)).ask is not None:
        assert found.ask not in replies
        replies[found.ask] = reply(found.ask)
        steps.append(found)
    return found, replies, steps


def truthful(space: Space, state: State) -> Callable[[int], bool]:
    """The replies of a learner in a state who makes no mistake."""
    known = dict(zip(space.nodes, state, strict=True))
    return lambda node: known[node]


def half_split(states: list[State], truth: State) -> int:
    """How many questions it takes to find a state, if each splits those that are left as evenly as may be."""
    asked = 0
    while len(states) > 1:
        counts = [sum(state[n] for state in states) for n in range(len(truth))]
        best = min(range(len(truth)), key=lambda n: (abs(2 * counts[n] - len(states)), n))
        states = [state for state in states if state[best] == truth[best]]
        asked += 1
    return asked


# -- without mistakes


@given(curricula(loops=False), st.data())
@settings(max_examples=60)
def test_it_ends_with_the_true_state(found: Catalog, data: st.DataObject) -> None:
    """A learner who makes no mistake is placed in just the state they are in, and is surely so. Nothing is asked whose
    answer follows from those before, so there are at most as many questions as concepts.
    """
    built = ConceptGraph.of(found)
    space = spaces.of(built)
    states = spaces.states(space)
    truth = data.draw(st.sampled_from(states))
    end, replies, steps = placed(space, truthful(space, truth))
    assert end.known == tuple(sorted(node for node, known in zip(space.nodes, truth, strict=True) if known))
    assert (end.ask, end.remaining, end.exact) == (None, 0, True)
    assert end.confidence == pytest.approx(1)
    for asked, step in zip(replies, steps, strict=True):
        at = space.nodes.index(asked)
        assert {state[at] for state in states} == {True, False}
        states = [state for state in states if state[at] == replies[asked]]
        assert 1 <= step.remaining <= len(space.nodes)
    assert states == [truth]
    assert len(replies) <= len(space.nodes)


@pytest.mark.parametrize("choices", [False, True])
def test_it_takes_as_few_questions_as_halving_all_states(choices: bool) -> None:
    """Over all states of 20 spaces of 7 concepts, the mean number of questions is at least the logarithm of the number of
    states, and at most a twentieth above that of splitting the list of all states in halves.
    """
    ours, halves = [], []
    for seed in range(20):
        space = spaces.drawn(Random(seed), 7, choices=choices)
        states = spaces.states(space)
        counts = [len(placed(space, truthful(space, state))[1]) for state in states]
        assert mean(counts) >= log2(len(states)) - 1e-9
        ours.append(mean(counts))
        halves.append(mean(half_split(states, state) for state in states))
    assert mean(ours) <= 1.05 * mean(halves)


def test_what_remains_is_about_right() -> None:
    """How many questions remain is foretold to within one on average, with mistakes and without (seeded simulation)."""
    random = Random(3)
    for slip, guess in ((0.0, 0.0), (0.05, 0.1)):
        errors = []
        for seed in range(40):
            space = spaces.drawn(Random(seed), 10)
            state = random.choice(spaces.states(space))
            _, replies, steps = placed(space, mistaken(space, state, slip, guess, random), slip, guess)
            errors += [abs(step.remaining - (len(replies) - n)) for n, step in enumerate(steps)]
        assert mean(errors) < 1


# -- with mistakes


def mistaken(space: Space, state: State, slip: float, guess: float, random: Random) -> Callable[[int], bool]:
    """The replies of a learner in a state who slips and guesses."""
    known = dict(zip(space.nodes, state, strict=True))
    return lambda node: random.random() >= slip if known[node] else random.random() < guess


@pytest.mark.parametrize(("slip", "guess"), [(0.02, 0.05), (0.05, 0.1), (0.1, 0.2)])
def test_learners_who_slip_and_guess_are_placed(slip: float, guess: float) -> None:
    """Of 120 simulated learners in states of 12 concepts, drawn evenly, fewer concepts are placed wrongly than if each
    were asked about and every reply believed, by three questions of four; and the share of them is what `confidence`
    says to within 0.01.
    """
    random = Random(11)
    wrong, claimed, believed, asked = [], [], [], []
    for seed in range(30):
        space = spaces.drawn(Random(seed), 12)
        for state in random.choices(spaces.states(space), k=4):
            end, replies, _ = placed(space, mistaken(space, state, slip, guess, random), slip, guess)
            known = [node in end.known for node in space.nodes]
            wrong.append(mean(one != other for one, other in zip(known, state, strict=True)))
            claimed.append(1 - end.confidence)
            believed.append(mean(slip if known else guess for known in state))
            asked.append(len(replies))
    assert mean(wrong) < 0.85 * mean(believed)
    assert mean(wrong) == pytest.approx(mean(claimed), abs=0.01)
    assert mean(asked) < 9


@given(SEEDS, st.floats(0, 0.49), st.floats(0, 0.49))
def test_a_yes_never_speaks_against_a_concept(seed: int, slip: float, guess: float) -> None:
    """Whoever says yes is believed to know the concept at least as much as before, who says no at most as much."""
    random = Random(seed)
    space = spaces.drawn(random, 7)
    node = random.randrange(7)
    others = {other: random.random() < 0.5 for other in random.sample(range(7), 3) if other != node}

    def chance(answers: dict[int, bool]) -> float | None:
        likelihoods = weights(space, answers, slip, guess)
        return None if misfits(space, likelihoods) else believe(space, likelihoods).chances[node]

    before, yes, no = chance(others), chance({**others, node: True}), chance({**others, node: False})
    if before is not None:
        assert yes is None or yes >= before - 1e-9
        assert no is None or no <= before + 1e-9


@given(SEEDS, st.floats(0.001, 0.49), st.floats(0.001, 0.49))
def test_what_is_known_is_closed(seed: int, slip: float, guess: float) -> None:
    """Whatever was answered, with each concept that is known so is all that it essentially requires."""
    random = Random(seed)
    space = spaces.drawn(random, 9)
    answers = {node: random.random() < 0.5 for node in range(9) if random.random() < 0.5}
    found = place(space, answers, slip, guess)
    for node in found.known:
        assert all(len(clause) > 1 or clause[0] in found.known for clause in space.clauses[node])
    expected = spaces.marginals(spaces.posterior(space, weights(space, answers, slip, guess)))
    assert {n for n, p in enumerate(expected) if p > 0.5 + 1e-6} <= set(found.known)
    assert set(found.known) <= {n for n, p in enumerate(expected) if p > 0.5 - 1e-6}
    assert found.confidence == pytest.approx(mean(max(p, 1 - p) for p in expected), abs=1e-6)


@given(SEEDS, st.floats(0.001, 0.4), st.floats(0.001, 0.4))
@settings(max_examples=60)
def test_the_question_that_tells_most_is_asked(seed: int, slip: float, guess: float) -> None:
    """Of the questions that may be asked, none leaves less entropy of the states on average over its two answers."""
    random = Random(seed)
    space = spaces.drawn(random, 6)
    answers = {node: random.random() < 0.5 for node in range(6) if random.random() < 0.3}
    found = place(space, answers, slip, guess)
    if found.ask is None:
        return

    def left(node: int) -> float:
        before = spaces.marginals(spaces.posterior(space, weights(space, answers, slip, guess)))[node]
        yes = before * (1 - slip) + (1 - before) * guess
        after = [
            entropy(spaces.posterior(space, weights(space, {**answers, node: r}, slip, guess))) for r in (True, False)
        ]
        return yes * after[0] + (1 - yes) * after[1]

    undecided = [node for node in range(6) if node not in answers and undecided_(space, answers, slip, guess, node)]
    assert found.ask in undecided
    assert left(found.ask) <= min(map(left, undecided)) + 1e-6


def entropy(posterior: dict[State, float]) -> float:
    """The entropy of a distribution in bits."""
    return -sum(p * log2(p) for p in posterior.values() if p)


def undecided_(space: Space, answers: dict[int, bool], slip: float, guess: float, node: int) -> bool:
    """Whether a concept is less sure than one answer makes what was even."""
    chance = spaces.marginals(spaces.posterior(space, weights(space, answers, slip, guess)))[node]
    return slip / (slip + 1 - guess) - 1e-6 < chance < (1 - slip) / (1 - slip + guess) + 1e-6


# -- edges


def test_answers_that_no_state_fits() -> None:
    """What was surely answered with yes and cannot be known is named; where mistakes are allowed for, all fits."""
    space = spaces.of(graph("a requires b", "c requires-any 1 of d e"))
    names = graph("a requires b", "c requires-any 1 of d e").numbers
    answers = {names["a"]: True, names["b"]: False, names["c"]: True, names["d"]: False}
    assert misfits(space, weights(space, answers, 0, 0)) == [names["a"]]
    assert sorted(misfits(space, weights(space, {**answers, names["e"]: False}, 0, 0))) == sorted(
        names[id] for id in "ac"
    )
    assert misfits(space, weights(space, answers, 0.01, 0)) == []
    assert misfits(space, weights(space, answers, 0, 0.01)) == []


def test_nothing_to_ask_about() -> None:
    """Of no concepts nothing is known, and surely."""
    assert place(Space((), ()), {}, 0.05, 0.1) == Placement(None, (), 0, 1.0, exact=True)


@pytest.mark.parametrize(("reply", "known"), [(True, (0,)), (False, ())])
def test_a_target_that_requires_nothing(reply: bool, known: tuple[int, ...]) -> None:
    """One question decides about a single concept."""
    space = spaces.of(graph("a"), "a")
    assert place(space, {}, 0.05, 0.1).ask == 0
    assert place(space, {}, 0.05, 0.1).remaining == 1
    end = place(space, {0: reply}, 0.05, 0.1)
    assert (end.ask, end.known, end.remaining) == (None, known, 0)


def test_a_yes_to_the_target_is_almost_enough() -> None:
    """Whoever knows the end of a chain knows all of it."""
    built = graph("d requires c", "c requires b", "b requires a")
    space = spaces.of(built, "d")
    end = place(space, {built.numbers["d"]: True}, 0, 0)
    assert (end.ask, len(end.known)) == (None, 4)
    assert len(place(space, {built.numbers["d"]: True}, 0.05, 0.1).known) == 4


def test_where_states_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a diagram the placement goes on by samples, says so, and still finds the true state where no mistakes
    are made; for when few states are left, they are counted again.
    """
    space = spaces.drawn(Random(2), 30, choices=False)
    monkeypatch.setattr("kg.paths.placement.diagram", few)
    state: list[bool] = []
    random = Random(4)
    for clauses in space.clauses:
        state.append(random.random() < 0.8 and all(any(state[o] for o in clause) for clause in clauses))
    end, replies, steps = placed(space, truthful(space, tuple(state)))
    assert end.known == tuple(node for node, known in enumerate(state) if known)
    assert [steps[0].exact, end.exact] == [False, True]
    assert len(replies) < 30


def few(space: Space, likelihoods: object) -> object:
    """The diagram, if it has 80 nodes at most."""
    from kg.paths.diagram import diagram

    return diagram(space, likelihoods, most=80)  # type: ignore[arg-type]


def test_metacademy() -> None:
    """On every tenth target of Metacademy's content repository all states are counted, the true state is found, and the
    mean number of questions is no more than a twentieth above the mean logarithm of the number of states.
    """
    built = ConceptGraph.of(read(published(METACADEMY)))
    random = Random(1)
    asked, bits = [], []
    for target in list(built)[::10]:
        space = spaces.of(built, target)
        state: list[bool] = []
        for clauses in space.clauses:
            state.append(random.random() < 0.9 and all(state[clause[0]] for clause in clauses))
        end, replies, _ = placed(space, truthful(space, tuple(state)))
        assert end.exact
        assert set(end.known) == {node for node, known in zip(space.nodes, state, strict=True) if known}
        asked.append(len(replies))
        bits.append(believe(space, weights(space, {}, 0, 0)).bits)
    assert mean(asked) <= 1.05 * mean(bits) + 0.5
