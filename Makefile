# Every task of the project. `make` lists them.

VENV ?= .venv
BENCH_VENV ?= .venv-bench
BIN := $(VENV)/bin

# Pinned versions have wheels for 3.11 to 3.14; a named one of these is preferred to whatever python3 is.
CANDIDATES := python3.14 python3.13 python3.12 python3.11 python3
# Old syntax on purpose: it must run on any Python.
SUITS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do $$p -c '$(SUITS)' >/dev/null 2>&1 && echo $$p && break; done)

INSTALL := -m pip install --disable-pip-version-check --quiet
# make_venv FOLDER: a fresh virtual environment, or one clear line about what is missing.
define make_venv
	@python="$(PYTHON)"; python="$${python:-python3}"; if ! "$$python" -c '$(SUITS)' >/dev/null 2>&1; then \
	  found=$$("$$python" -V 2>&1) || found="not to be found"; \
	  echo "Bascule needs Python 3.11 or later with venv (python3-venv on Debian); $$python is $$found." \
	    "Install one, or name it: make PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; "$$python" -m venv --clear $(1)
endef
# install FOLDER REQUIREMENTS: pinned and hashed packages, then Bascule itself, which is built with what is installed.
define install
	@echo "Installing requirements/$(2).txt into $(1)"
	@$(1)/bin/python $(INSTALL) --require-hashes -r requirements/$(2).txt
	@$(1)/bin/python $(INSTALL) --no-deps --no-build-isolation -e .
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test check check-static bench docs lock clean

help: ## list the tasks
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/make \1|\2/p' Makefile | while IFS='|' read -r task text; do \
	  printf '  %-18s %s\n' "$$task" "$$text"; done

demo: $(VENV)/core.stamp ## run the main job on two bundled sites and write their reports
	@$(BIN)/bascule demo

test: $(VENV)/dev.stamp ## run the whole suite, doctests included
	@$(BIN)/python -m pytest -n 2

check: ## everything that must hold before a change is merged
	@$(MAKE) --no-print-directory check-static
	@$(MAKE) --no-print-directory test

check-static: $(VENV)/dev.stamp ## the part of check that runs no tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src tests
	$(BIN)/lint-imports
	$(BIN)/python -m pip check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: $(BENCH_VENV)/bench.stamp ## measure every speed that is promised, beside other tools
	@$(BENCH_VENV)/bin/python -m pip check
	@$(BENCH_VENV)/bin/python -m benchmarks

docs: $(VENV)/dev.stamp ## read the documentation in a browser while writing it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

# Core is resolved first and constrains the others, so that all three agree.
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)
COMPILE := compile pyproject.toml --universal --fork-strategy fewest --generate-hashes --no-header --no-annotate --quiet
lock: ## write requirements/*.txt anew from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv, or name it: make lock UV=/path/to/uv" >&2; exit 1; }
	$(UV) pip $(COMPILE) --upgrade --group build -o requirements/core.txt
	$(UV) pip $(COMPILE) --upgrade --group build --group dev -c requirements/core.txt -o requirements/dev.txt
	$(UV) pip $(COMPILE) --upgrade --group build --extra bench -c requirements/core.txt -o requirements/bench.txt

clean: ## remove what the other tasks made
	rm -rf $(VENV) $(BENCH_VENV) site dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# pip is the last thing that venv installs: where it stands, the environment is whole.
$(VENV)/bin/pip:
	$(call make_venv,$(VENV))

$(BENCH_VENV)/bin/pip:
	$(call make_venv,$(BENCH_VENV))

$(VENV)/core.stamp: requirements/core.txt pyproject.toml | $(VENV)/bin/pip
	$(call install,$(VENV),core)
	@touch $@

# dev holds all of core.
$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/bin/pip
	$(call install,$(VENV),dev)
	@touch $(VENV)/core.stamp $@

$(BENCH_VENV)/bench.stamp: requirements/bench.txt pyproject.toml | $(BENCH_VENV)/bin/pip
	$(call install,$(BENCH_VENV),bench)
	@touch $@
