# Everything a machine must have: Python 3.11 or newer, and make.
# PORT=9000 make demo · make test ARGS="-k bridge" · make PYTHON=/opt/python/bin/python3 setup
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
ARGS ?=
BIN := .venv/bin
READY := .venv/ready

.PHONY: setup demo test nightly lint bench drill clean parts chromium
.DEFAULT_GOAL := help

.PHONY: help
help:
	@echo "make demo    start en demonstration (PORT=8000)"
	@echo "make test    kør alle test (ARGS=\"-k bro\")"
	@echo "make lint    regler for kode, typer og lag"
	@echo "make bench   mål hastighed · make drill  øv tab og genskabelse"
	@echo "make nightly  alle test med langt flere eksempler (timer)"
	@echo "make setup   hent alt, start intet · make clean  fjern, hvad der kan hentes igen"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Brobygger skal bruge Python 3.11 eller nyere, og den findes ikke her."  >&2; \
		echo "Debian og Ubuntu: apt install python3 python3-venv · eller: make PYTHON=/sti/til/python3" >&2; exit 1; fi
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python kan ikke lave et virtuelt miljø. Debian og Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Henter Brobyggers dele til .venv/ (et par minutter første gang) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)
	@exec $(BIN)/python -m brobygger.config.demo

test: $(READY) parts chromium
	@$(BIN)/python -m pytest -n logical --dist loadfile $(ARGS)

# The same tests, drawing far more examples: an hour and more. What it finds fails, and is kept in .hypothesis/.
nightly: $(READY) parts chromium
	@HYPOTHESIS_PROFILE=nightly BROBYGGER_YEARS=10000 $(BIN)/python -m pytest -n logical --dist loadfile $(ARGS)

parts: $(READY)
	@$(BIN)/python -m brobygger.web.assets --for-tests
	@$(BIN)/python -m brobygger.web.messages compile

# Tried once: a machine that cannot fetch it is told by the tests what they skip.
chromium:
	@if ! command -v chromium-headless-shell >/dev/null && [ ! -e var/chromium-tried ] \
		&& [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		mkdir -p var && touch var/chromium-tried; echo "Henter Debians chromium til test af siderne …"; \
		get="env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"; \
		{ apt-get update -qq && { $$get chromium-headless-shell || $$get chromium; }; } \
			>var/chromium.log 2>&1 || echo "Det lykkedes ikke; se var/chromium.log."; fi

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m brobygger.web.messages check
	@# Where parts come from is each machine's own setting; a name here would bind everybody to it.
	@! grep -rnIE "pyp[i]\.org|python[h]osted|npm[j]s\.|registry\.y[a]rn" . \
		$(addprefix --exclude-dir=,.git .venv node_modules var vendor .mypy_cache .ruff_cache .import_linter_cache) \
		|| { echo "Nævn ingen pakkeregistre ved navn." >&2; exit 1; }

bench: $(READY)
	@exec $(BIN)/python -m bench $(ARGS)

drill: $(READY)
	@exec $(BIN)/python -m tests.drill

# Leaves var/: it holds data.
clean:
	rm -rf .venv node_modules build brobygger.egg-info brobygger/web/static/vendor
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find brobygger tests -name __pycache__ -prune -exec rm -rf {} +
