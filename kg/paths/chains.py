"""Samples of the knowledge states, where there are too many to count: Markov chains of states.

A step decides a concept anew, given all others: it is known where something known cannot do without it, unknown where
it lacks something itself, and else by its own odds (the heat bath or Gibbs sampler; Geman and Geman 1984). The
chains run side by side in the bits of 64-bit words, half of them from the largest state and half from a smallest,
and concepts that share no clause are decided at once. The random numbers are the same every time, and the
number of steps goes with the number of concepts alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from kg.paths.knowledge import Beliefs, Likelihood, Space, entropy, largest

SWEEPS = 300  # each decides every concept once
SKIPPED = 100  # of these, until the start is forgotten
WIDTH = 1024  # words for the concepts together, where these are fewer
_CHUNK = 20  # sweeps whose coins are tossed at once

_UPPER = np.uint64(0xFFFFFFFF00000000)
_SHARE = 1 << 16  # odds are drawn in steps of one in so many

_Users = list[list[tuple[int, list[int]]]]


class _Batch(NamedTuple):
    """Concepts that share no clause, in the rows from `start` to `end` of the states, and the rows they depend on.

    All lists of rows are laid one after the other, with where each begins (`..._at`). `clauses` are the options of the
    clauses, which begin at `clause_at`, those of a concept at `node_at`. `users` are the owners of the clauses
    that a concept is an option of, `others` the other options of each of those; nothing where all clauses have one.
    """

    start: int
    end: int
    clauses: Any
    clause_at: Any
    node_at: Any
    users: Any
    user_at: Any
    others: Any
    other_at: Any


def sample(space: Space, likelihoods: Sequence[Likelihood]) -> Beliefs:
    """What to believe where each state weighs the product of the likelihoods of its concepts, unknown or known.

    Some state must have a weight. No chance is quite 0 or 1, as no sample shows that there is no other state.
    """
    size = len(space.nodes)
    words = max(1, WIDTH // size)
    users, apart = _users(space), _apart(space)
    rows = [node for nodes in apart for node in nodes]
    odds = [likelihoods[node][1] / sum(likelihoods[node]) for node in rows]
    batches = _batches(space, users, apart)
    state = _start(space, users, likelihoods, rows, words)
    random = np.random.PCG64(0)
    can = np.zeros((size, words), np.uint64)
    known, able = np.zeros(size), np.zeros(size)
    for sweep in range(SWEEPS):
        if sweep % _CHUNK == 0:
            coins = _coins(random, odds, words)
        for batch in batches:
            _decide(state, can, coins[sweep % _CHUNK], batch)
        if sweep >= SKIPPED:
            able += np.bitwise_count(can).sum(axis=1)
            known += np.bitwise_count(state[:size]).sum(axis=1)
    samples = 64 * words * (SWEEPS - SKIPPED)
    bits = sum(a / samples * entropy(min(1.0, k / a)) for k, a in zip(known.tolist(), able.tolist(), strict=True) if a)
    chances = dict(zip(rows, ((known + 1) / (samples + 2)).tolist(), strict=True))
    return Beliefs(tuple(chances[node] for node in range(size)), bits, exact=False)


def _start(space: Space, users: _Users, likelihoods: Sequence[Likelihood], rows: Sequence[int], words: int) -> Any:
    """The first states by row: in half of the bits of each word the largest, in half a smallest.

    That is the largest without whatever it can do without, in turn. Two rows more are known never and always.
    """
    top = largest(space, likelihoods)
    bottom = list(top)
    for node in reversed(range(len(bottom))):
        needed = any(bottom[user] and not any(bottom[o] for o in others) for user, others in users[node])
        bottom[node] &= likelihoods[node][0] == 0 or needed
    state = np.zeros((len(rows) + 2, words), np.uint64)
    state[:-2][[top[node] for node in rows]] |= _UPPER
    state[:-2][[bottom[node] for node in rows]] |= ~_UPPER
    state[-1] = ~np.uint64(0)
    return state


def _coins(random: Any, odds: Sequence[float], words: int) -> Any:
    """Tosses for a chunk of sweeps, in words by sweep and row, even or by the odds."""
    coins = random.random_raw(_CHUNK * len(odds) * words).reshape(_CHUNK, -1, words)
    sided = [row for row, share in enumerate(odds) if share != 0.5]
    if sided:
        steps = np.array([_steps(odds[row]) for row in sided], np.uint32)[:, None, None]
        drawn = random.random_raw(_CHUNK * len(sided) * words * 16).view(np.uint16)
        tossed = drawn.reshape(_CHUNK, -1, words, 64) < steps
        coins[:, sided] = np.packbits(tossed, axis=3).view(np.uint64)[..., 0]
    return coins


def _decide(state: Any, can: Any, coins: Any, batch: _Batch) -> None:
    """Decide the concepts of a batch anew, in every chain; `can` is where they may be known."""
    rows = slice(batch.start, batch.end)
    if batch.others is None:
        able = np.bitwise_and.reduceat(state.take(batch.clauses, axis=0), batch.node_at)
        must = np.bitwise_or.reduceat(state.take(batch.users, axis=0), batch.user_at)
    else:
        met = np.bitwise_or.reduceat(state.take(batch.clauses, axis=0), batch.clause_at)
        able = np.bitwise_and.reduceat(met, batch.node_at)
        spare = np.bitwise_or.reduceat(state.take(batch.others, axis=0), batch.other_at)
        must = np.bitwise_or.reduceat(state.take(batch.users, axis=0) & ~spare, batch.user_at)
    can[rows] = able
    state[rows] = must | able & coins[rows]


def _users(space: Space) -> _Users:
    """The clauses that each concept is an option of, by their owner and other options."""
    users: _Users = [[] for _ in space.nodes]
    for node, clauses in enumerate(space.clauses):
        for clause in clauses:
            for option in clause:
                users[option].append((node, [other for other in clause if other != option]))
    return users


def _apart(space: Space) -> list[list[int]]:
    """The concepts in parts that share no clause (greedy colouring, those with most neighbours first)."""
    near: list[set[int]] = [set() for _ in space.nodes]
    for node, clauses in enumerate(space.clauses):
        for clause in clauses:
            for one in (node, *clause):
                near[one].update((node, *clause))
    batch: dict[int, int] = {}
    for node in sorted(range(len(near)), key=lambda n: (-len(near[n]), n)):
        taken = {batch.get(other) for other in near[node]}
        batch[node] = next(n for n in range(len(near)) if n not in taken)
    return [[node for node in range(len(near)) if batch[node] == n] for n in range(max(batch.values()) + 1)]


def _laid(lists: Iterable[Sequence[Any]]) -> tuple[list[Any], list[int]]:
    """Lists one after the other, none of them empty, and where each starts."""
    laid: list[Any] = []
    starts: list[int] = []
    for one in lists:
        starts.append(len(laid))
        laid += one
    return laid, starts


def _batches(space: Space, users: _Users, apart: Sequence[Sequence[int]]) -> list[_Batch]:
    """The concepts part by part, with what they depend on."""
    row = {node: n for n, node in enumerate(node for nodes in apart for node in nodes)}
    never, always = len(row), len(row) + 1
    return [
        _batch(
            row[nodes[0]],
            [[[row[option] for option in clause] for clause in space.clauses[node]] or [[always]] for node in nodes],
            [[(row[user], [row[o] for o in rest]) for user, rest in users[node]] or [(never, [])] for node in nodes],
            never,
        )
        for nodes in apart
    ]


def _batch(start: int, clauses: Sequence[list[list[int]]], users: _Users, never: int) -> _Batch:
    """A batch of the clauses of each of its concepts, and of the clauses that each is an option of."""
    options, clause_at = _laid(clause for each in clauses for clause in each)
    others, other_at = _laid(rest or [never] for each in users for _, rest in each)
    plain = len(options) == len(clause_at) and not any(rest for each in users for _, rest in each)
    return _Batch(
        start,
        start + len(clauses),
        clauses=np.array(options),
        clause_at=np.array(clause_at),
        node_at=np.array(_laid(clauses)[1]),
        users=np.array([user for each in users for user, _ in each]),
        user_at=np.array(_laid(users)[1]),
        others=None if plain else np.array(others),
        other_at=None if plain else np.array(other_at),
    )


def _steps(odds: float) -> int:
    """Odds in steps; only those that are certain are none or all of them."""
    return round(odds * _SHARE) if odds in (0, 1) else min(max(round(odds * _SHARE), 1), _SHARE - 1)
