# Every target does its own set-up: a fresh machine needs Python 3.11 or later, and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# As an installation does, but for an editable one: else each start compiles where PYTHONDONTWRITEBYTECODE is set.
COMPILE := $(BIN)/python -m compileall -q server
DEMO_OUTPUT := demo-output
VSCODE := editors/vscode
# VS Code's workbench, for tests: hundreds of megabytes from npm.
VSCODE_HOST := build/vscode
NPM := npm --no-audit --no-fund --no-update-notifier --loglevel=error

.DEFAULT_GOAL := help
.PHONY: help demo test test-vscode fuzz lint format docs bench vsix clean

help:
	@echo "make demo    check examples/momentum_desk.py and extract scanners from it"
	@echo "make test    run the whole test suite"
	@echo "make vsix    build the VS Code extension, editors/vscode/isoscan.vsix (needs Node 20 or later)"
	@echo "make test-vscode  test it: plain logic, extension host, real workbench (needs Chromium, too)"
	@echo "make fuzz    run 2,000 generated modules against what is said of them, then edit files at random for"
	@echo "             twenty minutes: after each edit all must be as if opened anew"
	@echo "make lint    ruff (lint and format) and mypy --strict"
	@echo "make format  let ruff format the code and sort its imports"
	@echo "make docs    write docs/rules/ and the README's console blocks"
	@echo "make corpus FOLDER=...  extract every scanner of a folder of files, check and run the results"
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

fuzz: $(VENV)/.dev-ready
	ISOSCAN_DESKS=$(or $(DESKS),2000) ISOSCAN_FIRST_DESK=$(or $(SEED),0) $(BIN)/python -m pytest -q --timeout 0 tests/rules/test_dynamic_truth.py tests/rules/test_dynamic_frames.py
	$(BIN)/python tests/live/fuzz.py $(if $(SEED),--seed $(SEED)) --minutes $(or $(MINUTES),20)

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

$(VSCODE)/node_modules/.ready: $(VSCODE)/package.json $(VSCODE)/package-lock.json
	$(NPM) --prefix $(VSCODE) ci --ignore-scripts
	@touch $@

# What is bundled is the server of this checkout, so it is always built anew.
vsix: $(BIN)/python $(VSCODE)/node_modules/.ready
	$(BIN)/python $(VSCODE)/bundling/bundle.py
	$(NPM) --prefix $(VSCODE) run --silent check
	$(NPM) --prefix $(VSCODE) run --silent build
	$(NPM) --prefix $(VSCODE) run --silent package

$(VSCODE_HOST)/.ready: tests/editors/vscode/prepare.sh tests/editors/vscode/stand_in_for_spdlog.js
	tests/editors/vscode/prepare.sh $(VSCODE_HOST)
	@touch $@

test-vscode: vsix $(VENV)/.dev-ready $(VSCODE_HOST)/.ready
	$(NPM) --prefix $(VSCODE) test
	ISOSCAN_TEST_VSCODE=1 $(BIN)/python -m pytest tests/editors/vscode

bench: $(VENV)/.dev-ready
	@$(BIN)/python bench/measure.py
	@$(BIN)/python bench/hanging.py

# Real files, which are nobody's to copy: CORPUS_OPTIONS="--rope" compares with rope, see the script.
CORPUS_OPTIONS ?= --verify
corpus: $(VENV)/.dev-ready
	@test -n "$(FOLDER)" || { echo 'name a folder of Python files: make corpus FOLDER=...'; exit 2; }
	$(BIN)/python tests/corpus_extraction.py "$(FOLDER)" $(CORPUS_OPTIONS)

clean:
	rm -rf $(VENV) $(DEMO_OUTPUT) build dist $(addprefix $(VSCODE)/,node_modules bundled dist out isoscan.vsix LICENSE CHANGELOG.md) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find server tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
