"""Looking up labels: `kg.names` beside a bisect over a sorted list, a dictionary, and rapidfuzz's scan.

    python -m bench.names [--size N]

Labels are one to three words and a token, as many as asked for. The same queries go to both sides in turn: a
label as it is, its first letters, and a label with one mistake. The bare sides give strings, alphabetically;
ours gives hits by rank, and remembers some of what it has looked up. So both are asked twice: `first` when they were
asked other things before, but none of these, and then again, the best of five times. A figure is the median processor
time over the queries, and the 95th percentile in brackets.
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

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.names import MIN_LIKENESS, Entry, Names, index

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYLLABLES = "ba co de fi ga la me na or pra re si tion tra un ver".split()  # noqa: SIM905
QUERIES, SCANNED, RUNS, TOP = 500, 40, 5, 10


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


def seconds(ask: Callable[[str], object], queries: Sequence[str], runs: int = RUNS) -> list[float]:
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
    sample = random.sample(texts, QUERIES)
    typos = [mistyped(text, random) for text in sample]

    def bare(query: str) -> list[str]:
        at = bisect_left(ordered, query)
        return [text for text in ordered[at : at + TOP] if text.startswith(query)]

    def ranked(query: str) -> list[str]:
        found = ordered[bisect_left(ordered, query) : bisect_left(ordered, query + "\uffff")]
        return sorted(found, key=lambda text: (len(text), text))[:TOP]

    def scan(query: str) -> object:
        return process.extract(query, texts, scorer=OSA.normalized_similarity, score_cutoff=MIN_LIKENESS, limit=TOP)

    others = random.sample(texts, QUERIES)
    rows = []

    def compare(
        what: str, ours: Callable[[str], object], queries: Sequence[str], **beside: Callable[[str], object]
    ) -> None:
        once = list(dict.fromkeys(queries))
        mine = seconds(ours, once, 1), seconds(ours, queries)
        for name, theirs in beside.items():
            rows.append((what, name.replace("_", " "), *mine, seconds(theirs, once, 1), seconds(theirs, queries)))

    seconds(names.exact, others, 1)
    compare("exact", names.exact, sample, dictionary=numbers.__getitem__)
    for letters in (2, 4, 8, 12):
        complete = partial(Names(parts).prefix, limit=TOP)
        seconds(complete, others, 1)
        asked = [text[:letters] for text in sample]
        compare(f"first {letters} letters", complete, asked, bisect=bare, bisect_and_sort=ranked)
    compare("one mistake", lambda query: names.fuzzy(query, TOP), typos[:SCANNED], rapidfuzz_scan=scan)
    found = sum(text in {hit.text for hit in names.fuzzy(typo, TOP)} for text, typo in zip(sample, typos, strict=True))

    lines = ["| query | ours first µs | again µs | beside | first µs | again µs | first / first | again / again |"]
    lines.append("|---|--:|--:|---|--:|--:|--:|--:|")
    for query, name, *times in rows:
        mine, other = (" | ".join(map(_cell, both)) for both in (times[:2], times[2:]))
        ratios = [_ratio(median(one) / median(beside)) for one, beside in zip(times[:2], times[2:], strict=True)]
        lines.append(f"| {query} | {mine} | {name} | {other} | {' | '.join(ratios)} |")
    total = sum(map(len, parts.values()))
    return (
        f"{size:,} labels, built in {built:.1f} s of processor time, {total / size:.0f} bytes a label ({sum(map(len, texts)) / size:.0f} of "
        f"them its letters); opened in {1e6 * opened:.0f} µs, the first two questions in {1e3 * first:.0f} ms. Of the "
        f"labels with one mistake {100 * found / len(sample):.1f} % are among the first ten.\n\n"
        + "\n".join(lines)
        + f"\n\nPython {platform.python_version()}, rapidfuzz {version('rapidfuzz')}, "
        f"{platform.system()} {platform.machine()}."
    )


def _ratio(found: float) -> str:
    return f"{found:.1f}" if found > 0.1 else f"1/{1 / found:.0f}"


def _cell(times: Sequence[float]) -> str:
    return f"{1e6 * median(times):,.1f} ({1e6 * quantiles(times, n=20)[-1]:,.1f})"


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.names", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000, help="number of labels (100000 if not given)")
    sys.stdout.write(run(parser.parse_args().size) + "\n")


if __name__ == "__main__":
    main()
