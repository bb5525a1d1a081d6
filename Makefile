# `make` prints what there is. Each target sets up what it needs; nothing is installed outside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: help setup demo test campaign corpora lint types arch bench clean

help: ## Print this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

$(VENV)/.done: pyproject.toml constraints.txt
	@PYTHON=$(PYTHON) sh .ci/setup $(VENV)

setup: $(VENV)/.done ## Create .venv with guardian and its development tools

demo: setup ## Show the whole story on the embedded PostgreSQL (about 15 seconds)
	@$(BIN)/guardian demo

lint: setup ## ruff: style and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: setup ## mypy, strict
	@$(BIN)/mypy

arch: setup ## import-linter: the layers
	@$(BIN)/lint-imports --no-cache

test: lint types arch ## Everything: style, types, layers, and the whole test suite
	@$(BIN)/python -m pytest -n $(WORKERS) -m "not campaign"

campaign: setup ## The full counts of the long tests
	@GUARDIAN_TEST_CAMPAIGN=1 $(BIN)/python -m pytest -n $(WORKERS)

corpora: setup ## PostgreSQL's own regression databases, for the long tests (needs Debian's apt-get and gcc)
	@$(BIN)/python -m tests.plugin.corpora

bench: setup ## Measure against a peer in the same run
	@for file in benchmarks/*.py; do $(BIN)/python $$file || exit 1; done

clean: ## Remove what setup and the tools made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
