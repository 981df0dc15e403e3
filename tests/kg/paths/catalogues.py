"""Requirements at random, as many as hubs and universities have: layered curricula, and course catalogues."""

from random import Random

from kg.paths.requirements import Group, Requirements

LEVELS = (20, 20, 20, 15, 12, 8, 5)  # how many of a hundred courses are of each level
SIZES = (2, 2, 2, 3, 3, 4, 5, 8)  # of most alternatives
MINUTES = (60, 60, 60, 60, 120, 30)


def catalogue(seed: int, courses: int, *, loops: float = 0.02, most: int = 70) -> Requirements:
    """The requirements of some courses: courses of lower levels, four of five of their own subject, and alternatives.

    Of some alternatives one is a conjunction with a choice of its own (a node of no minutes stands for it), a few have
    up to `most` options, one of ten asks for two, and a share of `loops` also accepts a course that comes later.
    """
    random = Random(seed)
    minutes: dict[int, int] = {}
    essential: dict[int, tuple[int, ...]] = {}
    groups: dict[int, list[tuple[int, list[int]]]] = {}
    subjects: dict[int, list[int]] = {n: [] for n in range(max(3, courses // 40))}

    def add(length: int, needed: list[int], choices: list[tuple[int, list[int]]]) -> int:
        node = len(minutes)
        minutes[node], essential[node], groups[node] = length, tuple(sorted(set(needed))), choices
        return node

    def pick(own: list[int], every: list[int], many: int) -> list[int]:
        pool = own if len(own) >= many and random.random() < 0.8 else every
        return random.sample(pool, min(many, len(pool)))

    for level, share in enumerate(LEVELS):
        lower = [node for pool in subjects.values() for node in pool]
        below = {subject: list(pool) for subject, pool in subjects.items()}
        for _ in range(courses * share // 100):
            subject = random.randrange(len(subjects))
            own, needed, choices = below[subject], list[int](), list[tuple[int, list[int]]]()
            for _ in range(random.choice((0, 1, 1, 2, 2, 3)) if level else 0):
                if random.random() < 0.3:
                    needed += pick(own, lower, 1)
                    continue
                options = pick(
                    own, lower, random.choice(SIZES) if random.random() < 0.97 else random.randint(min(20, most), most)
                )
                if random.random() < 0.3:
                    options.append(add(0, pick(own, lower, 1), [(1, pick(own, lower, 2))]))
                choices.append((2 if len(options) > 3 and random.random() < 0.1 else 1, options))
            subjects[subject].append(add(random.choice(MINUTES), needed, choices))
    for node, choices in groups.items():
        for _, options in choices:
            if random.random() < loops and node + 1 < len(minutes):
                options.append(random.randrange(node + 1, len(minutes)))
    named = {
        node: tuple(Group(node, place, need, tuple(sorted(set(o)))) for place, (need, o) in enumerate(choices))
        for node, choices in groups.items()
    }
    return Requirements(essential, named, minutes)


def layered(seed: int, size: int, *, choices: bool, correlated: bool = False) -> tuple[Requirements, dict[int, int]]:
    """The requirements of a curriculum in twenty layers, and a value for each concept.

    A concept requires up to three others, mostly of the three layers below its own; with `choices` two of five also leave
    one, of two to four. `correlated` values are those of the minutes and a little more, which is the hardest to fill.
    """
    random = Random(seed)
    essential: dict[int, tuple[int, ...]] = {}
    groups: dict[int, tuple[Group, ...]] = {}
    minutes: dict[int, int] = {}
    values: dict[int, int] = {}
    width = max(1, size // 20)

    def pick(many: int, below: int) -> set[int]:
        near = max(0, below - 3 * width)
        return {random.randrange(near if random.random() < 0.7 else 0, below) for _ in range(many)}

    for node in range(size):
        below = node // width * width
        needed = pick(random.choice((0, 1, 1, 2, 2, 3)), below) if below else set()
        essential[node], groups[node] = tuple(sorted(needed)), ()
        if choices and below and random.random() < 0.4:
            options = sorted(pick(random.choice((2, 2, 3, 4)), below) - needed)
            if len(options) > 1:
                groups[node] = (Group(node, 0, 1, tuple(options)),)
        minutes[node] = random.randint(10, 120)
        values[node] = minutes[node] + random.randint(0, 20) if correlated else random.randint(1, 100)
    return Requirements(essential, groups, minutes), values
