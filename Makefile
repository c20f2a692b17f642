# make demo   install into .venv and compare the example prompts across models
# make test   install what the tests need, then lint, types, layers and tests
# make java   install a Java runtime with apt-get where there is none; Spark's tests need one
# make lint / types / layers / unit   one step of it;  make golden   rewrite the golden files
# make rates  renew data/pricing.json after an edit of data/pricing.yaml, and bring both into their form
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODELS := qwen-turbo,qwen-plus,qwen-max,qwen3.7-plus,qwen3.8-max,gpt-5.5,gpt-5.4-mini,claude-opus-5-5,claude-haiku-5-5,gemini-2.5-flash,deepseek-v4-pro,kimi-k3,glm-5.3,MiniMax-M3,mistral-large-4,grok-4.7

.PHONY: demo test java lint types layers unit docs golden rates release-check fuzz mutation clean

demo: $(VENV)/installed
	$(BIN)/tokest estimate examples/prompts/*.md --model qwen-plus
	@echo
	$(BIN)/tokest compare examples/prompts/*.md --models $(MODELS) --output-tokens 500 --requests 10000

test: lint types layers unit docs

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

java:
	@command -v java >/dev/null || { command -v apt-get >/dev/null && test "$$(id -u)" = 0 && \
	  apt-get update --quiet=2 && apt-get install --quiet=2 --no-install-recommends default-jre-headless; } || \
	  echo "no Java here, and none could be installed: the tests of Spark will fail" >&2

unit: $(VENV)/installed-dev $(VENV)/system java
	$(BIN)/pytest --numprocesses=auto --dist=loadfile --cov --cov-report=term

# The documentation, as pages in build/docs; a broken link or an unknown name fails.
docs: $(VENV)/installed-dev
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/docs

# Everything that must hold before a release; a few minutes, and the network where there is one.
release-check: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	$(BIN)/python tools/release_check.py

# Every reader on damaged files for ten minutes; another seed, other damage.
SEED ?= 0
fuzz: $(VENV)/installed-dev
	$(BIN)/python tools/fuzz.py --seconds 600 --seed $(SEED)

# Which small changes of the kernels and the prices no test notices; an hour, or more on a busy machine.
mutation: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	$(BIN)/python tools/mutation.py

golden: $(VENV)/installed-dev
	$(BIN)/pytest -q --update-golden tests

rates: $(VENV)/installed-dev
	$(BIN)/python tools/compile_rates.py --form

$(VENV)/made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tokest needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/installed

# What tests run that is no Python package; installed where it is missing.
$(VENV)/system: $(VENV)/made
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium)
	touch $@

clean:
	rm -rf $(VENV) build dist mutants .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
