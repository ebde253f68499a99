# kic: set-up and checks. `make demo` and `make test` need Python 3.11+, git and make, nothing else.
.RECIPEPREFIX := >
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CITY ?= build/demo
LANGUAGE_OF_DEMO ?= de

.PHONY: help man cheat-sheets demo test corpora system oracles lint types bench soak soak-faults soak-others soak-browser messages lock wheel wheel-alone browser clean

help:
> @echo "make demo     the main job on the demo city: check, overview, allocate, render"
> @echo "make test     every test that needs nothing from Debian and no corpora"
> @echo "make corpora  tests against official schemas and corpora in KIC_CORPORA"
> @echo "make system   tests that need strace (faults injected at system calls), hledger and LibreOffice"
> @echo "make oracles  rules and formats against pabutools, frictionless, pdfua, rdflib, which it installs"
> @echo "make browser  the pages in a real browser (chromium, npm); PAGES=all takes every page of the site"
> @echo "make lint     ruff and the architecture contracts"
> @echo "make types    mypy, strict"
> @echo "make bench    medians and ratios in one run"
> @echo "make soak     the full numbers: two hours on two processors"
> @echo "make man      the help as manual pages, in both languages, below build/man"
> @echo "make cheat-sheets  one page as PDF in each language, below build/"
> @echo "make messages collect the message ids into the catalogue"
> @echo "make lock     resolve the requirement files anew (needs uv)"

# -- environments: what is locked, by hash ------------------------------------------------------------

$(BIN)/.packages: requirements-test.txt
> $(PYTHON) -m venv $(VENV)
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
> @touch $@

# The package itself is linked, not copied, so that an edit shows at once.
$(BIN)/.kic: $(BIN)/.packages pyproject.toml hatch_build.py
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
> @touch $@

CATALOGUE := kic/locale/de/LC_MESSAGES/kic.mo
$(CATALOGUE): kic/locale/de/LC_MESSAGES/kic.po tests/gallery/README.md $(BIN)/.kic
> $(BIN)/python hatch_build.py
> @touch $@

READY := $(BIN)/.kic $(CATALOGUE)

# The test files in which a mark stands: with it, none of the others has to be imported.
marked = $(sort $(shell grep -rlE 'mark\.$(1)\b' tests --include='test_*.py'))
# Programs from Debian that a target needs are missed before its first test, not an hour later.
needs = @for each in $(1); do \
  command -v $$each >/dev/null || { echo "$$each is missing: apt-get install $$each"; exit 1; }; done
# Tests that take long stand beside each other in a file: who is done takes some from who is not.
SHARED := -n auto --dist worksteal

# -- the main job -------------------------------------------------------------------------------------

demo: $(READY)
> rm -rf $(CITY)
> $(BIN)/kic --lang $(LANGUAGE_OF_DEMO) demo --yes $(CITY)
> $(BIN)/kic -C $(CITY) check
> $(BIN)/kic -C $(CITY) overview
> $(BIN)/kic -C $(CITY) allocate 2026-1
> $(BIN)/kic -C $(CITY) render allocation-paper 2026-1 --to html -o $(CITY)-allocation-paper.html
> $(BIN)/kic -C $(CITY) render implementation-report --to html -o $(CITY)-implementation-report.html
> $(BIN)/kic -C $(CITY) render allocation-paper 2026-1 --to pdf -o $(CITY)-allocation-paper.pdf

# -- checks -------------------------------------------------------------------------------------------

test: $(READY)
> $(BIN)/python -m pytest -q -n auto --dist loadgroup -m "not corpora and not system and not oracles and not soak"

corpora: $(READY)
> @test -d "$(KIC_CORPORA)" || { echo "KIC_CORPORA names no folder: '$(KIC_CORPORA)'"; exit 1; }
> KIC_CORPORA="$(abspath $(KIC_CORPORA))" $(BIN)/python -m pytest -q -m "corpora and not soak" $(call marked,corpora)

system: $(READY)
> $(call needs,strace hledger libreoffice)
> $(BIN)/python -m pytest -q $(SHARED) -m "system and not soak" $(call marked,system)

# Other implementations of rules and formats, for tests only: never part of what kic needs.
oracles: $(READY)
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-oracles.txt
> $(BIN)/python -m pytest -q $(SHARED) -m "oracles and not soak" $(call marked,oracles)

lint: $(READY)
> $(BIN)/ruff check .
> $(BIN)/ruff format --check .
> $(BIN)/lint-imports

types: $(READY)
> $(BIN)/mypy

bench: $(READY)
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
> $(BIN)/python tests/bench/run.py

# On two processors a quarter of an hour for the faults, more than an hour for the others and a quarter for the pages;
# each keeps all processors busy, so that `-j` gains little.
SOAK := $(BIN)/python -m pytest -q $(SHARED) --durations=20 -m soak
FAULTS := tests/cli/test_faults.py tests/store/writing/test_faults.py

soak: soak-faults soak-others soak-browser

soak-faults: $(READY)
> $(call needs,strace)
> $(SOAK) $(FAULTS)

soak-others: $(READY)
> $(call needs,strace groff tmux hledger zsh fish)
> $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-oracles.txt
> @test -d "$(KIC_CORPORA)" || { echo "KIC_CORPORA names no folder: '$(KIC_CORPORA)'"; exit 1; }
> KIC_CORPORA="$(abspath $(KIC_CORPORA))" $(SOAK) $(filter-out $(FAULTS),$(call marked,soak))

# Every page of the demo city's site, light and dark, wide and narrow: a quarter of an hour.
soak-browser: $(READY)
> $(MAKE) browser PAGES=all

browser: $(READY)
> cd tests/browser && npm ci --no-audit --no-fund --silent
> cd tests/browser && KIC="$(abspath $(BIN))/kic" node check.mjs
> cd tests/browser && KIC="$(abspath $(BIN))/kic" PYTHON="$(abspath $(BIN))/python" node site.mjs $(PAGES)

man: $(READY)
> $(BIN)/kic --lang de help --man -o build/man
> $(BIN)/kic --lang en help --man -o build/man

cheat-sheets: $(READY)
> $(BIN)/python tests/cheat_sheet.py build

messages: $(READY)
> $(BIN)/python tests/messages.py
> $(BIN)/python hatch_build.py

wheel: $(READY)
> rm -rf build/wheel
> $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w build/wheel .

# The wheel in an empty environment, away from this folder, as `pipx` would install it.
wheel-alone: wheel
> rm -rf build/alone
> $(PYTHON) -m venv build/alone/env
> build/alone/env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
> build/alone/env/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index build/wheel/kic-*.whl
> cd build/alone && env/bin/kic demo --yes city
> cd build/alone && env/bin/kic -C city check
> cd build/alone && env/bin/kic -C city render implementation-report --to html -o report.html
> cd build/alone && env/bin/kic -C city render allocation-paper 2026-1 --to html -o paper.html
> test -s build/alone/report.html && test -s build/alone/paper.html
> build/alone/env/bin/python tests/without_extras.py build/alone/city

LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --upgrade pyproject.toml
lock:
> $(LOCK) -o requirements.txt
> $(LOCK) --group test -o requirements-test.txt
> $(LOCK) --group test --group oracles -o requirements-oracles.txt
> $(LOCK) --group test --group bench --group oracles -o requirements-bench.txt

clean:
> rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache
