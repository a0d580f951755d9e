# Everything that a fresh machine needs is Python 3.12 or newer, and make.

PYTHON := .venv/bin/python
READY := .venv/.ready
AXE := .cache/axe/node_modules/axe-core/axe.min.js

REPLICATES := 20
PAIRS := 40
# Seconds of a world in all experiments are 220 with one processor.
MINUTES = $(shell expr \( $(REPLICATES) \* 220 / 2 + 59 \) / 60)

.DEFAULT_GOAL := help
.PHONY: help run test loops test-browser lint figures mechanisms questions docs experiments bench nightly clean
.DELETE_ON_ERROR:

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY)  ## Run the demonstration
	.venv/bin/cluster-abm demo

# The loops are compiled once, beside the types; else every process of the tests would compile them.
test: $(READY)  ## Run every check that a change must pass: tests, types, style
	@$(MAKE) --no-print-directory -j 2 --output-sync loops lint
	$(PYTHON) -m pytest -n auto --dist loadfile

loops: $(READY)  ## Compile the loops, two minutes once, by living a month
	$(PYTHON) -c "import cluster_abm; cluster_abm.run(months=1)"

test-browser: $(READY) $(AXE)  ## Open the page in Debian's chromium and use it
	@sh -c "$$GET_CHROMIUM"
	$(PYTHON) -m pytest -m browser -n 2 --dist loadgroup tests/browser

lint: $(READY)  ## Check style, layout and types, without the tests
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

figures: $(READY)  ## Draw the figures of the docs anew
	$(PYTHON) docs/figures.py

mechanisms: $(READY)  ## Ask the mechanisms of whole worlds, an hour: make mechanisms PAIRS=8
	$(PYTHON) docs/mechanisms.py $(PAIRS)

experiments: $(READY)  ## Live every experiment in few worlds: make experiments REPLICATES=6
	@echo "Target: $(MINUTES) minutes on two processors; the same command goes on where it stopped."
	@for file in experiments/*.toml; do \
	    .venv/bin/cluster-abm experiment "$$file" --replicates $(REPLICATES) || exit $$?; \
	done

questions: $(READY)  ## Write the figures of docs/questions.md from the results of the experiments
	$(PYTHON) -m docs.questions

docs: $(READY)  ## Write the pages of the docs that are derived from the model anew
	.venv/bin/cluster-abm --lang en explain odd > docs/odd.md
	.venv/bin/cluster-abm --lang en validate --page docs/validation.md
	.venv/bin/cluster-abm --lang en explain indicators > docs/metrics.md

bench: $(READY)  ## Measure how fast the model runs
	$(PYTHON) -m tests.bench

nightly: $(READY)  ## Run the long tests
	$(PYTHON) -m pytest -m nightly

clean:  ## Remove the environment and all caches; results stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A candidate must really run: a version manager may put a python3.12 on the path that only fails.
# ensurepip is asked for because some systems ship Python without what venv needs; uv does not.
define MAKE_READY
set -eu
newer='import sys; sys.exit(sys.version_info < (3, 12))'
uv=$$(command -v uv || true)
if [ -n "$$uv" ] && ! "$$uv" --version >/dev/null 2>&1; then uv=; fi
if [ -n "$$uv" ]; then needs="$$newer"; else needs="import ensurepip, venv; $$newer"; fi

if ! $(PYTHON) -c "$$newer" 2>/dev/null || { [ -z "$$uv" ] && ! $(PYTHON) -m pip --version >/dev/null 2>&1; }; then
    rm -rf .venv
    python=
    for candidate in python3.12 python3.13 python3.14 python3 python \
        "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
        if "$$candidate" -c "$$needs" >/dev/null 2>&1; then python=$$candidate; break; fi
    done
    if [ -n "$$uv" ]; then
        "$$uv" venv --quiet --python "$${python:-3.12}" .venv || python=
    elif [ -n "$$python" ]; then
        "$$python" -m venv .venv
    fi
    if [ ! -x $(PYTHON) ]; then
        echo "cluster_abm needs Python 3.12 or newer with the modules venv and ensurepip, and found none." >&2
        echo "  Tried python3.12, python3.13, python3.14, python3, python and the versions of pyenv." >&2
        echo "  Install one (on Debian or Ubuntu: apt install python3.12 python3.12-venv), or install uv." >&2
        exit 1
    fi
fi

if [ -n "$$uv" ]; then
    "$$uv" pip install --quiet --python $(PYTHON) --require-hashes -r requirements.lock
    "$$uv" pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .
else
    $(PYTHON) -m pip install -qq --require-hashes -r requirements.lock
    $(PYTHON) -m pip install -qq --no-deps --no-build-isolation --editable .
fi
endef
export MAKE_READY

# Where it may, the target installs the browser itself; elsewhere the tests say why they skip.
define GET_CHROMIUM
set -eu
if command -v "$${CHROMIUM:-chromium}" >/dev/null 2>&1; then exit 0; fi
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
fi
endef
export GET_CHROMIUM

# The rules of accessibility come as a package of npm; without npm those tests say so and skip.
$(AXE):
	@if command -v npm >/dev/null 2>&1; then npm install --silent --no-save --no-audit --no-fund --prefix .cache/axe axe-core@4.10.3 \
	    || echo "axe-core could not be fetched; its tests will say so and skip." >&2; fi

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv from requirements.lock (a minute or two, once)."
	@sh -c "$$MAKE_READY"
	@touch $@
