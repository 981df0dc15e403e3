"""The command line: `kg`. Tables on a terminal, with `--json` the very bytes that HTTP answers."""

import gc
import inspect
import os
import re
import shutil
import socket
import sys
from collections.abc import Mapping
from datetime import date as day
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from api import analysis, differences, tables
from api.problems import EXPLANATIONS, explain
from kg import DataError, KgError, Problem, QuestionError, load, rdf
from kg.answers import answer
from kg.catalog import Catalog
from kg.errors import NotOurs, did_you_mean, near
from kg.folder import read
from kg.graph import ConceptGraph
from kg.questions import (
    Annotate,
    Connect,
    FindPath,
    Frontier,
    Placement,
    Question,
    ReadConcept,
    ReadGraph,
    parse,
    takes_many,
)
from kg.render import FORMATS, finished
from kg.rules import check as check_rules
from kg.versions import release as releases

PROBLEMS, MISUSED = 1, 2

_HERE = Path(__file__).parent
_LINKED = {format.suffix: media for media, format in rdf.MEDIA.items()}
_EXPORTS = (*_LINKED, *(name for name in FORMATS[ReadGraph] if name not in ("turtle", *_LINKED)))

app = typer.Typer(
    name="kg",
    help="Ask a hub's concept graph, plan with it, check its data and serve it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="KG_DATA", help="The data folder; ./data, or that of the installed hub, without it."),
]
Json = Annotated[bool, typer.Option("--json", help="Print what HTTP would answer.")]


def main() -> None:
    """Run the command that was typed."""
    try:
        app()
    except BrokenPipeError:
        # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(PROBLEMS) from None


def folder(given: Path | None) -> Path:
    """The data folder to use: the one given, else ./data, else the one that came with the package."""
    if given is not None:
        return given
    places = (Path("data"), _HERE / "data", _HERE.parent / "data")
    return next((place for place in places if (place / "hub.yaml").is_file()), places[0])


def say(message: str) -> None:
    """A message for the person, beside the output."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(message, markup=False)


def fail(message: str, status: int) -> typer.Exit:
    """The exit that ends a command with a message."""
    say(message)
    return typer.Exit(status)


def opened(data: Path | None, base: str = "/") -> ConceptGraph:
    """The graph of a folder; with errors in it the command ends, and each is printed."""
    try:
        return load(folder(data), base=base)
    except DataError as error:
        raise fail(f"{error}\n{_counted(len(error.problems), 'error')}: `kg explain CODE` explains", PROBLEMS) from None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def out(data: bytes) -> None:
    """Bytes to standard output, as they are."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


# -- commands that ask, each made from its question


def _ask(
    kind: type[Question], fields: Mapping[str, Any], data: Path | None, as_json: bool, shown: str | None = None
) -> None:
    """Print an answer: as JSON, as a table, or the text in the field that is to be shown."""
    graph = opened(data)
    try:
        question = parse(kind, fields)
        if as_json or "format" in fields:
            out(finished(graph, question).body)
        elif shown:
            out(answer(graph, question)[shown].encode())
        else:
            Console(highlight=False).print(tables.TABLES[kind](answer(graph, question)))
    except QuestionError as error:
        raise fail(f"error: {error}", MISUSED) from None
    except KgError as error:
        raise fail(f"error: {error}", PROBLEMS) from None


def _command(kind: type[Question], name: str, *arguments: str) -> None:
    """A command whose options are the fields of a question; `arguments` are given without a name."""
    names = {field: facts.alias or field for field, facts in kind.model_fields.items()}

    def run(data: Path | None, as_json: bool, **fields: Any) -> None:
        given = {names[field]: value for field, value in fields.items() if value not in (None, [], ())}
        if "ticked" in given:
            given["ticked"] = _document(Path(given["ticked"]))
        _ask(kind, given, data, as_json)

    parameters = []
    for field, facts in kind.model_fields.items():
        plural = takes_many(facts)
        type_: Any = list[str] if plural else bool if facts.annotation is bool else str
        default: Any = ... if facts.is_required() else None
        if field in arguments:
            declared = typer.Argument(help=facts.description, metavar=f"{names[field].upper()}{'…' if plural else ''}")
        else:
            metavar = "FILE" if field == "ticked" else None
            declared = typer.Option(f"--{names[field]}", help=facts.description, metavar=metavar)
            type_ = type_ if facts.is_required() else type_ | None
        parameters.append(_parameter(field, Annotated[type_, declared], default))
    parameters += [_parameter("data", Data, None), _parameter("as_json", Json, False)]
    parameters.sort(key=lambda one: one.default is not inspect.Parameter.empty)
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    app.command(name, help=inspect.getdoc(kind))(run)


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    empty = inspect.Parameter.empty
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, annotation=annotation, default=empty if default is ... else default)


_command(ReadConcept, "show", "id")
_command(FindPath, "path", "target")
_command(Frontier, "ready")
_command(Placement, "place", "target")
_command(Connect, "connect", "from_", "to")


# -- commands for editors and operators


_FORMS = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}


@app.command()
def annotate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document; - reads standard input.")],
    html: Annotated[bool, typer.Option("--html", help="It is HTML, whatever its name.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="It is Markdown, whatever its name.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Print the document with its links.")] = False,
    page: Annotated[str | None, typer.Option(help="The page that it is: no link leads to itself.")] = None,
    per: Annotated[str | None, typer.Option(help="Link the first mention per page, or per section.")] = None,
    most: Annotated[int | None, typer.Option(help="How many links at most.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the document (BCP 47).")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Find where a document mentions concepts, and link the first mention of each."""
    if html and markdown:
        raise fail("error: --html and --markdown exclude each other: give one", MISUSED)
    form = "html" if html else "markdown" if markdown else _FORMS.get(file.suffix.lower(), "text")
    given = {"mode": "apply" if apply else "suggest", "page": page, "per": per, "most": most, "lang": lang}
    fields = {name: value for name, value in given.items() if value is not None}
    _ask(Annotate, {form: _document(file), **fields}, data, as_json, "document" if apply else None)


def _document(file: Path) -> str:
    """A document as it stands, with its line ends."""
    try:
        return (sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()).decode()
    except OSError as error:
        raise fail(f"error: cannot read the document {file}: {error.strerror}", MISUSED) from None
    except UnicodeDecodeError:
        raise fail(f"error: the document {file} is not UTF-8: save it as UTF-8", MISUSED) from None


@app.command()
def check(
    data: Annotated[Path | None, typer.Argument(help="The data folder.")] = None,
    article: Annotated[
        list[str] | None, typer.Option(metavar="SLUG=FILE", help="Verify quotes against the text of a page's article.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
    as_json: Json = False,
) -> None:
    """Check a data folder: every mistake with its place, all in one run."""
    articles = dict(_article(given) for given in article or ())
    catalog, problems = read(folder(data or _from_environment()))
    problems += check_rules(catalog, articles) if catalog.hub.iri != "urn:kg:unread" or catalog.concepts else []
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        out(orjson.dumps(_report(problems), option=orjson.OPT_APPEND_NEWLINE))
    else:
        for problem in problems:
            typer.echo(problem)
    quoted = sorted({e.page for r in catalog.relations for e in r.evidence if hasattr(e, "page")} - set(articles))
    if quoted:
        say(f"quotes not compared with the article: {', '.join(quoted)} (give --article SLUG=FILE)")
    say(
        f"{_counted(len(catalog.concepts), 'concept')}, {_counted(len(catalog.relations), 'relation')}: "
        f"{_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}"
    )
    if errors or (strict and problems):
        raise typer.Exit(PROBLEMS)


def _from_environment() -> Path | None:
    given = os.environ.get("KG_DATA")
    return Path(given) if given else None


def _article(given: str) -> tuple[str, str]:
    slug, equals, file = given.partition("=")
    if not equals:
        raise fail(f"error: --article takes SLUG=FILE, not {given!r}", MISUSED)
    try:
        return slug, Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise fail(f"error: cannot read the article {file}: {error.strerror}", MISUSED) from None
    except UnicodeDecodeError:
        raise fail(f"error: the article {file} is not UTF-8: save it as UTF-8", MISUSED) from None


def _report(problems: list[Problem]) -> dict[str, Any]:
    return {
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "message": problem.message,
                "file": problem.place.file if problem.place else None,
                "line": problem.place.line if problem.place else None,
                "column": problem.place.column if problem.place else None,
            }
            for problem in problems
        ]
    }


@app.command()
def analyse(
    data: Annotated[Path | None, typer.Argument(help="The data folder.")] = None,
    target: Annotated[str | None, typer.Option(help="Show too what every way to this concept holds.")] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OLD_DATA", help="Show too what changes in all learning paths since this folder."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Analyse a data folder: circles and the cheapest way out of them; without any, what is missing, hard or fragile."""
    catalog, problems = read(folder(data or _from_environment()))
    found: dict[str, Any] = {"circles": analysis.circles(catalog)}
    errors = tuple(one for one in (*problems, *check_rules(catalog)) if one.severity == "error" and one.code != "cycle")
    if not found["circles"] and not errors:
        try:
            found |= analysis.of_graph(ConceptGraph.of(catalog), target, opened(against) if against else None)
        except QuestionError as error:
            raise fail(f"error: {error}", MISUSED) from None
        except KgError as error:
            raise fail(f"error: {error}", PROBLEMS) from None
    if as_json:
        out(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
    else:
        for line in analysis.lines(found["circles"]):
            typer.echo(line)
        for name, table in tables.FINDINGS.items():
            if found.get(name):
                Console(highlight=False).print(table(found[name]))
    if errors:
        raise fail(f"{DataError(errors)}\n{_counted(len(errors), 'error')}: `kg explain CODE` explains", PROBLEMS)
    if found["circles"]:
        raise typer.Exit(PROBLEMS)


@app.command("explain")
def explain_code(
    code: Annotated[str | None, typer.Argument(help="A code; all are listed without one.")] = None,
) -> None:
    """Explain a code of `kg check`, or a type of problem that HTTP answers."""
    if code is None:
        for name, text in sorted(EXPLANATIONS.items()):
            typer.echo(f"{name}: {text.splitlines()[0]}")
        return
    try:
        typer.echo(explain(code))
    except KgError as error:
        raise fail(f"error: {error}", MISUSED) from None


@app.command()
def serve(
    data: Data = None,
    host: Annotated[str, typer.Option(envvar="KG_HOST", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="KG_PORT", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    root_path: Annotated[
        str, typer.Option(envvar="KG_ROOT_PATH", help="The path it is published under, such as /kg.")
    ] = "/",
    jobs: Annotated[
        int | None,
        typer.Option(
            envvar="KG_JOBS", min=1, help="How many hard questions to work on at once; one per core without it."
        ),
    ] = None,
    deadline: Annotated[
        float, typer.Option(envvar="KG_DEADLINE", min=0.1, max=3600, help="The seconds that a hard question may take.")
    ] = 10,
) -> None:
    """Serve the graph over HTTP, once its data is free of errors."""
    from api.app import create_app
    from api.server import server
    from api.work import Work
    from api.worker import Limits

    base = _path(root_path)
    graph = opened(data, base)
    listener = _listener(host, port)
    shown = f"[{host}]" if ":" in host else host
    say(f"serving {graph!r} on http://{shown}:{listener.getsockname()[1]}{base}")
    work = Work(graph, Limits(jobs or Limits().children, deadline=deadline))
    service = create_app(graph, work)
    gc.freeze()  # the graph stays as long as the server does: to look through it for garbage would take up to 50 ms
    server(service).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    """The socket to serve on; bound here, so that a port in use is told in a sentence."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"error: cannot listen at {host} port {port}: {reason}; choose another with --port or --host"
        raise fail(message, MISUSED) from None
    return listener


@app.command()
def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(('site', *_EXPORTS))}.")],
    file: Annotated[
        Path | None, typer.Option("--out", help="The file to write, of a site the folder; standard output without it.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="Of a site: language of the texts (BCP 47).")] = None,
    base: Annotated[str, typer.Option(help="Of a site: the path it is published under, such as /kg.")] = "/",
    data: Data = None,
) -> None:
    """Write the whole hub: with its vocabulary as linked data, or as a graph that drawing and exchange tools open.

    `site` makes a folder of files for pages and their generators: each concept and page, the glossary, indexes, the
    graph, with a manifest. Only what has changed is written anew.
    """
    if format == "site":
        _publish(file, lang, base, data)
        return
    if lang or base != "/":
        raise fail("error: --lang and --base are for a site alone: leave them out", MISUSED)
    if format not in _EXPORTS:
        names = ("site", *_EXPORTS)
        hint = did_you_mean(near(format, names))
        raise fail(f"error: there is no format {format!r}{hint}; there are {', '.join(names)}", MISUSED)
    graph = opened(data)
    if format in _LINKED:
        body = rdf.serialise(rdf.graph_triples(graph), _LINKED[format], graph)
    else:
        body = finished(graph, parse(ReadGraph, {"format": format, "limit": 5_000})).body
    if file is None:
        out(body)
        return
    try:
        file.write_bytes(body)
    except OSError as error:
        raise fail(f"error: cannot write {file}: {error.strerror}", MISUSED) from None
    say(f"wrote {file}: {len(body)} bytes")


def _publish(folder: Path | None, lang: str | None, base: str, data: Path | None) -> None:
    """Make a folder equal to the site of the hub, with a progress bar on a terminal."""
    from kg.site import publish

    if folder is None:
        raise fail("error: a site is a folder: name it with --out DIR", MISUSED)
    if not re.fullmatch(r"[A-Za-z0-9._~/-]*", base):
        raise fail(f"error: {base!r} is not a path such as /kg: use letters, digits and -._~/", MISUSED)
    graph = opened(data, _path(base))
    try:
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task(f"writing {escape(str(folder))}", total=None)
            done = publish(folder, graph, lang, lambda n, total: progress.update(task, completed=n, total=total))
    except (NotOurs, QuestionError) as error:
        raise fail(f"error: {error}", MISUSED) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise fail(f"error: cannot write {folder}: {reason}; what was there is as it was", PROBLEMS) from None
    say(f"{folder}: {done.written} written, {done.kept} kept, {done.removed} removed, {done.size} bytes in all")


def _path(given: str) -> str:
    """The path that a hub is published under, with a slash at both ends."""
    return f"/{given.strip('/')}/".replace("//", "/")


def _clean(data: Path) -> Catalog:
    """The catalog of a folder; with errors in it the command ends, and each is printed."""
    catalog, problems = read(data)
    errors = tuple(one for one in (*problems, *check_rules(catalog)) if one.severity == "error")
    if errors:
        raise fail(f"{DataError(errors)}\n{_counted(len(errors), 'error')}: `kg explain CODE` explains", PROBLEMS)
    return catalog


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The data folder as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The data folder as it is.")],
    format: Annotated[str, typer.Option(help="text, markdown or json.")] = "text",
    most: Annotated[int, typer.Option(min=1, help="How many changes, pages and paths are told at most.")] = (
        differences.MOST
    ),
    lang: Annotated[str | None, typer.Option(help="Language of the texts (BCP 47).")] = None,
    as_json: Json = False,
) -> None:
    """Compare two data folders: every change in words, and what becomes of pages and learning paths."""
    form = "json" if as_json else format
    if form not in ("json", *differences.FORMATS):
        raise fail(f"error: there is no format {form!r}; there are text, markdown, json", MISUSED)
    found = differences.compared(_clean(old), _clean(new), lang, most)
    out(
        orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)
        if form == "json"
        else differences.FORMATS[form](found).encode()
    )


@app.command()
def release(
    data: Annotated[Path | None, typer.Argument(help="The data folder.")] = None,
    version: Annotated[
        str | None, typer.Option(help="The new version; that of hub.yaml where it is new, or else the one after.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The date; today without it.")] = None,
    note: Annotated[str | None, typer.Option(help="What to say of the release, in a sentence.")] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="Keep so many releases, and join all before them to the first of these.")
    ] = None,
) -> None:
    """Release a data folder: set version and date in hub.yaml, and write the changes since the last release down."""
    place = data or _from_environment() or Path("data")
    on = _day(date)
    catalog = _clean(place)
    try:
        made = releases.release(catalog, version, on, note)
        releases.write(place, catalog.releases, made, keep)
    except OSError as error:
        raise fail(f"error: cannot write to {place}: {error.strerror}; nothing is released", MISUSED) from None
    except KgError as error:
        raise fail("\n".join(f"error: {line}" for line in str(error).splitlines()), PROBLEMS) from None
    told = differences.of_last((*catalog.releases, made))
    for sentence in told[: differences.MOST]:
        typer.echo(sentence)
    say(f"released {made.version} ({made.date}): {_counted(len(told), 'change')}")


def _day(given: str | None) -> day:
    """The day given, or today."""
    try:
        return day.fromisoformat(given) if given else day.today()  # noqa: DTZ011
    except ValueError:
        raise fail(f"error: --date takes a date such as 2026-03-02, not {given!r}", MISUSED) from None


@app.command()
def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")]) -> None:
    """Start a hub: a small data folder that passes `kg check`, with comments on how to go on."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise fail(f"error: {directory} is not an empty folder: name another", MISUSED)
    try:
        shutil.copytree(_HERE / "starter", directory, dirs_exist_ok=True)
    except OSError as error:
        raise fail(f"error: cannot write to {directory}: {error.strerror}", MISUSED) from None
    say(f"made {directory}; next: kg check {directory}, then kg serve --data {directory}")
