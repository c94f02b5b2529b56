# `make help` lists what there is. Each target does its own set-up.
SHELL := /bin/bash
BIN := .venv/bin
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
SECONDS ?= 1800

.PHONY: help setup engines test quick check lint types layers format docs diagrams witnesses bench corpus fuzz lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: ## .venv with secscan and everything for development
	@. scripts/python.sh && "$$python" scripts/bootstrap.py dev

engines: setup ## all pinned engines, in the user's cache directory
	@$(BIN)/secscan engines install checkov tflint kics guard terrascan

test: setup engines ## the whole test suite
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

quick: setup ## the fast part of the test suite, under a minute
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow"

check: lint types layers ## lint, types and layers; no tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

format: setup ## format the Python files
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup ## write the generated pages again
	$(BIN)/python scripts/generate_docs.py
	$(BIN)/python infra/scripts/generate_readmes.py
	$(BIN)/python infra/scripts/generate_pages.py

witnesses: setup engines ## ask the engines about every rule's cases, and record their answers
	$(BIN)/secscan rules test --no-mutations --engines --record policies/witnesses.json
	$(BIN)/python scripts/generate_docs.py

diagrams: setup ## draw the pictures of the platform anew (PNGs need Chromium)
	PYTHONPATH=scripts $(BIN)/python -m diagrams

bench: setup engines ## measure, and write docs/benchmarks.md
	$(BIN)/python scripts/bench

corpus: setup ## read public Terraform, and compare with Terraform's verdicts
	$(BIN)/python scripts/corpus

fuzz: setup ## hostile input, for SECONDS (1800)
	$(BIN)/python scripts/fuzz --seconds $(SECONDS)

lock: setup ## write requirements/*.txt from pyproject.toml (UV names the uv to use)
	./scripts/lock.sh

clean: ## remove what the other targets made in this directory
	rm -rf .venv reports dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis
