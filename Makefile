# Everything on a fresh machine: `make serve` starts the server, `make test` runs the whole suite. See README.md.

PYTHON ?= python3
PIP := .venv/bin/pip --disable-pip-version-check --quiet
PINNED := -c requirements/constraints.txt
PORT ?= 8080

PROFILE ?= $(if $(wildcard var/office.toml),var/office.toml,default)

.PHONY: serve full test test-slow check bench ratios clean

serve: .venv/served
	.venv/bin/malbeot serve --port $(PORT) --profile $(PROFILE)

full: .venv/tested
	$(PIP) install $(PINNED) -e '.[faster-whisper,whisper,transformers,converted,jets]'
	$(PIP) install --no-deps -r requirements/nodeps-jets.txt

test: .venv/tested
	@scripts/system-parts test
	scripts/test-all

test-slow: .venv/tested
	@scripts/system-parts test
	.venv/bin/pytest -m slow

check: .venv/tested
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

bench: .venv/served
	.venv/bin/malbeot bench --turns 20

ratios: .venv/served
	.venv/bin/malbeot bench-ratios

clean:
	rm -rf .venv var build *.egg-info

.venv/made:
	@scripts/python-at-least 3.11 $(PYTHON)
	$(PYTHON) -m venv .venv
	@touch $@

.venv/served: .venv/made pyproject.toml requirements/constraints.txt requirements/nodeps.txt
	$(PIP) install $(PINNED) -e .
	$(PIP) install --no-deps -r requirements/nodeps.txt
	@touch $@

.venv/tested: .venv/served requirements/nodeps-whisper.txt
	scripts/install-torch $(PIP)
	$(PIP) install $(PINNED) -e '.[dev,faster-whisper,whisper,transformers]'
	$(PIP) install --no-deps -r requirements/nodeps-whisper.txt
	@touch $@
