# Two commands for a newcomer: make demo, make test. Needs Python >= 3.11, git and make.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check soak bench setup clean

demo: setup
	$(BIN)/phoenix demo

test: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

soak: setup
	PHOENIX_SOAK_KILLS=50 $(BIN)/python -m pytest tests/store/test_kill.py tests/sources/cache
	PHOENIX_SOAK_LEADERS=3 $(BIN)/python -m pytest -rP tests/app/leader tests/bot/test_two_pollers.py
	PHOENIX_SOAK_JOBS=10000 $(BIN)/python -m pytest -rP tests/jobs
	PHOENIX_SOAK_SERVICE=30 $(BIN)/python -m pytest -rP tests/app/service
	PHOENIX_SOAK_DOSSIERS=500 $(BIN)/python -m pytest -rP tests/app/test_dossiers_under_faults.py

bench: setup
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/jobs.py
	$(BIN)/python benchmarks/service.py

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Phoenix needs Python 3.11 or newer: make PY=python3.12 ..."; exit 1; }
	test -x $(BIN)/python || $(PY) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,postgres,redis]'
	touch $@

clean:
	rm -rf $(VENV) build dist
