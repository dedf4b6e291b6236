# 政脉 Zhengmai: the commands that a newcomer needs. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help install dev demo test lint wheel test-compiled bench lock neo4j neo4j-fetch generate clean

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11+ is needed: make install PYTHON=python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV) || { echo "venv is missing: apt-get install python3-venv"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.installed  ## makes .venv with .venv/bin/kg in it
dev: $(VENV)/.dev            ## and what tests and checks need

demo: install  ## loads the bundled sample and serves it on 127.0.0.1:8000
	$(BIN)/kg demo --host $(HOST) --port $(PORT)

test: dev  ## the whole test suite; what is not there (Neo4j, Chromium, LibreOffice) says so
	$(BIN)/python -m pytest -n 2

lint: dev  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: dev  ## dist/*.whl with the rules compiled, for big loads; needs a C compiler and Python's headers
	rm -rf dist build
	ZHENGMAI_COMPILE=1 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w dist .

test-compiled: wheel  ## the loaders' tests, with the rules compiled
	rm -rf build/compiled
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/compiled dist/*.whl
	ZHENGMAI_COMPILED=1 $(BIN)/python -P -m pytest -n 2 --override-ini "pythonpath=build/compiled ." --ignore=tests/loaders/test_linear_time.py tests/loaders

bench: dev  ## times reading, parsing, resolving, storing and every query; compiled rules too, after make wheel
	$(BIN)/python -m tests.bench

generate: dev  ## Turtle, SHACL and JSON-LD context from ontology/policy.yaml
	$(BIN)/python -m ontology.generate

lock: dev  ## pins every dependency with its hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --group build --group dev -o requirements-dev.lock

neo4j-fetch: install  ## fetches the Neo4j server's jars through Maven, once
	$(BIN)/python scripts/neo4j/server.py fetch

neo4j: neo4j-fetch  ## a Neo4j without Docker, in the foreground
	$(BIN)/python scripts/neo4j/server.py run

clean:  ## removes the environment and caches
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache build dist *.egg-info
