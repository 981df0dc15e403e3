"""A learning path as one HTML document that needs nothing else: to be ticked on a screen, and to be printed."""

from collections.abc import Mapping

from kg.answers.shapes import PathAnswer, StepAnswer, Week
from kg.formats import words
from kg.formats.markup import attribute, folded, safe_url, text
from kg.formats.paper import PAPER

_RIGHT_TO_LEFT = (
    *("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "prs", "ps", "sd", "syr", "ug", "ur", "yi"),
    *("arab", "hebr", "nkoo", "syrc", "thaa"),
)
_ENGLISH = ' lang="en" dir="ltr"'


def printed(answer: PathAnswer) -> bytes:
    """Totals, the steps as a checklist without a script, then choices and what is left out, in the answer's language.

    Words of ours are in English, and marked as such where the answer is in another language.
    """
    lang, title, proof = answer["lang"], text(words.heading(answer)), words.proof(answer)
    own = "" if _english(lang) else _ENGLISH
    pen, places = _pen(answer), {step["concept"]["id"]: step["position"] for step in answer["steps"]}
    parts = [
        f'<!DOCTYPE html>\n<html lang="{attribute(lang)}" dir="{_direction(lang)}">',
        '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{PAPER}</style>\n</head>\n<body>\n<main>",
        f'<header>\n<h1 dir="auto">{title}</h1>\n<p class="totals"{own}>{text(words.totals(answer))}</p>',
        *([f'<p class="proof"{own}>{text(proof)}</p>'] if proof else ()),
        "</header>",
    ]
    for week, steps in words.weeks(answer):
        parts += _heading(week, steps, pen, own)
        if steps:
            parts += ['<ol class="steps" role="list">', *(_item(step, pen, places, own) for step in steps), "</ol>"]
    for heading, lines in words.sections(answer, pen):
        items = "\n".join(f"<li>{line}</li>" for line in lines)
        parts.append(f'<section{own}>\n<h2>{heading}</h2>\n<ul class="note" role="list">\n{items}\n</ul>\n</section>')
    parts.append(f"<footer{own}>Planned with version {text(folded(answer['version']))} of the hub.</footer>")
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"]).encode()


def _english(lang: str) -> bool:
    return lang.lower().split("-")[0] == "en"


def _direction(lang: str) -> str:
    """Of the script that a language tag names, or else of the one that the language is mostly written in."""
    language, *others = lang.lower().split("-")
    scripts = [part for part in others if len(part) == 4 and part.isalpha()]
    return "rtl" if (scripts or [language])[0] in _RIGHT_TO_LEFT else "ltr"


def _pen(answer: PathAnswer) -> words.Pen:
    """A step is named by a link to its place in the document; a name keeps its direction whatever stands around it."""
    steps, labels = {step["concept"]["id"]: step for step in answer["steps"]}, words.labels(answer)
    plain = answer["lang"] if _english(answer["lang"]) else ""

    def apart(content: str, lang: str) -> str:
        return f"<bdi{_lang(lang, plain)}>{text(content)}</bdi>"

    def name(id: str) -> str:
        if id not in steps:
            return apart(labels.get(id, id), answer["lang"])
        position, lang = steps[id]["position"], steps[id]["concept"]["lang"]
        return f'<a href="#step-{position}">{position}.\u00a0{apart(labels[id], lang)}</a>'

    return words.Pen(name, lambda content: apart(folded(content), answer["lang"]))


def _lang(lang: str, around: str) -> str:
    """The attribute that says a language, where it is not that of what stands around."""
    return "" if lang == around else f' lang="{attribute(lang)}"'


def _heading(week: Week | None, steps: list[StepAnswer], pen: words.Pen, own: str) -> list[str]:
    """The heading of a week, and what else goes on in it; of all steps where there are no weeks."""
    if week is None:
        return [f"<h2{own}>Steps</h2>"] if steps else []
    day = f'<time datetime="{attribute(week["starts"])}">{text(week["starts"])}</time>'
    besides = words.besides(week, steps, pen)
    return [
        f"<h2{own}>Week {week['week']}, from {day} ({words.hours(week['minutes'])})</h2>",
        *([f'<p class="besides"{own}>{besides}</p>'] if besides else ()),
    ]


def _item(step: StepAnswer, pen: words.Pen, places: Mapping[str, int], own: str) -> str:
    """A step with its box, its name and time, why it is there, what it is, what it needs and where it leads."""
    place, concept, url = step["position"], step["concept"], safe_url(step["concept"]["url"])
    name = f'<bdi lang="{attribute(concept["lang"])}">{text(words.label(concept))}</bdi>'
    linked = f'<a href="{attribute(url)}">{name}</a>' if url else name
    because, definition, address = folded(step["because"]), folded(concept["definition"] or ""), words.link(concept)
    facts = "".join(
        f"\n<div><dt{own}>{caption}</dt><dd>{line}</dd></div>" for caption, line in words.reasons(step, pen, places)
    )
    return (
        f'<li id="step-{place}">\n<input type="checkbox" id="done-{place}" aria-labelledby="name-{place}">\n<div>\n'
        f'<div class="head"><h3 id="name-{place}">{place}. {linked}</h3><span class="time"{own}>{words.took(step)}</span></div>'
        + (f'\n<p class="why" dir="auto">{text(because)}</p>' if because else "")
        + (f'\n<p class="define" dir="auto">{text(definition)}</p>' if definition else "")
        + (f"\n<dl>{facts}\n</dl>" if facts else "")
        + (f'\n<p class="address" dir="ltr">{text(address)}</p>' if address else "")
        + "\n</div>\n</li>"
    )
