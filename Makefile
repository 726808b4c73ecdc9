# Geotarget: `make help` explains the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN := .venv/bin
PYTHON_READY := .venv/.ready
FRONTEND_READY := frontend/node_modules/.ready
MESSAGES := $(patsubst %.po,%.mo,$(wildcard geotarget/*/locale/*/LC_MESSAGES/*.po))
PYTEST := $(BIN)/python -m pytest
# `make test-fast` does not even read these folders: every test needs services, or waits for time-outs.
NOT_FAST := browser outbound reliability sql

.PHONY: help install packages run stop test test-fast test-reliability lint format bench lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'
	@echo "Settings by environment: PORT (8000), GEOTARGET_VAR (runtime state), DATABASE_URL, REDIS_URL."

install: packages $(PYTHON_READY) $(FRONTEND_READY) $(MESSAGES) ## Install everything the other targets need

packages:
	@scripts/install-packages packages.apt

$(PYTHON_READY): requirements.lock pyproject.toml scripts/install-python | packages
	@scripts/install-python
	@touch $@

$(FRONTEND_READY): frontend/package-lock.json scripts/install-frontend | $(PYTHON_READY)
	@scripts/install-frontend
	@touch $@

%.mo: %.po | packages
	@msgfmt --check-format --output-file=$@ $<

run: install ## Start everything; Ctrl-C stops everything
	@exec $(BIN)/python -m geotarget.running run

stop: ## Stop the private PostgreSQL and Redis that a command has left running
	@$(BIN)/python -m geotarget.running stop

test: lint ## Lint, types and all tests, a file of them on each core
	@$(PYTEST) -n auto --maxprocesses 4 --dist loadfile

test-fast: install ## The tests that need no database, in seconds
	@$(PYTEST) -m "not services" -q $(NOT_FAST:%=--ignore=tests/%)

test-reliability: install ## Kill and break everything in the middle of sends (KILLS=200 SEED=)
	@$(PYTEST) -s tests/reliability/test_*.py tests/reliability/long_*.py

lint: install ## Style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: install ## Put the code into the project's style
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

bench: install ## Measure import, selection, the map in a browser, and sending against a bare script
	@$(BIN)/python -m tests.benchmarks

lock: ## Renew requirements.lock from pyproject.toml (needs the tool uv)
	@scripts/lock

clean: ## Remove what install made; data in GEOTARGET_VAR stays
	@rm -rf .venv frontend/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	@find geotarget -name '*.mo' -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
