"""What is made when it is first asked for, and what many answers share."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, NoReturn, TypeVar

import orjson

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """What a function makes of each key, remembered; when it is more than `most`, all is forgotten at once."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        self.make, self.most = make, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self.most:
            self.clear()
        found = self[key] = self.make(key)
        return found


class Numbered(Generic[V]):
    """What a function makes of each number below `size`, remembered; when it is more than `most`, all is forgotten at once.

    `made` holds it by number, none where it is to be made: in long loops to look there first takes a third of a call.
    """

    def __init__(self, make: Callable[[int], V], size: int, most: int) -> None:
        self.make, self.most = make, most
        self.made: list[V | None] = [None] * size
        self.count = 0

    def __call__(self, number: int) -> V:
        """What is made of a number."""
        found = self.made[number]
        if found is None:
            if self.count >= self.most:
                self.made[:] = [None] * len(self.made)
                self.count = 0
            found = self.made[number] = self.make(number)
            self.count += 1
        return found


def _fixed(_: object, *__: object, **___: object) -> NoReturn:
    """Refuse to change what is shared. Raises `TypeError`."""
    raise TypeError("other answers have this part too: change a copy of it")


class Shared(dict[str, Any]):
    """A part that many answers have, the same to all: nobody can change it, and its JSON is written once.

    Its values are such parts, or nothing that can be changed. A copy of it (`copy.deepcopy`) is plain data.
    """

    __slots__ = ("json",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self.json = orjson.Fragment(orjson.dumps(fields))

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _fixed

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return dict, (dict(self),)


class SharedList(list[Shared]):
    """Such parts in a row; as fixed as they are, and a part of one itself."""

    __slots__ = ()

    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = clear = extend = insert = _fixed
    pop = remove = reverse = sort = _fixed

    def __reduce__(self) -> tuple[type[list[Any]], tuple[list[Any]]]:
        return list, (list(self),)
