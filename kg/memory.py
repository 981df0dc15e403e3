"""What is made when it is first asked for, and what many answers share."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

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
