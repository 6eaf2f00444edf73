# What a newcomer types. Every target has a help line; `make` alone shows them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
FLOORS := bot handlers knowledge db
PYTEST := $(BIN)/python -m pytest -n 3 --dist loadfile

# What is installed stands in the locks, each file with its hash: a file that somebody exchanged is refused.
# The stamps stand inside .venv, so that deleting the folder starts anew and a second run takes no time.
RUNS := .venv/.runs
TESTS := .venv/.tests

$(RUNS): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("make PYTHON=... with Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	touch $@

$(TESTS): requirements-dev.lock $(RUNS)
	$(PIP) -r requirements-dev.lock
	touch $@

.PHONY: help install run test test-all lint check format lock audit ask bench pictures

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

install: $(RUNS) ## Build .venv with what the bot needs to run

run: install ## Start the bot with the web chat on http://127.0.0.1:8000
	$(BIN)/python -m bot serve

test: $(TESTS) ## Install what tests need and run them
	$(PYTEST)

test-all: $(TESTS) ## The same, and the slow ones: thousands of random cases instead of hundreds
	$(PYTEST) -m "slow or not slow"

lint: $(TESTS) ## Format check, lint, types
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy $(FLOORS)

check: lint audit ## Format check, lint, types, known faults of what is installed, all tests
	$(PYTEST) -m "slow or not slow"

format: $(TESTS) ## Put the code into the house's form
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

lock: $(TESTS) ## Write the locks anew after a change of requirements; UPGRADE=1: with the newest versions
	$(LOCK) requirements.txt -o requirements.lock
	$(LOCK) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

audit: $(TESTS) ## Is a version that is installed known to be vulnerable? Skips where nobody can be asked
	@$(BIN)/python -m tests.audit

ask: install ## Ask one question: make ask Q="เน็ตฟรีใช้งบเท่าไหร่"
	@$(BIN)/python -m bot ask $(if $(Q),"$$Q")

bench: $(TESTS) ## Measure speed and memory; takes a few minutes
	@for bench in cutting understanding answering against_bm25 start importing; do $(BIN)/python -m bench.$$bench || exit 1; done

pictures: $(TESTS) ## Take the pictures of the office in docs/office anew, after a change of its pages
	OFFICE_SHOTS=docs/office $(BIN)/python -m pytest -q tests/test_office_for_real.py -k line
