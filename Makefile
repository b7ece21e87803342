# Needs only Python (3.11 to 3.14), make and git. Another Python: make PYTHON=python3.13 play
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
READY := $(VENV)/ready-$(VERSION)
PYTEST := $(BIN)/python -m pytest

.PHONY: help play test quick style soak picture clean

help:
	@echo 'make play     drive a job (without a display: watch it driven, see out/)'
	@echo 'make test     everything: style, types, room rules, tests'
	@echo 'make quick    the part of it that takes some two minutes'
	@echo 'make soak     the long runs'
	@echo 'make picture  draw the pictures in README'
	@echo 'make clean    remove .venv, out/ and caches'

# One environment: brought up to date when pyproject.toml changes, made anew for another Python.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 14) else \
	    "Python 3.11 to 3.14 is needed, $(PYTHON) is %d.%d; try: make PYTHON=python3.13" % v)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo 'This Python has no venv; on Debian and Ubuntu: apt-get install python3-venv'; exit 1; }
	@[ -x $(BIN)/pip ] && [ -x $(BIN)/python$(VERSION) ] || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(READY)

play: $(READY)
	@$(BIN)/the-driver play

style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: style
	$(PYTEST) -n 2 -m 'not soak'

quick: style
	$(PYTEST) -n 2 -m 'not slow and not soak'

soak: $(READY)
	$(PYTEST) -m soak

picture: $(READY)
	$(BIN)/the-driver match tryout --seed 7 --driver random --picture assets/chase.png
	$(BIN)/the-driver check levels/los_angeles.toml --picture assets/city.png --size 900

clean:
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
