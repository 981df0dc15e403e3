"""What C code writes is kept off standard output; what Python writes is not."""

import ctypes
import sys
from contextlib import suppress

import pytest

from kg.paths.quiet import quiet


def test_c_code_is_not_heard(capfd: pytest.CaptureFixture[str]) -> None:
    """Within, lines of the C library lead nowhere, and Python's come through; afterwards all is as it was, also after an error."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "gnu_get_libc_version"):
        pytest.skip("the C library is not glibc")
    libc.puts(b"before")
    with quiet():
        libc.puts(b"within")
        with suppress(ZeroDivisionError), quiet():
            libc.printf(b"within\n")
            sys.stdout.write("Python\n")
            sys.stdout.flush()
            raise ZeroDivisionError
        libc.puts(b"still within")
    libc.puts(b"after")
    libc.fflush(None)
    assert sorted(capfd.readouterr().out.split()) == ["Python", "after", "before"]
