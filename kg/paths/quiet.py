"""Keeping off standard output, where an answer or a protocol may be expected, what C code writes to it."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def quiet() -> Iterator[None]:
    """Meanwhile the C library's `stdout` leads nowhere; Python's own, which does not go through it, is as ever.

    With glibc, where `stdout` is a variable that a program may set; elsewhere nothing is changed.
    """
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is None or not hasattr(libc, "gnu_get_libc_version"):
        yield
        return
    stdout = ctypes.c_void_p.in_dll(libc, "stdout")
    kept, stdout.value = stdout.value, _nowhere()
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
