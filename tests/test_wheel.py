"""The installed package is whole: it finds its own data, its pages and the hub that `kg init` starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel, built from this checkout, is installed without its dependencies."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, encoding="utf-8")
    (wheel,) = place.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place / "site")]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True, encoding="utf-8")
    return place / "site"


def _python(site: Path, cwd: Path, code: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


MAIN = "import api.cli; api.cli.main()"


def test_the_package_runs_from_where_it_is_installed(site: Path, tmp_path: Path) -> None:
    """The modules that are tried below are those of the wheel, not those of the checkout."""
    place = _python(site, tmp_path, "import kg, api; print(kg.__file__, api.__file__)")
    assert place.split() == [str(site / name / "__init__.py") for name in ("kg", "api")]


def test_the_package_finds_its_own_data(site: Path, tmp_path: Path) -> None:
    """Away from any data folder, `kg show` answers from the data that came with the package."""
    assert "Deep learning" in _python(site, tmp_path, MAIN, "show", "deep-learning")


def test_the_package_starts_a_hub_that_passes(site: Path, tmp_path: Path) -> None:
    """`kg init` makes a folder with which `kg check --strict` finds no fault."""
    _python(site, tmp_path, MAIN, "init", "hub")
    assert _python(site, tmp_path, MAIN, "check", "hub", "--strict") == ""


def test_the_package_has_its_pages(site: Path, tmp_path: Path) -> None:
    """The application of the installed package serves its home page, its documentation and their assets."""
    code = """
from starlette.testclient import TestClient
from api.app import create_app
from api.cli import folder
from kg import load
client = TestClient(create_app(load(folder(None))))
for path in ("/", "/docs", "/static/hub.css", "/static/swagger/swagger-ui-bundle.js"):
    assert client.get(path).status_code == 200, path
"""
    _python(site, tmp_path, code)
