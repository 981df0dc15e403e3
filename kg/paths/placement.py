"""Where to start: what to ask a learner next, and what the answers so far tell of what is known.

Before the first answer each knowledge state of what the targets may come to require is as likely as any other. A
learner says no to what is known with the chance of a slip, and yes to what is not with the chance of a guess, and
each answer weighs the states by that (Falmagne and Doignon, A class of stochastic procedures for the assessment
of knowledge, 1988). The next question is the one whose answer is expected to tell most about the state in bits: without
slips and guesses, the one that comes nearest to halving the states.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from kg.paths.diagram import diagram, weigh
from kg.paths.knowledge import Beliefs, Likelihood, Space, entropy, largest

NEVER = 1e-9  # a slip or a guess that is less likely is taken for none

_EQUAL = 9  # the digits to which what is equal but for rounding is so


@dataclass(frozen=True)
class Placement:
    """What to `ask` next by number, nothing where all is decided, and what is more likely `known` than not.

    `remaining` is about how many questions are still to come, `confidence` the share of the concepts that `known` is
    expected to be right about, `exact` whether all states were counted.
    """

    ask: int | None
    known: tuple[int, ...]
    remaining: int
    confidence: float
    exact: bool


def weights(space: Space, answers: Mapping[int, bool], slip: float, guess: float) -> list[Likelihood]:
    """How likely the answers are for each concept of a space, where it is not known and where it is."""
    slip, guess = (0.0 if chance < NEVER else chance for chance in (slip, guess))
    by_answer = {None: (1.0, 1.0), True: (guess, 1 - slip), False: (1 - guess, slip)}
    return [by_answer[answers.get(node)] for node in space.nodes]


def misfits(space: Space, likelihoods: Sequence[Likelihood]) -> list[int]:
    """The concepts, by number, that are certainly known by the answers and that no state holds which fits the others."""
    inside = largest(space, likelihoods)
    return [node for node, (no, _), able in zip(space.nodes, likelihoods, inside, strict=True) if no == 0 and not able]


def believe(space: Space, likelihoods: Sequence[Likelihood]) -> Beliefs:
    """How likely each concept is known: by all states where they can be counted, else by samples of them.

    Some state must fit the likelihoods (`misfits` finds none).
    """
    levels = diagram(space, likelihoods)
    if levels is not None:
        return weigh(levels, likelihoods)
    from kg.paths.chains import sample

    return sample(space, likelihoods)


def place(space: Space, answers: Mapping[int, bool], slip: float, guess: float) -> Placement:
    """What to ask next, and what is known, by answers that some state fits (`misfits` finds none).

    A concept is decided when it is as sure as one answer would make what was even. Of what is not decided and has
    not been asked, that is asked which tells most, ties by rank; the placement ends where there is none. Where no
    answer is a slip or a guess, it ends with the true state: as long as two states are left, something is undecided.
    About as many questions remain as the states have bits, and no more than there are concepts to ask about.
    """
    likelihoods = weights(space, answers, slip, guess)
    chances, bits, exact = believe(space, likelihoods)
    surely, hardly = (round(odds, _EQUAL) for odds in ((1 - slip) / (1 - slip + guess), slip / (1 - guess + slip)))
    open_ = [
        (round(_told(chance, slip, guess), _EQUAL), -node)
        for node, chance in zip(space.nodes, chances, strict=True)
        if node not in answers and hardly < round(chance, _EQUAL) < surely
    ]
    known = _closed(space, [round(chance, _EQUAL) > 0.5 for chance in chances])
    right = sum(chance if yes else 1 - chance for chance, yes in zip(chances, known, strict=True))
    return Placement(
        -max(open_)[1] if open_ else None,
        tuple(sorted(node for node, yes in zip(space.nodes, known, strict=True) if yes)),
        min(len(open_), max(1, ceil(round(bits, _EQUAL)))),
        right / len(known) if known else 1.0,
        exact,
    )


def _closed(space: Space, known: list[bool]) -> list[bool]:
    """What is known with all that it essentially requires; chances that are rounded may leave some of it out."""
    for node in reversed(range(len(known))):
        for clause in space.clauses[node]:
            if known[node] and len(clause) == 1:
                known[clause[0]] = True
    return known


def _told(chance: float, slip: float, guess: float) -> float:
    """How much an answer tells about the state, in bits, by the chance that the concept is known."""
    yes = chance * (1 - slip) + (1 - chance) * guess
    return entropy(yes) - chance * entropy(slip) - (1 - chance) * entropy(guess)
