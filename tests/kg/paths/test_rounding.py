"""From shares to a selection: what is taken can be learnt, and fits."""

from random import Random

from hypothesis import given, settings

from kg.paths.requirements import Group, Requirements
from kg.paths.rounding import rounded
from tests.build import SEEDS
from tests.kg.paths.catalogues import catalogue


@settings(max_examples=100)
@given(SEEDS)
def test_it_can_be_learnt_and_fits(seed: int) -> None:
    """Whatever the order and the shares, the minutes suffice and each concept has its needs met within."""
    random = Random(seed)
    needs = catalogue(seed, 60, loops=0.3)
    share = {node: random.random() for node in needs.derivable()}
    order = random.sample(sorted(needs.essential), 20)
    minutes = random.randint(0, 900)
    found = rounded(needs, order, share, minutes)
    assert sorted(needs.derivable(found)) == sorted(found)
    assert sum(needs.minutes[node] for node in found) <= minutes
    everything = rounded(needs, order, share)
    assert sorted(needs.derivable(everything)) == sorted(everything)


@settings(max_examples=50)
@given(SEEDS)
def test_without_choices_it_leaves_out_only_what_does_not_fit(seed: int) -> None:
    """What comes later in the order and is not taken would not have fitted beside what was taken before it."""
    random = Random(seed)
    needs = catalogue(seed, 60, loops=0)
    needs = Requirements(needs.essential, dict.fromkeys(needs.essential, ()), needs.minutes)
    order = random.sample(sorted(needs.essential), 20)
    minutes = random.randint(0, 900)
    found: set[int] = set()
    for node in order:
        more, queue = {node}, [node]
        for n in queue:
            queue += (new := set(needs.essential[n]) - more)
            more |= new
        if sum(needs.minutes[n] for n in found | more) <= minutes:
            found |= more
    assert rounded(needs, order, dict.fromkeys(needs.essential, 1.0), minutes) == found


def test_the_options_with_the_greatest_share() -> None:
    """Of a group as many as it needs are taken, the greatest share first, then the fewest minutes, then the rank."""
    group = Group(9, 0, 2, (1, 2, 3, 4, 5))
    needs = Requirements(
        dict.fromkeys((1, 2, 3, 4, 5, 9), ()),
        {**dict.fromkeys((1, 2, 3, 4, 5), ()), 9: (group,)},
        {1: 30, 2: 20, 3: 10, 4: 10, 5: 1, 9: 1},
    )
    assert rounded(needs, [9], {1: 0.5, 2: 0.5, 3: 0.2, 4: 0.2, 9: 1}) == {9, 2, 1}
    assert rounded(needs, [9], {1: 0, 2: 0.1, 3: 0.2, 4: 0.2, 5: 0.1, 9: 1}) == {9, 3, 4}
    assert rounded(needs, [9], {1: 1, 9: 1}) == set()
    assert rounded(needs, [4, 9], {1: 0.3, 2: 0.2, 4: 0, 9: 1}) == {4, 9, 1}


def test_what_holds_itself_up_is_not_taken() -> None:
    """Two concepts that may rest on each other are not met by each other, however great their shares."""
    needs = Requirements(
        dict.fromkeys((1, 2, 3), ()),
        {1: (Group(1, 0, 1, (2,)),), 2: (Group(2, 0, 1, (1, 3)),), 3: ()},
        dict.fromkeys((1, 2, 3), 1),
    )
    assert rounded(needs, [1], {1: 1, 2: 1, 3: 0}) == set()
    assert rounded(needs, [3, 1], {1: 1, 2: 1, 3: 0}) == {1, 2, 3}
