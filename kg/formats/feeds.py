"""The changes of a hub as feeds: Atom (RFC 4287, with the paging of RFC 5005) and JSON Feed 1.1.

An entry is a change. Its id is made from the hub's IRI, the version and the change (a UUID of version 5, RFC 9562), so
it stays the same wherever and whenever the feed is made; its time is the day of the release. Texts are plain text.
"""

from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import orjson

from kg.answers.shapes import ChangeItem, ChangesAnswer
from kg.formats.markup import attribute, folded, safe_url, text


class Channel(NamedTuple):
    """What a feed says of its hub: the IRI and the path under which all is served, publisher, licence, last day (ISO 8601)."""

    iri: str
    base: str
    publisher: str
    licence: str
    updated: str


def atom(answer: ChangesAnswer, hub: Channel) -> bytes:
    """An Atom feed document."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{attribute(answer["lang"])}">',
        f"<id>{_id(hub, 'feed')}</id>",
        f"<title>{text(_title(answer))}</title>",
        f"<updated>{_time(hub.updated)}</updated>",
        f"<author><name>{text(folded(hub.publisher))}</name></author>",
        _link("self", _feed(hub, "atom"), "application/atom+xml"),
        _link("alternate", hub.iri, "text/html"),
        _link("license", hub.licence),
    ]
    if answer["next"]:
        lines.append(_link("next", _next(answer, hub), "application/atom+xml"))
    lines += [line for item in answer["items"] for line in _entry(item, hub)]
    return "\n".join([*filter(None, lines), "</feed>", ""]).encode()


def _entry(item: ChangeItem, hub: Channel) -> list[str]:
    sentence = text(folded(item["sentence"]))
    return [
        "<entry>",
        f"<id>{_id(hub, item['id'])}</id>",
        f"<title>{sentence}</title>",
        f"<updated>{_time(item['date'])}</updated>",
        _link("alternate", _absolute(item["url"], hub), "text/html"),
        *(f'<category term="{attribute(term)}"/>' for term in _tags(item)),
        f"<summary>{sentence}</summary>",
        "</entry>",
    ]


def jsonfeed(answer: ChangesAnswer, hub: Channel) -> bytes:
    """A JSON Feed."""
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(answer),
        "home_page_url": hub.iri,
        "feed_url": _feed(hub, "json"),
        **({"next_url": _next(answer, hub)} if answer["next"] else {}),
        "authors": [{"name": folded(hub.publisher)}],
        "language": answer["lang"],
        "items": [
            {
                "id": _id(hub, item["id"]),
                "url": _absolute(item["url"], hub),
                "title": folded(item["sentence"]),
                "content_text": folded(item["sentence"]),
                "date_published": _time(item["date"]),
                "date_modified": _time(item["date"]),
                "tags": _tags(item),
            }
            for item in answer["items"]
        ],
    }
    return orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)


def _title(answer: ChangesAnswer) -> str:
    return f"{folded(answer['title'])}: what changed"


def _tags(item: ChangeItem) -> list[str]:
    return [item["what"], item["action"], f"version {item['version']}"]


def _id(hub: Channel, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{hub.iri}api/changes#{name}')}"


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _feed(hub: Channel, suffix: str) -> str:
    return f"{hub.iri}feed.{suffix}"


def _next(answer: ChangesAnswer, hub: Channel) -> str:
    return f"{hub.iri}api/changes{answer['next']}"


def _absolute(url: str, hub: Channel) -> str:
    """An address under the hub's IRI; one that is absolute already, and safe to follow, as it is."""
    found = safe_url(url)
    return hub.iri if found is None else found if not found.startswith("/") else hub.iri + url.removeprefix(hub.base)


def _link(rel: str, url: str, media: str | None = None) -> str:
    """A link; nothing where the address is not safe to follow."""
    kind = f' type="{media}"' if media else ""
    return f'<link rel="{rel}"{kind} href="{attribute(url)}"/>' if safe_url(url) else ""
