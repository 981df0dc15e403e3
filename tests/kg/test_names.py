"""Names looked up: against plain scans, against rapidfuzz, and against what people type."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rapidfuzz.process
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kg import ConceptGraph, names
from kg.names import (
    MAX_CANDIDATES,
    MAX_NAMED,
    MAX_QUERY,
    MAX_SCORED,
    MAX_WORDS,
    MIN_LIKENESS,
    ROLES,
    Entry,
    Hit,
    Names,
    fold,
    index,
    plain,
)

CORPUS: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "typos.yaml").read_text("utf-8"))
NOTHING: Sequence[str] = CORPUS["nothing"]
QUERIES = [(query, id) for kind, group in CORPUS.items() if kind != "nothing" for query, id in group.items()]
RECALL = 0.95

Texts = st.text(min_size=1, max_size=12).filter(str.strip)
Near = st.text("abé -ß", min_size=1, max_size=8).filter(str.strip)


def entries(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[Entry]]:
    """Names of a few concepts, in two languages and none."""
    return st.lists(
        st.builds(Entry, st.integers(0, 9), texts, st.sampled_from(("", "de", "en")), st.sampled_from(ROLES)),
        max_size=20,
    )


def key(text: str) -> str:
    """What a text is found by."""
    return plain(fold(text))


def of(*texts: str) -> Names:
    """The names of concepts with one label each."""
    return Names(index(Entry(number, text, "en", "label") for number, text in enumerate(texts)))


def ranked(found: Sequence[Entry]) -> list[int]:
    """The concepts of some entries, the best entry first."""
    order = sorted(found, key=lambda e: (ROLES.index(e.role), len(key(e.text)), key(e.text), e))
    return list(dict.fromkeys(entry.concept for entry in order))


def concepts(hits: Sequence[Hit]) -> list[int]:
    """The concepts that were hit."""
    return [hit.concept for hit in hits]


def vocabulary(size: int) -> list[str]:
    """Labels of one to three words that have much in common."""
    random = Random(7)
    syllables = ("ba", "co", "de", "fi", "ga", "la", "me", "na", "or", "pra", "re", "si", "tion", "tra", "un", "ver")
    words = ["".join(random.choices(syllables, k=random.randint(2, 4))) for _ in range(max(20, size // 4))]
    return sorted({" ".join(random.choices(words, k=random.randint(1, 3))) for _ in range(size)})


def mistyped(text: str, random: Random) -> str:
    """The text with a letter dropped, doubled, replaced, or swapped with the next."""
    at = random.randrange(len(text) - 1)
    letter, after = text[at], text[at + 1]
    pair = random.choice((after, letter * 2 + after, random.choice("abcdefghij") + after, after + letter))
    return text[:at] + pair + text[at + 2 :]


def named(graph: ConceptGraph) -> Iterator[Entry]:
    """All names of the concepts of a graph."""
    for number, id in enumerate(graph.ids):
        concept = graph[id]
        yield Entry(number, id, "", "id")
        yield from (Entry(number, text, lang, "label") for lang, text in concept.label.items())
        yield from (Entry(number, text, lang, "also") for lang, texts in concept.also.items() for text in texts)
        yield from (Entry(number, text, lang, "hidden") for lang, texts in concept.hidden.items() for text in texts)


@pytest.fixture(scope="module")
def real(graph: ConceptGraph) -> Names:
    """The names of the hub's own data."""
    return Names(index(named(graph)))


# -- each way of looking, against a scan


@given(entries(Texts | Near))
def test_exact_finds_every_name(found: list[Entry]) -> None:
    """Each name finds the concepts that have it, as written or folded, and no other."""
    ours = Names(index(found))
    for entry in found:
        same = [other for other in found if key(other.text) == key(entry.text)]
        assert set(concepts(ours.exact(entry.text))) == {other.concept for other in same}
        assert ours.exact(f"\t{entry.text} ") == ours.exact(entry.text)


@given(entries(Near), Near, st.integers(0, 8))
def test_prefix_is_a_scan(found: list[Entry], text: str, limit: int) -> None:
    """What begins like a text, spaces aside, is found as by looking at every name, the best first."""
    start = key(text).replace(" ", "")
    expected = [entry for entry in found if key(entry.text).replace(" ", "").startswith(start)]
    assert concepts(Names(index(found)).prefix(text, limit)) == ranked(expected)[:limit]


@given(entries(Near), Near, st.integers(0, 8))
def test_words_are_a_scan(found: list[Entry], text: str, limit: int) -> None:
    """The names in which every word of a text begins a word are found as by looking at every name."""
    expected = [
        entry
        for entry in found
        if all(any(word.startswith(start) for word in key(entry.text).split()) for start in key(text).split())
    ]
    assert concepts(Names(index(found)).words(text, limit)) == ranked(expected)[:limit]


def test_what_was_asked_before_changes_nothing() -> None:
    """After thousands of questions, more than are remembered, each is answered as by an index that was asked nothing."""
    parts = index(Entry(number, text, "en", "label") for number, text in enumerate(vocabulary(4_000)))
    asked, random = Names(parts), Random(3)
    queries = [text[: random.randint(1, 12)] for text in random.sample(vocabulary(4_000), 2_500)]
    for query in queries:
        asked.prefix(query, 9).clear()
    for query in queries[::-250]:
        fresh = Names(parts)
        assert asked.prefix(query, 9) == fresh.prefix(query, 40)[:9]
        assert asked.prefix(query, 9, "de") == []
        assert asked.prefix(query, 40) == fresh.prefix(query, 40)
        even = [hit for hit in fresh.find(query, 4_000) if hit.concept % 2 == 0]
        assert asked.find(query, 40, "en", lambda number: number % 2 == 0) == even[:40]


def test_many_names_are_ranked_as_few() -> None:
    """Among thousands of names the best that begin alike, or have a word, are those that a scan finds."""
    texts = vocabulary(6_000)
    ours = of(*texts)
    found = [Entry(number, text, "en", "label") for number, text in enumerate(texts)]
    for start in ("", "b", "tr", "tion", "unver", "praco"):
        begun = [entry for entry in found if entry.text.replace(" ", "").startswith(start)] if start else []
        assert concepts(ours.prefix(start, 25)) == ranked(begun)[:25]
        has = [entry for entry in found if start and f" {start}" in f" {entry.text}"]
        assert concepts(ours.words(start, 1_000)) == ranked(has)[:1_000]


def test_the_best_of_many_are_written_down_as_they_are_found() -> None:
    """A beginning of many names has the concepts that a scan finds first, each by the best of its names, built or mapped."""
    texts = vocabulary(3_000)
    found = [Entry(number // 3, text, "en", ROLES[number % 4]) for number, text in enumerate(texts)]
    parts = index(found)
    ours, mapped = Names(parts), Names({name: memoryview(part) for name, part in parts.items()})
    for start in sorted({text.replace(" ", "")[:letters] for text in texts[::50] for letters in range(1, 9)}):
        begun = [entry for entry in found if entry.text.replace(" ", "").startswith(start)]
        for limit in (1, 10, 16, 17):
            assert concepts(ours.prefix(start, limit)) == ranked(begun)[:limit]
            assert mapped.prefix(start, limit) == ours.prefix(start, limit) == ours.prefix(start, 40)[:limit]


@given(entries(Texts | Near), Near | Texts)
def test_likeness_is_that_of_rapidfuzz(found: list[Entry], text: str) -> None:
    """A fuzzy hit is as like as rapidfuzz finds its name, or its words; none less than the least; the likest come first."""
    hits = Names(index(found)).fuzzy(text, 10)
    assert [hit.likeness for hit in hits] == sorted((hit.likeness for hit in hits), reverse=True)
    for hit in hits:
        assert hit.likeness >= MIN_LIKENESS
        own = [e for e in found if e.concept == hit.concept and (e.role == "hidden" or e.text == hit.text)]
        like = [OSA.normalized_similarity(key(text), key(entry.text)) for entry in own]
        assert any(map(pytest.approx(hit.likeness).__eq__, [*like, *(by_words(key(text), key(e.text)) for e in own)]))


def by_words(text: str, name: str) -> float:
    """How like the words of a text, small ones aside, are to beginnings of words of a name, by its letters."""
    words = set(text.split()) - names._SMALL or set(text.split())
    total = 0.0
    for word in words:
        begins = (one[:size] for one in name.split() for size in range(1, len(one) + 1) if one[0] == word[0])
        total += len(word) * max((OSA.normalized_similarity(word, begin) for begin in begins), default=0)
    return total / sum(map(len, words))


@pytest.mark.parametrize(("mistakes", "least"), [(1, 0.98), (2, 0.95)])
def test_fuzzy_misses_little_that_a_scan_finds(real: Names, mistakes: int, least: float) -> None:
    """With random mistakes the best hit is as like as the best of all names, or liker by its words, almost always."""
    random = Random(3)
    made = vocabulary(3_000)
    labels = sorted({hit.text for query, _ in QUERIES for hit in real.find(query, 20)})
    for ours, texts in ((of(*made), made), (of(*labels), labels)):
        keys = [key(text) for text in texts]
        asked = agreed = 0
        for _ in range(200):
            query = key(random.choice(texts))
            for _ in range(mistakes):
                query = key(mistyped(query, random)) if len(query) > 2 else query
            best = rapidfuzz.process.extractOne(
                query, keys, scorer=OSA.normalized_similarity, score_cutoff=MIN_LIKENESS
            )
            if best:
                asked += 1
                agreed += any(hit.likeness >= best[1] for hit in ours.fuzzy(query, 1))
        assert agreed / asked >= least


# -- all ways together


@given(entries(Near | Texts), Near | Texts, st.integers(0, 8))
def test_find_goes_from_sure_to_likely(found: list[Entry], text: str, limit: int) -> None:
    """No concept comes twice, no more than asked for, and the surer ways of finding come first."""
    ours = Names(index(found))
    hits = ours.find(text, limit)
    assert len(set(concepts(hits))) == len(hits) <= limit
    order = [("exact", "prefix", "words", "initials", "fuzzy").index(hit.how) for hit in hits]
    assert order == sorted(order)
    assert hits[: len(ours.exact(text))] == ours.exact(text)[:limit]
    assert all(hit.likeness == 1 for hit in hits if hit.how != "fuzzy")


@given(entries(Near), Near, st.sampled_from(("de", "en")))
def test_a_language_and_a_filter_leave_the_rest_as_it_is(found: list[Entry], text: str, lang: str) -> None:
    """A search in one language is the search among its names; one with a filter leaves out what it refuses."""
    ours = Names(index(found))
    own = [entry for entry in found if entry.lang in ("", lang)]
    assert set(concepts(ours.find(text, 20, lang))) == set(concepts(Names(index(own)).find(text, 20)))
    odd = [hit for hit in ours.find(text, 20) if hit.concept % 2]
    assert ours.find(text, 20, accept=lambda concept: concept % 2 == 1) == odd


@given(entries(Near), Near)
def test_order_and_make_leave_no_trace(found: list[Entry], text: str) -> None:
    """The buffers are the same in whatever order names come, and answer the same when mapped."""
    parts = index(found)
    assert parts == index([*reversed(found), *found])
    mapped = {name: memoryview(b"--------" + part)[8:] for name, part in parts.items()}
    assert Names(mapped).find(text, 9) == Names(parts).find(text, 9)
    assert all(name.startswith("names.") for name in parts)


@given(entries(Near | Texts), st.integers(0, 5))
def test_labels_are_in_the_order_of_the_alphabet(found: list[Entry], skipped: int) -> None:
    """All labels and no other names, by their key without its spaces; from the place of any of them the rest follows."""
    told = list(Names(index(found)).labels())
    labels = [entry for entry in set(found) if entry.role == "label"]
    assert sorted(entry for _, entry in told) == sorted(labels)
    keys = [key(entry.text).replace(" ", "") for _, entry in told]
    assert keys == sorted(keys)
    if skipped < len(told):
        assert list(Names(index(found)).labels(told[skipped][0])) == told[skipped:]


def test_hidden_names_find_and_are_not_told() -> None:
    """A hidden name finds its concept and shows the label, in its own language if there is one."""
    ours = Names(
        index(
            [
                Entry(0, "Backpropagation", "en", "label"),
                Entry(0, "Rückpropagierung", "de", "label"),
                Entry(0, "Fehlerrückführung", "de", "hidden"),
                Entry(1, "secret", "en", "hidden"),
            ]
        )
    )
    for query, how in (("fehlerrückführung", "exact"), ("Fehlerr", "prefix"), ("Felherruckfuhrung", "fuzzy")):
        (hit,) = ours.find(query, 5)
        assert hit[:5] == (0, "Rückpropagierung", "de", "hidden", how)
    assert ours.find("secret", 5) == [Hit(1, "", "en", "hidden", "exact", 1.0)]


def test_rank_is_what_a_person_expects() -> None:
    """Labels come before other names, these before ids and hidden ones; then the shorter, then the alphabet."""
    given = [
        Entry(0, "Net worth", "en", "hidden"),
        Entry(1, "Network b", "en", "label"),
        Entry(2, "Network a", "en", "label"),
        Entry(3, "Net", "en", "also"),
        Entry(4, "net-4", "", "id"),
        Entry(5, "Networks", "en", "label"),
        Entry(6, "Neural net", "en", "label"),
        Entry(7, "Nett", "en", "label"),
    ]
    ours = Names(index(given))
    assert concepts(ours.find("net", 9)) == [3, 7, 5, 2, 1, 4, 0, 6]
    assert [hit.how for hit in ours.find("net", 9)] == ["exact"] + ["prefix"] * 6 + ["words"]


def test_initials_both_ways() -> None:
    """An initialism finds the words, and words an initialism if another name of its concept has one of them."""
    ours = Names(
        index(
            [
                Entry(0, "Large language model", "en", "label"),
                Entry(1, "Precision and recall", "en", "label"),
                Entry(2, "Convolutional network", "en", "label"),
                Entry(2, "CNN", "en", "also"),
            ]
        )
    )
    for query, concept in (("LLM", 0), ("llms", 0), ("par", 1), ("PR", 1), ("convolutional neural net", 2)):
        assert [(hit.concept, hit.how) for hit in ours.initials(query, 5)] == [(concept, "initials")]
    assert ours.find("cute new name", 5) == []


@pytest.mark.parametrize(
    ("label", "query"),
    [
        ("Pre-training", "pre training"),
        ("train/test split", "TRAIN_TEST  split"),
        ("Bayes’ rule", "bayes' rule"),
        ("Straße", "STRASSE"),
        ("Größe", "GRÖSSE"),
        ("Größe", "grosse"),
        ("naïve Bayes", "naive bayes"),
        ("İstanbul", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("ışık", "IŞIK"),
        ("ＣＮＮ", "cnn"),
        ("ﬁne tuning", "fine tuning"),
        ("soft\u00admax", "softmax"),
        ("Cafe\u0301", "café"),
        ("Łukasiewicz", "lukasiewicz"),
        ("A*", "a*"),
        ("ニューラルネットワーク", "ニューラルネットワーク"),
        ("तंत्रिका", "तंत्रिका"),
    ],
)
def test_one_name_in_two_forms(label: str, query: str) -> None:
    """Case, separators, width, ligatures, composition and accents make no difference."""
    assert concepts(of(label).exact(query)) == [0]


def test_differences_that_matter() -> None:
    """Signs that are part of a name do, and marks that are letters of their script; the same accents come first."""
    ours = of("C", "C#", "C++", "が", "か")
    assert [concepts(ours.exact(text)) for text in ("c", "c#", "c++", "が", "か")] == [[0], [1], [2], [3], [4]]
    assert concepts(of("resume", "résumé").exact("Résumé")) == [1, 0]
    assert concepts(of("resume", "résumé").exact("RESUME")) == [0, 1]


def test_language_ranges() -> None:
    """A language takes in its regions, not another that begins alike; an id is of every language."""
    tags = ("en", "en-GB", "EN-us", "enm", "de", "")
    ours = Names(index(Entry(number, "colour", tag, "also") for number, tag in enumerate(tags)))
    assert sorted(concepts(ours.exact("colour", "en"))) == [0, 1, 2, 5]
    assert sorted(concepts(ours.exact("colour"))) == [0, 1, 2, 3, 4, 5]


# -- bounds


def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many names fit, no step looks at more than it may."""
    ours = of(*(f"common word {number}" for number in range(12_000)))
    compared: list[int] = []
    extract = rapidfuzz.process.extract

    def counting(query: str, choices: Mapping[int, str], **options: Any) -> Any:
        compared.append(len(choices))
        return extract(query, choices, **options)

    monkeypatch.setattr(rapidfuzz.process, "extract", counting)
    asked: list[int] = []

    def refuse(concept: int) -> bool:
        asked.append(concept)
        return False

    assert ours.find("common word", 5, accept=refuse) == []
    assert len(asked) <= 2 * MAX_CANDIDATES + MAX_SCORED + MAX_NAMED
    assert len(ours.prefix("c", 99_999)) == MAX_CANDIDATES
    assert ours.fuzzy("comon wrod 117", 3)
    assert compared
    assert max(compared) <= MAX_WORDS


@pytest.mark.parametrize("query", ["", " ", "-", "\0", "\ud800", "a" * 100_000, "a b " * 50_000, "\u0301", "ﷺ" * 100])
def test_odd_queries_find_nothing(real: Names, query: str) -> None:
    """Nothing, signs alone, half a character and a whole book find nothing, and no fault."""
    assert real.find(query, 5) == []
    assert Names(index([])).find(query, 5) == []


def test_long_names_are_found() -> None:
    """A name longer than a query may be for the other ways is still found exactly and by its beginning."""
    label = "very " * MAX_QUERY + "long"
    assert [hit.how for hit in of(label).find(label, 5)] == ["exact"]
    assert [hit.how for hit in of(label).find(label[:-2], 5)] == ["prefix"]
    assert of(label).fuzzy(label, 5) == []


def test_rapidfuzz_is_loaded_on_use() -> None:
    """Completion while typing does without it."""
    code = (
        "import sys; from kg.names import *; from kg.names import index;"
        "names = Names(index([Entry(0, 'Neural network', 'en', 'label')]));"
        "assert names.find('neu', 1); assert 'rapidfuzz' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_constants_are_told() -> None:
    """The bounds stand in the module's own text, by name."""
    assert names.__doc__ is not None
    bounds = [name for name in vars(names) if name.startswith("MAX_")]
    assert len(bounds) >= 6
    assert all(f"`{bound}`" in names.__doc__ for bound in bounds)


# -- what people type


def test_typos_are_understood(real: Names, graph: ConceptGraph) -> None:
    """Of what people type by mistake, nearly all is understood: the concept is among the first three."""
    assert len(QUERIES) >= 150
    assert {id for _, id in QUERIES} <= set(graph.ids)
    missed = [(query, id) for query, id in QUERIES if graph.number(id) not in concepts(real.find(query, 3))]
    recall = 1 - len(missed) / len(QUERIES)
    sys.stdout.write(f"{len(QUERIES)} queries, {100 * recall:.1f} % understood; missed: {missed}\n")
    assert recall >= RECALL


def test_mistakes_on_the_way_are_understood(real: Names, graph: ConceptGraph) -> None:
    """A label that is not typed to its end, with a mistake behind its first letter, finds its concept among five."""
    random = Random(5)
    asked = [(number, label.lower()) for number, label in enumerate(graph.labels) if len(label) > 6 for _ in range(3)]
    missed = []
    for number, label in asked:
        begun = label[: max(6, int(len(label) * random.uniform(0.55, 0.85)))]
        query = begun[0] + mistyped(begun[1:], random)
        if number not in concepts(real.find(query, 5)):
            missed.append((query, label))
    recall = 1 - len(missed) / len(asked)
    sys.stdout.write(f"{len(asked)} queries, {100 * recall:.1f} % understood; missed: {missed}\n")
    assert recall >= 0.85


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("convolutoinal", "Convolutional network"),
        ("deep lern", "Deep learning"),
        ("lerning deep", "Deep learning"),
        ("the atention hea", "Attention head"),
    ],
)
def test_words_are_mistyped_one_by_one(query: str, label: str) -> None:
    """Each word may be mistyped and unfinished, and they may stand in any order; what is liker comes first."""
    ours = of("Attention head", "Convolution", "Convolutional network", "Deep learning", "Learning rate")
    first, *_ = ours.find(query, 3)
    assert (first.text, first.how) == (label, "fuzzy")


@pytest.mark.parametrize("query", ["form", "headng rate", "kernel step", "eep learning curve"])
def test_every_word_has_to_be_like_one(query: str) -> None:
    """A word that nothing begins like, or not with that letter, finds no name by the others."""
    assert of("Forward pass", "Learning rate", "Convolutional kernel", "Deep learning").find(query, 3) == []


@pytest.mark.parametrize("query", NOTHING)
def test_what_is_not_there_is_not_found(real: Names, query: str) -> None:
    """What the hub does not speak of finds nothing."""
    assert real.find(query, 5) == []


def test_enough_that_is_not_there() -> None:
    """There are enough such queries to tell something."""
    assert len(set(NOTHING)) >= 30
