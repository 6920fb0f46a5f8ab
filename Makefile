# One command for everything: `make check`. `make demo` sets up and lints the fixture pages.

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready

.PHONY: check docs goldens demo format lint types imports test setup

check: lint types imports test

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

test: $(READY)
	$(BIN)/pytest -n 2 --dist loadgroup

demo: $(READY)
	$(BIN)/claimlint check --fail-on never fixtures/

goldens: $(READY)
	CLAIMLINT_WRITE_GOLDENS=1 $(BIN)/pytest -q tests/test_goldens.py tests/test_formats.py

docs: $(READY)
	$(BIN)/claimlint rules docs docs/rules
