# `make` says what there is to do. Everything that is downloaded or built lies in .venv,
# node_modules and pwa/static/dist, and is made again when what it is made from has changed.

MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
HTTPS ?=
PORT ?= $(if $(HTTPS),8443,8000)
INSTANCE ?= $(CURDIR)/instance
JOBS ?= auto

VENV := .venv
STAMPS := $(VENV)/stamps
PY := $(VENV)/bin/python
SETTINGS := PORT=$(PORT) INSTANCE="$(INSTANCE)" HTTPS=$(HTTPS)
FLASK := $(SETTINGS) $(PY) -m flask --app backend.app:create_app
BIOME := node_modules/@biomejs/cli-*/biome
STEP := tools/step
SUMMARY := $(STAMPS)/summary
PYTHON_CODE := $(foreach part,backend tests bench tools,$(if $(wildcard $(part)/*.py),$(part))) gunicorn.conf.py

# Node and its packages come from here, and nothing of another Node on this machine is used.
export PATH := $(CURDIR)/$(VENV)/bin:$(CURDIR)/node_modules/.bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHON

digest = $(shell cat $(1) | sha256sum | cut -c1-16)
RUNTIME := $(STAMPS)/runtime-$(call digest,requirements.lock)
DEV := $(STAMPS)/dev-$(call digest,requirements-dev.lock)
NODE := node_modules/.stamp-$(call digest,package-lock.json .npmrc)
CATALOGUES := pwa/src/generated/fr.json
BUNDLE := pwa/static/dist/manifest.json

CATALOGUE_SOURCES := tools/catalogues.py $(wildcard locales/*/LC_MESSAGES/*.po)
BUNDLE_SOURCES := vite.config.ts tsconfig.json \
	$(shell find pwa -type f -not -path 'pwa/tests/*' -not -path 'pwa/templates/*' -not -path '*/dist/*' -not -path '*/generated/*')

.PHONY: help run demo database build test test-long lint types ruff ruff-format imports house \
	biome mypy tsc catalogues client unit unit-postgres e2e e2e-postgres tour bench bench-phone \
	format install lock \
	system-run system-test

help: ## what there is to do
	@echo "Nomade"
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

# --- to use it --------------------------------------------------------------------------------

run: system-run $(BUNDLE) $(CATALOGUES) database ## install, build, fill and serve it (PORT=, INSTANCE=, HTTPS=1)
	@$(SETTINGS) exec $(PY) -m tools.run

database: $(RUNTIME) $(CATALOGUES)
	@$(FLASK) db upgrade
	@$(FLASK) demo --if-empty

demo: system-run $(RUNTIME) $(CATALOGUES) ## fill an empty database with the demo company
	@$(FLASK) db upgrade
	@$(FLASK) demo

build: $(BUNDLE) $(CATALOGUES) ## compile the catalogues and the front end

# --- to check it ------------------------------------------------------------------------------

test: system-test $(DEV) ## everything that must pass before a change lands
	@rm -f $(SUMMARY)
	@STEP_SUMMARY=$(SUMMARY) $(STEP) "Everything" \
		$(MAKE) -k lint types catalogues client unit unit-postgres e2e e2e-postgres; \
		code=$$?; echo; cat $(SUMMARY); exit $$code

test-long: system-test $(DEV) $(BUNDLE) $(CATALOGUES) ## what takes minutes or hours
	@$(STEP) "Long tests on SQLite" $(PY) -m pytest -q -m "long and not postgres"
	@$(STEP) "Long tests on PostgreSQL" $(PY) -m tests.servers postgres -- \
		$(PY) -m pytest -q -m long

lint: ruff ruff-format imports house biome ## style, layers, house rules

types: mypy tsc ## types of Python and TypeScript

ruff: $(DEV)
	@$(STEP) "Style of Python (ruff)" ruff check --quiet .

ruff-format: $(DEV)
	@$(STEP) "Format of Python (ruff)" ruff format --check --quiet .

imports: $(DEV)
	@$(STEP) "Law of imports (import-linter)" lint-imports --no-logo

house: $(DEV)
	@$(STEP) "House rules" $(PY) -m pytest -q tests/test_house_rules.py

biome: $(NODE)
	@$(STEP) "Style of TypeScript (Biome)" $(BIOME) check --error-on-warnings

mypy: $(DEV)
	@$(STEP) "Types of Python (mypy)" mypy $(PYTHON_CODE)

tsc: $(NODE) $(CATALOGUES)
	@$(STEP) "Types of the front end (tsc)" tsc -p .
	@$(STEP) "Types of the service worker (tsc)" tsc -p pwa/src/sw
	@$(STEP) "Types of the build (tsc)" tsc -p tools

catalogues: $(DEV) ## the same texts in every language
	@$(STEP) "Catalogues" $(PY) -m tools.catalogues check

client: $(NODE) $(CATALOGUES) ## tests of the front end
	@$(STEP) "Front end (vitest)" vitest run

unit: $(DEV) $(BUNDLE) $(CATALOGUES) ## tests of the server on SQLite
	@$(STEP) "Server on SQLite" $(PY) -m pytest -q -n $(JOBS) \
		-m "not e2e and not long and not postgres"

unit-postgres: $(DEV) $(BUNDLE) $(CATALOGUES) ## the same tests on PostgreSQL
	@$(STEP) "Server on PostgreSQL" $(PY) -m tests.servers postgres --fast -- \
		$(PY) -m pytest -q -n $(JOBS) -m "not e2e and not long"

e2e: $(DEV) $(BUNDLE) $(CATALOGUES) ## the story in real browsers, on SQLite
	@$(STEP) "Browsers on SQLite" $(PY) -m pytest -q -m "e2e and not long" tests/e2e

e2e-postgres: $(DEV) $(BUNDLE) $(CATALOGUES) ## the story in real browsers, on PostgreSQL
	@$(STEP) "Browsers on PostgreSQL" $(PY) -m tests.servers postgres -- \
		$(PY) -m pytest -q -m "e2e and not long" tests/e2e/test_story.py tests/e2e/test_changes.py

tour: $(DEV) $(BUNDLE) $(CATALOGUES) ## take the pictures of docs/tour.md anew
	@NOMADE_TOUR=1 $(STEP) "Pictures of the tour" $(PY) -m pytest -q -m e2e tests/e2e/test_story.py

bench-phone: $(DEV) $(BUNDLE) $(CATALOGUES) ## how fast the screens are: Lighthouse, cold start, photo
	@$(PY) -m bench.browser

bench: system-test $(DEV) ## how fast a phone is served, on both databases; bench/README.md
	@$(PY) -m bench.sync

# --- to change it -----------------------------------------------------------------------------

format: $(DEV) $(NODE) ## put Python and TypeScript in their one format
	@ruff check --fix --quiet . ; ruff format --quiet . ; $(BIOME) check --write

install: system-test $(DEV) $(NODE) $(CATALOGUES) ## everything a developer needs, without running it

lock: $(DEV) ## choose the newest versions again and lock them
	@tools/lock

# --- what it stands on ------------------------------------------------------------------------

system-run:
	@tools/system-packages run

system-test:
	@tools/system-packages test

$(PY): | system-run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Nomade needs Python 3.11 or newer; found: $$($(PYTHON) --version)" >&2; exit 1; }
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): | $(PY)
	@$(STEP) "Python packages" pip install -qq --require-hashes --no-deps -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(DEV): | $(PY)
	@$(STEP) "Python packages, with those of the tests" \
		pip install -qq --require-hashes --no-deps -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $@ $(RUNTIME)

$(NODE): | $(RUNTIME)
	@$(STEP) "Packages of the front end" npm ci --loglevel=error
	@touch $@

$(CATALOGUES): $(CATALOGUE_SOURCES) | $(RUNTIME)
	@$(PY) -m tools.catalogues compile
	@touch $@

$(BUNDLE): $(BUNDLE_SOURCES) $(CATALOGUES) | $(NODE)
	@$(STEP) "Front end (vite)" vite build --logLevel warn
