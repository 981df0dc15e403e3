"""The other number of English names."""

import pytest

from kg.mentions.plurals import numbered


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("neural network", "neural networks"),
        ("matrix", "matrices"),
        ("bias", "biases"),
        ("cluster analysis", "cluster analyses"),
        ("vocabulary", "vocabularies"),
        ("chain of thought", "chains of thought"),
        ("CNN", "CNNs"),
        ("larger datasets", "larger dataset"),
        ("top-1", "top-1s"),
    ],
)
def test_the_other_number(name: str, other: str) -> None:
    """Regular forms, Latin ones in -ices and -es, and the head before a preposition."""
    assert other in set(numbered(name))


@pytest.mark.parametrize("name", ["mathematics", "loss", "bias", "news"])
def test_what_looks_like_a_plural_and_is_none(name: str) -> None:
    """No s is taken off where the word would be another."""
    assert name.removesuffix("s") not in set(numbered(name))
