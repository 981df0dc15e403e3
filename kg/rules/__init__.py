"""The rules that a catalog must keep, one function each, and the explanation of every code."""

from collections.abc import Mapping

from kg.catalog import Catalog, no_collection
from kg.errors import NotFound, Problem, near
from kg.rules import evidence, hub, labels, relations, requirements
from kg.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    labels.missing_label,
    labels.missing_definition,
    labels.skos_s9,
    labels.skos_s13,
    labels.skos_s14,
    labels.skos_s37,
    labels.skos_s46,
    labels.unknown_vocabulary,
    labels.label_clash,
    labels.undeclared_language,
    labels.unknown_kind,
    relations.unknown_concept,
    relations.wrong_kind,
    relations.self_relation,
    relations.cycle,
    relations.hierarchy_cycle,
    relations.wrong_main_parent,
    relations.skos_s27,
    relations.redundant,
    relations.orphan,
    relations.bad_sentence,
    requirements.impossible_group,
    requirements.no_choice,
    requirements.unlearnable,
    requirements.next_against_requires,
    evidence.missing_why,
    evidence.missing_evidence,
    evidence.unknown_page,
    evidence.unknown_section,
    evidence.long_quote,
    evidence.unchecked_section,
    evidence.unknown_source,
    evidence.unused_source,
    hub.unknown_cluster,
    hub.redirect_loop,
    hub.empty_page,
    hub.reserved_page,
)

FORM_CODES: Mapping[str, str] = {
    "syntax": "The file is not the plain YAML that is read here: YAML 1.2 core, UTF-8, one document, no tags, "
    "anchors or aliases, at most 32 levels and 16 MiB.",
    "duplicate-key": "A key stands twice in one mapping, or a concept is defined twice. Only the first is read.",
    "missing-file": "A file that every hub has is not there or cannot be read. `kg init DIR` shows what each holds.",
    "stray-file": "A YAML file that nothing reads, because of its name or its folder. Move, rename or remove it.",
    "invalid-id": "An id is made of lower-case letters, digits and single hyphens: `gradient-descent`.",
    "unknown-field": "A field or a relation type of this name does not exist here. Mind the spelling; relation types "
    "are defined in ontology.yaml.",
    "missing-field": "A record lacks a field that it cannot do without.",
    "invalid-value": "A value is not of the form that its field asks for.",
    "duplicate-relation": "One concept names another twice under the same relation type, for example as a "
    "requirement and as an option. Keep one.",
}

EXPLANATIONS: Mapping[str, str] = {
    **FORM_CODES,
    **{rule.code: rule.explanation for rule in RULES},
    **evidence.ARTICLE_CODES,
}


def check(catalog: Catalog, articles: Mapping[str, str] | None = None) -> list[Problem]:
    """What is wrong with a catalog, and with its quotes where the text of a page's article is given by slug."""
    with no_collection():
        problems = [problem for rule in RULES for problem in rule(catalog)]
        return problems + list(evidence.against_articles(catalog, articles or {}))


def explain(code: str) -> str:
    """What a code means and what to do about it. Raises `NotFound` for a code that is not ours."""
    if code not in EXPLANATIONS:
        raise NotFound("code", code, near(code, EXPLANATIONS))
    return EXPLANATIONS[code]
