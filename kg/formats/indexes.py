"""The whole hub as what sites are made from: a glossary, an index of contents, a sitemap, a list for agents."""

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import orjson

from kg.answers.shapes import DumpAnswer, HubAnswer
from kg.formats.commonmark import link, text
from kg.formats.markup import folded, safe_url
from kg.formats.markup import text as xml

MOST_ADDRESSES = 50_000  # of a sitemap (sitemaps.org)


def concepts(found: DumpAnswer) -> bytes:
    """The array of the concepts."""
    return _json(found["concepts"])


def redirects(found: DumpAnswer) -> bytes:
    """The successor of each old id, null where there is none."""
    return _json(found["redirects"])


def glossary(found: DumpAnswer) -> bytes:
    """The definition of each name, by code points."""
    return _json(dict(_names(found)))


def abbreviations(found: DumpAnswer) -> bytes:
    """The glossary as the abbreviations of Markdown Extra, which Python-Markdown, MkDocs and kramdown read."""
    # a bracket would end the name; what is said of it is no Markdown, and no markup even for who takes it for some
    terms = ((folded(name), folded(said).replace("<", "\\<")) for name, said in _names(found))
    return "".join(f"*[{name}]: {said}\n" for name, said in terms if not {"[", "]", "\\", "<"} & set(name)).encode()


def _names(found: DumpAnswer) -> Iterator[tuple[str, str]]:
    """The names in the answer's language that one concept alone goes by, with the definition of it."""
    owners: dict[str, dict[str, str]] = {}
    for concept in found["concepts"]:
        for name in (concept["label"], *concept["also"].get(concept["lang"], ())):
            owners.setdefault(name, {})[concept["id"]] = concept["definition"] or ""
    for name, definitions in sorted(owners.items()):
        (definition, *others) = definitions.values()
        if definition and not others:
            yield name, definition


def content_index(found: DumpAnswer) -> bytes:
    """The index that Quartz makes its graph, its search and its backlinks from, by path of the document."""
    entries: dict[str, dict[str, object]] = {}
    for concept in found["concepts"]:
        ids = (*concept["broader"], *concept["requires"], *concept["helpful"], *concept["related"], *concept["next"])
        entries[f"concepts/{concept['id']}"] = {
            "title": concept["label"],
            "links": [*(f"concepts/{id}" for id in dict.fromkeys(ids)), *(f"pages/{one}" for one in concept["pages"])],
            "tags": [concept["kind"], *([concept["cluster"]] if concept["cluster"] else [])],
            "content": "\n".join([concept["definition"] or "", *concept["also"].get(concept["lang"], ())]).strip(),
            "description": concept["definition"] or "",
            "date": found["date"],
        }
    for page in found["pages"]:
        ids = (*page["about"], *page["teaches"], *page["mentions"])
        entries[f"pages/{page['slug']}"] = {
            "title": page["title"],
            "links": [f"concepts/{id}" for id in dict.fromkeys(ids)],
            "tags": ["article"],
            "content": page["description"] or "",
            "description": page["description"] or "",
            "date": found["date"],
        }
    return _json(entries)


def sitemap(found: DumpAnswer) -> bytes:
    """A sitemap (sitemaps.org 0.9): articles, then documents about concepts, on the host of the hub's own IRI."""
    host = urlsplit(found["uri"])[:2]
    urls = [urldefrag(page["url"]).url for page in found["pages"]]
    urls += [_absolute(found, f"concepts/{concept['id']}") for concept in found["concepts"]]
    own = [url for url in dict.fromkeys(urls) if safe_url(url) and urlsplit(url)[:2] == host and host[1]]
    lines = [f"<url><loc>{xml(url)}</loc><lastmod>{found['date']}</lastmod></url>" for url in own[:MOST_ADDRESSES]]
    if len(own) > MOST_ADDRESSES:
        lines.append(f"<!-- the first {MOST_ADDRESSES} of {len(own)} -->")
    head = '<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([*head, *lines, "</urlset>\n"]).encode()


def robots(found: HubAnswer) -> bytes:
    """What crawlers may read (RFC 9309): everything; and where the sitemap is, if the hub's IRI names a host."""
    place = _absolute(found, "sitemap.xml")
    lines = ["User-agent: *", "Allow: /", *(["", f"Sitemap: {place}"] if urlsplit(place).netloc else [])]
    return ("\n".join(lines) + "\n").encode()


def llms(found: DumpAnswer) -> bytes:
    """What agents are told (llmstxt.org): the articles, and the Markdown document about each concept."""
    base = found["base"]
    pages = [_told(page["title"], page["url"], page["description"]) for page in found["pages"]]
    terms = [_told(one["label"], f"{base}concepts/{one['id']}.md", one["definition"]) for one in found["concepts"]]
    data = [
        _told(name, f"{base}{file}", about)
        for name, file, about in (
            ("All concepts", "concepts.json", "with definitions, requirements and articles"),
            ("The graph", "graph.json", "concepts and typed relations, each with a sentence"),
            ("Linked data", "vocab.ttl", "the same as SKOS"),
        )
    ]
    blocks = [f"# {text(found['title'])}", *([f"> {text(found['description'])}"] if found["description"] else [])]
    for heading, lines in (("Articles", pages), ("Concepts", terms), ("Optional", data)):
        blocks += [f"## {heading}\n\n" + "\n".join(lines)] if lines else []
    return ("\n\n".join(blocks) + "\n").encode()


def _told(name: str, url: str, about: str | None) -> str:
    return f"- {link(name, url)}{f': {text(about)}' if about else ''}"


def _absolute(found: DumpAnswer | HubAnswer, path: str) -> str:
    return urljoin(found["uri"], f"{found['base']}{path}")


def _json(content: object) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
