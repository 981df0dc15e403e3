"""A worker that does what it is told: `tests.api.test_work` runs it in the place of `api.worker`.

A question about a path to `sleep` sleeps, and so on; all others are answered as ever.
"""

import os
import signal
import time
from collections.abc import Callable, Mapping

import orjson

from api import worker
from kg import errors
from kg.errors import KgError, Place, Problem
from kg.graph import ConceptGraph
from kg.questions import FindPath, Question
from kg.render import Finished, finished

ERRORS: tuple[KgError, ...] = (
    errors.DataError((Problem("a-code", "is wrong", Place("a.yaml", 1, 2)), Problem("b", "too", None, "warning"))),
    errors.QuestionError((("/target/0", "is “unknown”"), ("", "all of it"))),
    errors.NotFound("concept", "zzz", ("a", "\u2028\n\0")),
    errors.NotFound("page", ""),
    errors.Renamed("a", "b"),
    errors.Withdrawn("a"),
    errors.StaleCursor("0.1.0-abc"),
    errors.Unreachable(("a", "b"), ("a requires b",)),
    errors.TooOld("0.0.1", ("0.1.0", "0.2.0")),
    errors.NotReleased(("nothing has changed", "b")),
    errors.NotOurs("out", "is not empty"),
)
LARGE = bytes(range(256)) * 40_000


def _spin() -> Finished:
    """Hold the interpreter in one long step that no signal handler of Python's could interrupt."""
    raise AssertionError(sum(range(10**15)))


def _memory() -> Finished:
    raise AssertionError(bytearray(1 << 30)[-1])


def _facts() -> Finished:
    """What a child finds itself to be."""
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    return Finished("application/json", orjson.dumps({"nice": os.nice(0), "files": files}), None)


def _killed(number: int) -> Finished:
    os.kill(os.getpid(), number)
    raise AssertionError


def _raised(error: Exception) -> Finished:
    raise error


def _sleep() -> Finished:
    time.sleep(600)
    raise AssertionError


ASKED: Mapping[str, Callable[[], Finished]] = {
    "sleep": _sleep,
    "spin": _spin,
    "memory": _memory,
    "facts": _facts,
    "large": lambda: Finished("application/octet-stream", LARGE, "?cursor=x"),
    "mistake": lambda: _raised(ValueError("a secret in /etc")),
    "crash": lambda: _killed(signal.SIGKILL),
    "fault": lambda: _killed(signal.SIGSEGV),
    **{f"error-{place}": lambda error=error: _raised(error) for place, error in enumerate(ERRORS)},  # type: ignore[misc]
}


def ask(graph: ConceptGraph, question: Question) -> Finished:
    """Do what the question's target says."""
    told = question.target[0] if isinstance(question, FindPath) and question.target else ""
    return ASKED[told]() if told in ASKED else finished(graph, question)


if __name__ == "__main__":
    worker.main(ask, len)
