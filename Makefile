# Chokepoint. `make help` lists what there is; nothing here needs root or a running service.
SHELL := /bin/sh
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo run test check docs bench lock format clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- environment: remade whenever a requirements file changes ----------------------------------------------------------
$(VENV)/.made:
	@./scripts/make-venv.sh $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.txt
	@echo "Installing what the service needs (hashes checked) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@echo "Installing what tests and checks need (hashes checked) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.runtime ## do all set-up and run the main job; ONCE=1 exits when it is done
	@$(BIN)/python -m compliance.demo $(if $(ONCE),--once)

run: $(VENV)/.runtime ## start the services on the demo's data without replaying anything
	@$(BIN)/python -m compliance.demo --run-only

test: $(VENV)/.dev ## do all set-up and run the tests, on SQLite and, where they answer, on PostgreSQL and Redis
	@$(BIN)/python -m tests.both_engines

check: $(VENV)/.dev ## lint, types, import contracts, generated files up to date
	@$(BIN)/python -m tests.checks

docs: $(VENV)/.dev ## renew the documents that are generated from the code
	@$(BIN)/python -m tests.renew_docs

bench: $(VENV)/.dev ## measure; ONLY=intake, ONLY=ledger or ONLY=rules for one area; writes build/bench.json
	@$(BIN)/python -m compliance.bench $(if $(ONLY),--only $(ONLY))

lock: $(VENV)/.dev ## compile requirements*.in into locked files with hashes
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

format: $(VENV)/.dev ## format and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

clean: ## remove the environment and everything that was made
	rm -rf $(VENV) var build .mypy_cache .ruff_cache .pytest_cache .hypothesis
