# Two commands do everything: `make demo` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test lint types layers pytest format bench screenshots clean

help:             ## what can be made
	@grep -E '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "maestro-tui needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(READY)    ## the dashboard on a server of its own, with simulated agents
	$(BIN)/maestro-tui demo

test: lint types layers pytest    ## everything CI runs

lint: $(READY)    ## style, and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)   ## mypy --strict on the package and the tests
	$(BIN)/mypy

layers: $(READY)  ## who may import whom
	$(BIN)/lint-imports

pytest: $(READY)  ## the tests
	$(BIN)/pytest -n 2

format: $(READY)  ## let ruff write what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)   ## the figures, both sides measured in one run
	$(BIN)/python -m tests.benchmarks

screenshots: $(READY)    ## screenshots/*.svg and *.png, through the real program
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[screenshots]'
	$(BIN)/python -m screenshots.make

clean:            ## what can be made again
	rm -rf $(VENV) build dist .mypy_cache .import_linter_cache .pytest_cache .ruff_cache .hypothesis
