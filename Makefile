# make graph   set everything up in .venv and build examples/ into output/
# make test    set everything up and run all tests (ANEW=1: even if nothing differs since they passed)
# make quick   while you work: style, types, import rules, and the tests that need no browser, server, notebook or corpus
# make check   before you push, and what CI asks: all of that, the vocabulary, and every test once
# make load    200 clients of kg serve for a minute
# make conformance  the W3C suites of SPARQL 1.1, asked of kg serve (where ../shared/w3c is)
# make thorough what changed, and is built from the last build, against builds from nothing: many more examples
# make quality  how right the stories are: scores of the labelled sets, held against floors
# make wheel   dist/: what a release has, tried in an environment of its own

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
COMPILE := $(BIN)/python -m compileall -q kg  # as pip does with all that is not installed by -e
SOURCE ?= examples
OUTPUT ?= output
# what is in JavaScript is looked at where npm is
NPM := $(if $(shell command -v npm),npm --prefix viewer)
TOOLS := viewer/node_modules/.package-lock.json

# what is compiled, and tests that pytest rewrote, are there for the next process
unexport PYTHONDONTWRITEBYTECODE

.PHONY: graph test quick measure check quality speed thorough load conformance bench-stages lint style types lint-js test-js format vocabulary bundle check-bundle bench readme shots fuzz crash audit wheel lock clean

graph: $(VENV)/run.done
	$(BIN)/kg build $(SOURCE) -o $(OUTPUT)
	@echo "Open $(OUTPUT)/graph.html in a browser, or ask: $(BIN)/kg query providers"

test: $(VENV)/dev.done
	$(BIN)/python scripts/suite.py $(if $(ANEW),--anew)

quick: style types
	$(BIN)/python -m pytest -n auto -m quick

# which tests are slow, by what they take here (tests/slow.txt)
measure: $(VENV)/dev.done
	$(BIN)/python -m pytest -n auto --measure

check: lint test $(if $(NPM),test-js)

# what the scripts in viewer/ reckon without a page
test-js: $(TOOLS)
	$(NPM) run -s test

speed: $(VENV)/dev.done
	$(BIN)/python -m pytest tests/query/test_answers.py -m speed -s

quality: $(VENV)/dev.done
	$(BIN)/python -m pytest tests/test_quality.py -m '' -s

load: $(VENV)/dev.done
	$(BIN)/python -m pytest tests/server/test_load.py -m '' -s

conformance: $(VENV)/dev.done
	$(BIN)/python -m pytest tests/server/test_conformance.py -m '' -s

thorough: $(VENV)/dev.done
	$(BIN)/python -m pytest tests/build/test_rebuild.py -m thorough --timeout 3600

lint: style types $(if $(NPM),lint-js)
	$(BIN)/python scripts/vocabulary.py --check
	$(BIN)/python scripts/ontology.py --check

style: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/dev.done
	$(BIN)/mypy

# types and style of the scripts in viewer/
lint-js: $(TOOLS)
	$(NPM) run -s lint

format: $(VENV)/dev.done $(if $(NPM),$(TOOLS))
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(if $(NPM),$(NPM) run -s format)

vocabulary: $(VENV)/dev.done
	$(BIN)/python scripts/vocabulary.py
	$(BIN)/python scripts/ontology.py

# the scripts and the styles of pages, of viewer/ and what npm gives; check-bundle: whether they are what it makes
bundle: $(VENV)/dev.done
	$(BIN)/python scripts/bundle.py

check-bundle: $(VENV)/dev.done
	$(BIN)/python scripts/bundle.py --check

# how long, and how much memory, up to 100,000 articles; BENCH=--write for docs/performance.md
bench: $(VENV)/dev.done
	$(BIN)/python -m benchmarks $(BENCH)

# each stage of a build by itself
bench-stages: $(VENV)/dev.done
	$(BIN)/python -m pytest benchmarks/test_stages.py --benchmark-only --benchmark-timer=time.process_time --benchmark-columns=median,iqr,rounds --benchmark-sort=name -p no:xdist

readme: $(VENV)/dev.done
	$(BIN)/python scripts/readme.py

shots: $(VENV)/dev.done
	$(BIN)/python scripts/shots.py

# any bytes give records or a rejection, valid RDF and safe pages; FUZZ="--runs 1000000" for the table of docs/reliability.md
FUZZ ?= --seconds 30
fuzz: $(VENV)/dev.done
	$(BIN)/python -m fuzz $(FUZZ)

# kill a hundred builds, and look at what each leaves
crash: $(VENV)/dev.done
	$(BIN)/python -m pytest tests/build/test_crash.py -m crash -s

# licences of what we depend on, and known vulnerabilities where their database can be reached
audit: $(VENV)/dev.done
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip --disable-pip-version-check -q install pip-audit pip-licenses
	$(BIN)/python scripts/licences.py $(VENV)/audit/bin/pip-licenses
	$(VENV)/audit/bin/pip-audit --disable-pip --require-hashes -r requirements/run.txt

# a source distribution and the wheel that is made of it; the wheel builds examples/ with what requirements/run.txt locks
wheel: $(VENV)/dev.done
	$(BIN)/python scripts/wheel.py

# the locks hold versions and hashes, and no address of an index
lock: $(VENV)/dev.done
	$(PIP) install uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade \
	    pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade \
	    --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) dist viewer/node_modules output/* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(TOOLS): viewer/package-lock.json
	$(NPM) ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kg needs Python 3.11 or later; try make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(COMPILE)
	@touch $@

$(VENV)/dev.done: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(COMPILE)
	@touch $@ $(VENV)/run.done
