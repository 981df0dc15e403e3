"""Where a program finds what the service is: the API catalog (RFC 9727) and the links of RFC 8631."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

CATALOG = ".well-known/api-catalog"
MEDIA = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


class Target(NamedTuple):
    """A description of the service: its path below the base, and its media type."""

    path: str
    media: str


TARGETS: Mapping[str, Target] = {
    "service-desc": Target("openapi.json", "application/json"),
    "service-doc": Target("docs", "text/html"),
    "status": Target("readyz", "application/json"),
}


def links(base: str) -> str:
    """The `Link` header (RFC 8288) of the service's own page: its descriptions, and the catalog that lists them."""
    found = [f'<{base}{one.path}>; rel="{rel}"; type="{one.media}"' for rel, one in TARGETS.items()]
    return ", ".join([*found, catalog_link(base)])


def catalog_link(base: str) -> str:
    """The link to the catalog, which the catalog itself carries too (RFC 9727 section 2)."""
    return f'<{base}{CATALOG}>; rel="api-catalog"; type="application/linkset+json"'


def catalog(base: str) -> bytes:
    """The catalog: one service, at the base path, and what describes it (a link set, RFC 9264)."""
    found = {rel: [{"href": f"{base}{one.path}", "type": one.media}] for rel, one in TARGETS.items()}
    return orjson.dumps({"linkset": [{"anchor": base, **found}]}, option=orjson.OPT_APPEND_NEWLINE)
