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


class Shared(dict[str, Any]):
    """A part that many answers have, the same to all: nobody can change it, and its JSON is written once.

    A copy of it is a plain dictionary.
    """

    __slots__ = ("json",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(fields)
        self.json = orjson.Fragment(orjson.dumps(fields))

    def _fixed(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("other answers have this part too: change a copy of it")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _fixed

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return dict, (dict(self),)
