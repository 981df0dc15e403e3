# Two commands do everything: `make serve` and `make test`. The rest serves them.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= data
SIZE ?=
BIN := .venv/bin

.PHONY: serve test bench lock clean

serve: .venv/serve.stamp
	$(BIN)/kg check $(DATA)
	$(BIN)/kg serve --data $(DATA) --host $(HOST) --port $(PORT)

test: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: .venv/bench.stamp
	$(BIN)/python -m bench.closures $(if $(SIZE),--size $(SIZE))
	$(BIN)/python -m bench.names $(if $(SIZE),--size $(SIZE))
	for each in http pages work orders budgets knowledge analysis mentions; do $(BIN)/python -m bench.$$each || exit 1; done

.venv/serve.stamp: requirements/serve.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/serve.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/test.stamp: .venv/serve.stamp requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

.venv/bench.stamp: .venv/test.stamp requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

# Pins with hashes and without the address of any package index; needs `uv`.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra build --output-file requirements/serve.txt pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra build --extra test --constraint requirements/serve.txt --output-file requirements/test.txt pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		--extra build --extra test --extra bench --constraint requirements/test.txt --output-file requirements/bench.txt pyproject.toml

clean:
	rm -rf .venv build dist
