"""Rules about reasons, quotes and sources."""

from collections.abc import Iterator, Mapping

from kg.catalog import Catalog
from kg.errors import Problem, did_you_mean, near
from kg.model import Citation, Quotation, Relation
from kg.rules.relations import place_of
from kg.rules.rule import Finding, error, warning
from kg.text import MAX_QUOTE_WORDS, digest, occurrences, sections, sentences, where


def _quotations(catalog: Catalog) -> Iterator[tuple[Relation, Quotation]]:
    for relation in catalog.relations:
        for evidence in relation.evidence:
            if isinstance(evidence, Quotation):
                yield relation, evidence


@warning
def missing_why(catalog: Catalog) -> Iterator[Finding]:
    """A relation without a reason. Say in your own words, in one sentence, why it holds."""
    for relation in catalog.relations:
        if catalog.hub.language not in relation.why:
            yield f"{relation.id} has no why", place_of(catalog, relation)


@warning
def missing_evidence(catalog: Catalog) -> Iterator[Finding]:
    """A relation that neither quotes an article (`says`) nor cites a work (`source`)."""
    for relation in catalog.relations:
        if not relation.evidence:
            yield f"{relation.id} has neither says nor source", place_of(catalog, relation)


@error
def unknown_page(catalog: Catalog) -> Iterator[Finding]:
    """Evidence names a page that has no file under pages/."""
    for relation, quotation in _quotations(catalog):
        if quotation.page not in catalog.pages:
            hint = did_you_mean(near(quotation.page, catalog.pages))
            yield (
                f"{relation.id} quotes the page {quotation.page!r}, which is not there{hint}",
                place_of(catalog, relation),
            )


@error
def unknown_section(catalog: Catalog) -> Iterator[Finding]:
    """Evidence, or the answer to a question, names a section that the page's file does not list."""
    for relation, quotation in _quotations(catalog):
        page = catalog.pages.get(quotation.page)
        if page and quotation.section not in (known := [section.id for section in page.sections]):
            hint = did_you_mean(near(quotation.section, known))
            message = f"{relation.id} quotes {quotation.page}#{quotation.section}, which is not there{hint}"
            yield message, place_of(catalog, relation)
    for slug, page in catalog.pages.items():
        known = [section.id for section in page.sections]
        for number, question in enumerate(page.questions):
            if question.section not in known:
                place = catalog.places.at("page", slug, "questions", number, "section")
                hint = did_you_mean(near(question.section, known))
                yield f"the question {question.id!r} is in {question.section!r}, which is not there{hint}", place


@error
def long_quote(catalog: Catalog) -> Iterator[Finding]:
    """A quote of more than eight words. Keep the words that carry the claim; the why says the rest."""
    for relation, quotation in _quotations(catalog):
        words = len(quotation.quote.split())
        if words > MAX_QUOTE_WORDS:
            message = f"{relation.id} quotes {words} words, {MAX_QUOTE_WORDS} are allowed: {quotation.quote!r}"
            yield message, place_of(catalog, relation)


@warning
def unchecked_section(catalog: Catalog) -> Iterator[Finding]:
    """A section is quoted, but no digest of its text is on record, so its quotes were never checked.

    Run `kg check --article SLUG=FILE`: it checks them, and says the digest to write under `sha256`.
    """
    quoted = {(quotation.page, quotation.section) for _, quotation in _quotations(catalog)}
    for slug, page in catalog.pages.items():
        for number, section in enumerate(page.sections):
            if section.sha256 is None and (slug, section.id) in quoted:
                place = catalog.places.at("page", slug, "sections", number)
                yield f"the quotes from {slug}#{section.id} were never checked", place


@error
def unknown_source(catalog: Catalog) -> Iterator[Finding]:
    """A relation cites a work that sources.yaml does not hold. Add it there, or correct the id."""
    for relation in catalog.relations:
        for evidence in relation.evidence:
            if isinstance(evidence, Citation) and evidence.source not in catalog.sources:
                hint = did_you_mean(near(evidence.source, catalog.sources))
                message = f"{relation.id} cites {evidence.source!r}, which is not in sources.yaml{hint}"
                yield message, place_of(catalog, relation)


@warning
def unused_source(catalog: Catalog) -> Iterator[Finding]:
    """A work in sources.yaml that nothing cites. Cite it, or remove it."""
    used = {e.source for relation in catalog.relations for e in relation.evidence if isinstance(e, Citation)}
    for id in catalog.sources:
        if id not in used:
            yield f"nothing cites {id!r}", catalog.places.at("source", id)


ARTICLE_CODES: Mapping[str, str] = {
    "missing-heading": "A section's heading does not stand in the article. Correct the heading, or remove the section.",
    "changed-section": "The text of a section is not what it was when it was encoded. Read it again, correct what "
    "was encoded, then write the digest that the message gives under `sha256` and the number under `sentences`.",
    "stale-quote": "A quote does not stand in the section it is said to be from, so the relation has lost its "
    "evidence. The article may have changed: find new words, move the relation to the section named, or remove it.",
    "repeated-quote": "A quote stands more than once in its section, so it does not say which sentence is meant. "
    "Take a few more words.",
}


def against_articles(catalog: Catalog, articles: Mapping[str, str]) -> Iterator[Problem]:
    """The findings of comparing quotes and sections with the texts of articles, by page slug."""
    for slug, article in articles.items():
        page = catalog.pages.get(slug)
        if page is None:
            hint = did_you_mean(near(slug, catalog.pages))
            yield Problem("unknown-page", f"there is no page {slug!r} to check an article against{hint}")
            continue
        texts = sections(article, page)
        for number, section in enumerate(page.sections):
            place = catalog.places.at("page", slug, "sections", number)
            text = texts.get(section.id)
            if text is None:
                yield Problem("missing-heading", f"the article has no heading {section.heading!r}", place)
            if text is None or len(texts) < len(page.sections):
                continue  # without all headings it is unknown where a section ends
            found, count = digest(text), len(sentences(text))
            if (section.sha256, section.sentences) != (found, count):
                was = "was never recorded" if section.sha256 is None else "has changed"
                message = f"{slug}#{section.id} {was}: it now has sha256 {found} and {count} sentences"
                yield Problem("changed-section", message, place, "warning")
        for relation, quotation in _quotations(catalog):
            if quotation.page == slug and quotation.section in texts:
                yield from _compare(catalog, relation, quotation, texts)


def _compare(catalog: Catalog, relation: Relation, quotation: Quotation, texts: Mapping[str, str]) -> Iterator[Problem]:
    times = occurrences(quotation.quote, texts[quotation.section])
    place = place_of(catalog, relation)
    if times == 0:
        elsewhere = where(quotation.quote, texts)
        hint = f"; it stands in {', '.join(elsewhere)}" if elsewhere else ""
        message = f"{relation.id}: {quotation.quote!r} is not in {quotation.page}#{quotation.section}{hint}"
        yield Problem("stale-quote", message, place)
    elif times > 1:
        message = f"{relation.id}: {quotation.quote!r} stands {times} times in {quotation.page}#{quotation.section}"
        yield Problem("repeated-quote", message, place)
