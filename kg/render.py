"""Answer -> bytes, by media type. HTTP, the command line and the export share these renderers."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson


def json(answer: Mapping[str, Any]) -> bytes:
    """JSON (RFC 8259) in UTF-8, keys in the order of the answer's shape, ended by a line feed."""
    return orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE)


RENDERERS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {"application/json": json}


def render(answer: Mapping[str, Any], media: str = "application/json") -> bytes:
    """The bytes of an answer in a media type of `RENDERERS`."""
    return RENDERERS[media](answer)
