# `make` prints the recipes. Every path is relative: the checkout may lie in a folder with spaces.
.PHONY: help demo test check prove bench lock docs clean format static core dev debian
.NOTPARALLEL:
.SUFFIXES:

BIN = .venv/bin
PYTEST = $(BIN)/python -m pytest
export PYTHON

help: ## print these recipes
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

demo: ## install what is locked, run the example company end to end, say where to look next
	@echo "Milepost: looking at what is installed here"
	@$(MAKE) --no-print-directory core
	@.venv-core/bin/milepost demo

test: debian static ## run everything that CI runs
	@echo "== tests"
	@$(PYTEST) -n 2 --dist loadfile -m "not prove"

check: static ## format, lint, types, imports, documents and the fast tests: under two minutes
	@echo "== fast tests"
	@$(PYTEST) -n 2 --dist loadfile -m "not slow and not prove and not browser and not faults"

prove: debian dev ## run the full counts of the promises (hours), write docs/proofs.md
	@echo "== proofs"
	@mkdir -p build && rm -f build/proofs.jsonl
	@status=0; MILEPOST_PROOFS=build/proofs.jsonl $(PYTEST) -n 2 -m prove || status=$$?; \
	$(BIN)/python -m tools.proofs build/proofs.jsonl docs/proofs.md && exit $$status

bench: dev ## print ratios of cost to the floor of each job
	@$(BIN)/python -m bench $(CASES)

docs: dev ## write the generated documents, the README's outputs included
	@$(BIN)/python -m tools.docs

format: dev ## put the code in order
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lock: ## solve the locks again, keeping pins that still fit (UPGRADE=1 takes the newest)
	@sh tools/setup.sh uv
	@sh tools/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## remove the environments, caches and builds
	rm -rf .venv .venv-core .tools build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# Below: the parts of the recipes.

core:
	@sh tools/setup.sh core

dev:
	@echo "Milepost: looking at what is installed here"
	@sh tools/setup.sh dev

debian:
	@sh tools/apt.sh

static: dev
	@echo "== format"
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@echo "== lint"
	@$(BIN)/ruff check --quiet .
	@echo "== types"
	@$(BIN)/mypy --no-error-summary src tools bench
	@echo "== imports"
	@said=$$($(BIN)/lint-imports 2>&1) || { printf '%s\n' "$$said"; exit 1; }
	@echo "== rules"
	@$(BIN)/python -m tools.rules
	@echo "== documents"
	@$(BIN)/python -m tools.docs --check
