"""Keeping quiet what C code writes to standard output, which may be a protocol or a file of ours."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def quiet() -> Iterator[None]:
    """Meanwhile the C library's `stdout` leads nowhere; Python's own, which does not use it, is as ever.

    This works with glibc, where `stdout` is a variable that may be set; elsewhere nothing is changed.
    """
    try:
        stdout = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "stdout")
    except (TypeError, ValueError):
        yield
        return
    kept = stdout.value
    stdout.value = _nowhere()
    try:
        yield
    finally:
        stdout.value = kept


@cache
def _nowhere() -> int | None:
    """A C stream that leads nowhere, open as long as the process lives."""
    open_ = ctypes.CDLL(None).fopen
    open_.restype = ctypes.c_void_p
    found: int | None = open_(os.devnull.encode(), b"w")
    return found
