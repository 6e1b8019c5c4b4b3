# 邻格 (Linge). `make help` lists what there is.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export FLASK_APP := wsgi
# What phones are told: with HOST=0.0.0.0 the machine's own address, so that a printed code can be scanned.
ADDRESS := $(if $(filter 0.0.0.0,$(HOST)),$(or $(shell hostname -I 2>/dev/null | cut -d' ' -f1),127.0.0.1),$(HOST))

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint check shots bench lock messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: export LINGE_MODE := demo
demo: export LINGE_PUBLIC_URL ?= http://$(ADDRESS):$(PORT)
demo: $(VENV)/run translations static-files ## make everything and serve the sample town on http://HOST:PORT
	@$(BIN)/flask db upgrade
	@$(BIN)/flask demo
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/flask serve

serve: $(VENV)/run translations static-files ## migrate and serve with the settings of the environment (production)
	@$(BIN)/flask db upgrade
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/flask serve

test: $(VENV)/dev translations static-files ## style, types, import contracts, then every test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest

lint: $(VENV)/dev ## style, types and import contracts
	@$(BIN)/ruff check portal tests bench wsgi.py
	@$(BIN)/ruff format --check portal tests bench wsgi.py
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

shots: $(VENV)/dev static-files ## pictures of every page at 360 and 1280 px into shots/
	@$(BIN)/python -m bench.shots

bench: $(VENV)/dev static-files ## speed against a bare Flask page, side by side
	@$(BIN)/python -m bench.speed

messages: $(VENV)/dev ## collect the interface's sentences into the translation catalogues
	@$(BIN)/pybabel -q extract -F portal/translations/babel.cfg -k _l --no-location --omit-header --no-wrap -o $(VENV)/messages.pot portal
	@$(BIN)/pybabel -q update --omit-header --no-wrap --ignore-obsolete -N -i $(VENV)/messages.pot -d portal/translations

lock: $(VENV)/dev ## write the hash-pinned lock files anew (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group dev -o requirements-dev.lock

clean: ## remove what make made; the instance folder stays
	@rm -rf $(VENV) shots .pytest_cache .ruff_cache .mypy_cache portal/translations/*/LC_MESSAGES/*.mo
	@find static -name '*.gz' -delete -o -name '*.br' -delete

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "邻格 needs Python 3.11 or newer; PYTHON=python3.12 make … names another one."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/run: $(VENV)/made requirements.lock
	@echo "Installing the pinned packages (about a minute the first time) …"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(MAKE) --no-print-directory translations
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: translations static-files
# -f, because pybabel takes a catalogue without a header for unfinished.
translations:
	@$(BIN)/pybabel -q compile -f -d portal/translations

static-files: $(VENV)/run
	@$(BIN)/python -m whitenoise.compress -q static
