# Every target does its own set-up: a fresh machine needs Python 3.11 or later, and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# As an installation does, but for an editable one: else each start compiles where PYTHONDONTWRITEBYTECODE is set.
COMPILE := $(BIN)/python -m compileall -q server
DEMO_OUTPUT := demo-output

.DEFAULT_GOAL := help
.PHONY: help demo test lint format docs bench clean

help:
	@echo "make demo    check examples/momentum_desk.py and extract scanners from it"
	@echo "make test    run the whole test suite"
	@echo "make lint    ruff (lint and format) and mypy --strict"
	@echo "make format  let ruff format the code and sort its imports"
	@echo "make docs    write docs/rules/ and the README's console blocks"
	@echo "make bench   measure isoscan: starts, checks, keys typed, memory"
	@echo "make clean   remove what these targets made"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "isoscan needs Python 3.11 or later: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo-ready: $(BIN)/python pyproject.toml
	$(PIP) install --quiet --editable '.[demo]'
	@$(COMPILE)
	@touch $@

$(VENV)/.dev-ready: $(BIN)/python pyproject.toml tests/requirements-real-code.txt
	$(PIP) install --quiet --editable '.[dev]'
	$(PIP) install --quiet --no-deps --requirement tests/requirements-real-code.txt
	@$(COMPILE)
	@touch $@ $(VENV)/.demo-ready

demo: $(VENV)/.demo-ready
	@$(BIN)/python examples/demo.py --output $(DEMO_OUTPUT)

test: $(VENV)/.dev-ready
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev-ready
	$(BIN)/python docs/build_rules.py
	$(BIN)/python docs/build_readme.py

bench: $(VENV)/.dev-ready
	@$(BIN)/python bench/measure.py

clean:
	rm -rf $(VENV) $(DEMO_OUTPUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find server tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
