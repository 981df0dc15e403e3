"""Finding names in pages: `kg.mentions` beside one regular expression, a trie of words, and Aho-Corasick if it is there.

    python -m bench.mentions [--size N] [--pages N]

Names are one to three words of a vocabulary of 20,000, as many as asked for, none of its 2,000 most frequent words
among them; a page has 2,000 words by frequency (Zipf), and a name in place of every 40th. All sides find the leftmost longest names
in any case, at word boundaries; ours also in the other number, with hyphens for spaces and the rest of its rules, so
it finds more. `pyahocorasick` gives every match of a lower-cased page; overlaps and partial words are sorted out in
Python. The alternation is the standard library's, tried on a few pages, as it is slow. Figures are processor time.
"""

import argparse
import platform
import re
import sys
from collections.abc import Callable, Sequence
from random import Random
from time import process_time
from typing import Any

from kg.mentions import READERS, Lexicon, Rules, judge
from kg.mentions.lexicon import words
from kg.names import Entry

SYLLABLES = "ba co de fi ga la me na or pra re si tion tra un ver".split()  # noqa: SIM905
WORDS, EVERY, VOCABULARY, FREQUENT, FEW = 2_000, 40, 20_000, 2_000, 3

Span = tuple[int, int]


def made(size: int, pages: int, random: Random) -> tuple[list[str], list[str]]:
    """Names, no two alike, and pages."""
    stock = sorted({"".join(random.choices(SYLLABLES, k=random.randint(2, 5))) for _ in range(2 * VOCABULARY)})
    random.shuffle(stock)
    stock = stock[:VOCABULARY]
    names = dict[str, None]()
    while len(names) < size:
        names[" ".join(random.choices(stock[FREQUENT:], k=random.randint(1, 3)))] = None
    listed = list(names)
    weights = [1 / place for place in range(1, len(stock) + 1)]
    texts = []
    for _ in range(pages):
        drawn = random.choices(stock, weights, k=WORDS)
        drawn[::EVERY] = random.choices(listed, k=len(drawn[::EVERY]))
        sentences = (" ".join(drawn[at : at + 20]).capitalize() for at in range(0, WORDS, 20))
        texts.append(". ".join(sentences))
    return listed, texts


def alternation(names: Sequence[str]) -> Callable[[str], list[Span]]:
    """One regular expression of all names, the longest first."""
    ordered = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b", re.IGNORECASE)
    return lambda text: [found.span() for found in pattern.finditer(text)]


def trie(names: Sequence[str]) -> Callable[[str], list[Span]]:
    """Dictionaries within dictionaries, a step for each word."""
    root: dict[str, Any] = {}
    for name in names:
        node = root
        for word in name.split():
            node = node.setdefault(word, {})
        node[""] = name

    def find(text: str) -> list[Span]:
        tokens = [(one[0], *one.span()) for one in re.finditer(r"\w+|[^\w\s]", text.lower())]
        found, free = [], 0
        for at in range(len(tokens)):
            node, best = root, 0
            for place in range(at, len(tokens) if at >= free else at):
                node = node.get(tokens[place][0], {})
                if not node:
                    break
                best = place + 1 if "" in node else best
            if best:
                found.append((tokens[at][1], tokens[best - 1][2]))
                free = best
        return found

    return find


def automaton(names: Sequence[str]) -> Callable[[str], list[Span]] | None:
    """Aho-Corasick in C, if the package is there."""
    try:
        import ahocorasick  # type: ignore[import-not-found]
    except ImportError:
        return None
    machine = ahocorasick.Automaton()
    for name in names:
        machine.add_word(name, len(name))
    machine.make_automaton()

    def find(text: str) -> list[Span]:
        found, free, padded = [], 0, f" {text.lower()} "
        spans = sorted((end - size + 1, -end - 1) for end, size in machine.iter(text.lower()))
        for start, end in spans:
            alone = not (padded[start].isalnum() or padded[1 - end].isalnum())
            if start >= free and alone:
                found.append((start, -end))
                free = -end
        return found

    return find


def timed(work: Callable[[str], list[Span]], pages: Sequence[str]) -> tuple[float, list[list[Span]]]:
    """The seconds for a thousand pages, and what was found."""
    begin = process_time()
    found = [work(page) for page in pages]
    return 1_000 * (process_time() - begin) / len(pages), found


def run(size: int, pages: int) -> str:
    """The whole comparison, as text. Raises `ValueError` where the sides differ in what all of them are to find."""
    names, texts = made(size, pages, Random(1))  # noqa: S311
    begin = process_time()
    lexicon = Lexicon(Entry(number, name, "en", "label") for number, name in enumerate(names))
    built = process_time() - begin
    bare = Lexicon(Entry(number, name, "und", "label") for number, name in enumerate(names) if len(name) > 3)

    def ours(lexicon: Lexicon) -> Callable[[str], list[Span]]:
        return lambda text: [(one.start, one.end) for one in lexicon.find(text, words(text))]

    def whole(text: str) -> list[Span]:
        return [(one.start, one.end) for one in judge(READERS["markdown"](text), lexicon, Rules())]

    sides = {
        "ours: read as Markdown, found, judged": (whole, texts),
        "ours: found": (ours(lexicon), texts),
        "ours, without the other number": (ours(bare), texts),
        "trie of words": (trie(names), texts),
        "regular expression": (alternation(names), texts[:FEW]),
    }
    if machine := automaton(names):
        sides["pyahocorasick"] = machine, texts
    lines = ["| | s for 1,000 pages | mentions a page |", "|---|--:|--:|"]
    results = {}
    for name, (side, given) in sides.items():
        taken, results[name] = timed(side, given)
        lines.append(f"| {name} | {taken:.2f} | {sum(map(len, results[name])) / len(given):.1f} |")
    same = [results[name] for name in sides if not name.startswith("ours:")]
    if any(one[:FEW] != same[0][:FEW] for one in same):
        raise ValueError("the sides find different names")
    head = f"{size:,} names, {pages:,} pages of {WORDS:,} words; the index is built once, in {built:.2f} s.\n\n"
    tail = f"\n\nPython {platform.python_version()}, {platform.system()} {platform.machine()}."
    return head + "\n".join(lines) + tail


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.mentions", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000, help="number of names (20000 if not given)")
    parser.add_argument("--pages", type=int, default=1_000, help="number of pages (1000 if not given)")
    given = parser.parse_args()
    sys.stdout.write(run(given.size, given.pages) + "\n")


if __name__ == "__main__":
    main()
