"""Looking up labels: `kg.names` beside a bisect over a sorted list, a dictionary, and rapidfuzz's scan.

    python -m bench.names [--size N]

Labels are one to three words and a token, as many as asked for. The same queries go to both sides in turn: a
label as it is, its first letters, and a label with one mistake. The bare sides give strings, alphabetically;
ours gives hits by rank, and remembers some of what it has looked up. So both are asked twice: `first` when they were
asked other things before, but none of these, and then again, the best of three times. Each round has an index and
queries of its own. A figure is the median over the rounds of the median processor time over the queries, a ratio the
median over the rounds, between its quartiles.
"""

import argparse
import platform
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.names import MIN_LIKENESS, Entry, Names, index

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYLLABLES = "ba co de fi ga la me na or pra re si tion tra un ver".split()  # noqa: SIM905
QUERIES, SCANNED, RUNS, ROUNDS, TOP = 500, 20, 3, 11, 10


Ask = Callable[[str], object]


class Times(NamedTuple):
    """The seconds of a side by round, when it was asked first and when it was asked again."""

    first: list[float]
    again: list[float]


def labels(size: int, random: Random) -> list[str]:
    """Labels of one to three words of a vocabulary of 5,000, and a token of six hexadecimal digits."""
    words = sorted({"".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(6_000)})[:5_000]
    return [
        f"{' '.join(random.choices(words, k=random.randint(1, 3)))} {random.getrandbits(24):06x}" for _ in range(size)
    ]


def mistyped(text: str, random: Random) -> str:
    """The text with a letter dropped, doubled, replaced, or swapped with the next."""
    at = random.randrange(len(text) - 1)
    before, letter, after, rest = text[:at], text[at], text[at + 1], text[at + 2 :]
    wrong = random.choice(LETTERS)
    return before + random.choice((after, letter * 2 + after, wrong + after, after + letter)) + rest


def seconds(ask: Ask, queries: Sequence[str], runs: int = RUNS) -> list[float]:
    """The best of some runs of each query."""
    idle = min(-process_time() + process_time() for _ in range(1_000))
    best = [float("inf")] * len(queries)
    for _ in range(runs):
        for at, query in enumerate(queries):
            begin = process_time()
            ask(query)
            best[at] = min(best[at], process_time() - begin - idle)
    return best


def run(size: int) -> str:
    """The whole comparison at one size, as text."""
    random = Random(1)  # noqa: S311
    texts = labels(size, random)
    begin = process_time()
    parts = index(Entry(number, text, "en", "label") for number, text in enumerate(texts))
    built = process_time() - begin
    begin = perf_counter()
    names = Names(parts)
    opened = perf_counter() - begin
    begin = perf_counter()
    names.find(texts[0], 1)
    names.fuzzy(texts[0], 1)
    first = perf_counter() - begin

    ordered, numbers = sorted(texts), {text: number for number, text in enumerate(texts)}

    def bare(query: str) -> list[str]:
        at = bisect_left(ordered, query)
        return [text for text in ordered[at : at + TOP] if text.startswith(query)]

    def ranked(query: str) -> list[str]:
        found = ordered[bisect_left(ordered, query) : bisect_left(ordered, query + "\uffff")]
        return sorted(found, key=lambda text: (len(text), text))[:TOP]

    def scan(query: str) -> object:
        return process.extract(query, texts, scorer=OSA.normalized_similarity, score_cutoff=MIN_LIKENESS, limit=TOP)

    def queries(letters: int | None = None) -> list[str]:
        return list(dict.fromkeys(text[:letters] for text in random.sample(texts, QUERIES)))

    def wrong() -> list[str]:
        return [mistyped(text, random) for text in random.sample(texts, SCANNED)]

    lines = ["| query | ours first µs | again µs | beside | first µs | again µs | first / first | again / again |"]
    lines.append("|---|--:|--:|---|--:|--:|--:|--:|")

    def compare(
        what: str, ours: Callable[[Names, str], object], draw: Callable[[], list[str]], name: str, beside: Ask
    ) -> None:
        mine, theirs = Times([], []), Times([], [])
        for at in range(ROUNDS):
            ask = partial(ours, Names(parts))
            seconds(ask, queries(), 1)
            asked = draw()
            sides: list[tuple[Ask, Times]] = [(ask, mine), (beside, theirs)]
            for which, runs in enumerate((1, RUNS)):
                for one, times in sides[:: 1 if at % 2 else -1]:
                    times[which].append(median(seconds(one, asked, runs)))
        cells = [f"{1e6 * median(times):,.1f}" for times in (*mine, *theirs)]
        ratios = [
            _ratio([one / other for one, other in zip(*both, strict=True)]) for both in zip(mine, theirs, strict=True)
        ]
        lines.append(f"| {' | '.join((what, *cells[:2], name, *cells[2:], *ratios))} |")

    compare("exact", Names.exact, queries, "dictionary", numbers.__getitem__)
    for letters in (2, 4, 8, 12):
        for name, beside in (("bisect", bare), ("bisect and sort", ranked)):
            begun = partial(queries, letters)
            compare(f"first {letters} letters", partial(Names.prefix, limit=TOP), begun, name, beside)
    compare("one mistake", partial(Names.fuzzy, limit=TOP), wrong, "rapidfuzz scan", scan)
    sample = queries()
    typos = [mistyped(text, random) for text in sample]
    found = sum(text in {hit.text for hit in names.fuzzy(typo, TOP)} for text, typo in zip(sample, typos, strict=True))

    total = sum(map(len, parts.values()))
    return (
        f"{size:,} labels, built in {built:.1f} s of processor time, {total / size:.0f} bytes a label ({sum(map(len, texts)) / size:.0f} of "
        f"them its letters); opened in {1e6 * opened:.0f} µs, the first two questions in {1e3 * first:.0f} ms. Of the "
        f"labels with one mistake {100 * found / len(sample):.1f} % are among the first ten.\n\n"
        + "\n".join(lines)
        + f"\n\nPython {platform.python_version()}, rapidfuzz {version('rapidfuzz')}, "
        f"{platform.system()} {platform.machine()}."
    )


def _ratio(found: Sequence[float]) -> str:
    return " - ".join(f"{one:.1f}" if one > 0.1 else f"1/{1 / one:.0f}" for one in quantiles(found, n=4))


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.names", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000, help="number of labels (100000 if not given)")
    sys.stdout.write(run(parser.parse_args().size) + "\n")


if __name__ == "__main__":
    main()
