# The front door. Every command of this project is here; CI calls them and has none of its own.
# It needs git, make and Python 3.11 or newer; the rest goes into .venv, from requirements.lock.

PORT ?= 8000
N ?= 1000
BRANCH ?= gh-pages
BUILDS ?= 500
PY := .venv/bin/python
CODE = $(wildcard plugins tools tests benchmarks *.py)

.DEFAULT_GOAL := help
.PHONY: help serve site test faults bench soak lighthouse lint format lock styles publish rollback schema address addresses rename check changes review claims new photo hook precommit clean again

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

serve: .venv/lock  ## Show the site on http://localhost:8000 and again at every save (PORT=8000)
	@$(PY) -m tools.serve "$(PORT)"

# As they are typed: a $ in a title is no variable.
override export TITLE := $(value TITLE)
override export KIND := $(value KIND)
override export TOPIC := $(value TOPIC)
override export FILE := $(value FILE)
new: .venv/lock  ## Start an article: asks for title and kind (TITLE='Sun after a laser' KIND=advice)
	@$(PY) -m tools.new

override export NEW := $(value NEW)
photo: .venv/lock  ## Copy a photograph bare into content/images/, with a record (FILE=~/face.jpg KIND=patient)
	@$(PY) -m tools.photo

override export FORM := $(value FORM)
site: .venv/lock  ## Build the site into output/, checked, or leave it as it was (SITE_DATE=2026-12-31 FORM=annotations)
	@$(PY) -m tools.build $(if $(FORM),"--$$FORM")

addresses: site  ## Add what is published today to content/addresses.txt
	@$(PY) -m tools.addresses

rename: .venv/lock  ## Rename an article or page, with its redirect and all links (OLD=halo NEW=halo-laser)
	@$(PY) -m tools.rename "$(OLD)" "$(NEW)"

check: .venv/lock  ## Read the texts for what may not be said, and how they read, without building (FORM=json, FORM=annotations)
	@$(PY) -m tools.check $(if $(FORM),"--$$FORM")

# The tables of the editor's guide are made from the code. What git cannot tell counts as changed.
changes:  ## For CI: say code=false where the merge that is checked out changes nothing but texts
	@git diff --quiet HEAD^1 HEAD -- . ':!content' && git diff --quiet HEAD^1 HEAD -- content/README.md && \
	echo code=false || echo code=true

review: .venv/lock  ## List what is to be reviewed, or note a review (FILE=sun-after-a-laser BY=dr-example EVERY=12)
	@$(PY) -m tools.review "$(FILE)" "$(BY)" "$(EVERY)"

claims: .venv/lock  ## Write claims.csv: every waived claim with its sentence, its source and its day
	@$(PY) -m tools.check --ledger claims.csv

test: .venv/lock  ## Run every test, in a real browser too
	@$(PY) -m tools.browser
	@$(PY) -m pytest

faults: .venv/lock  ## Run what proves that builds and publishing survive every fault, and print the table
	@$(PY) -m tests.faults

bench: .venv/lock  ## Measure against stock Pelican and Hugo, with 1,000 articles (N=10000)
	@$(PY) -m tools.browser
	@$(PY) -m benchmarks "$(N)"

soak: .venv/lock  ## Change, damage, kill and build 500 times; then run every test with other contents (BUILDS=500 SEED=1)
	@BUILDS="$(BUILDS)" SEED="$(SEED)" REPLAY="$(REPLAY)" $(PY) -m pytest -rP tests/rebuild/test_history.py
	@$(if $(REPLAY),,$(PY) -m tools.browser)
	@$(if $(REPLAY),,$(PY) -m tests.contents)

lighthouse: site  ## Measure the built site with Lighthouse, where Node.js is, and print a table
	@$(PY) -m tools.lighthouse

lint: .venv/lock  ## Look for mistakes in the code, the templates and the workflows
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { echo "Some files are not formatted: make format" >&2; exit 1; }
	@$(PY) -m mypy --no-error-summary $(CODE)
	@$(PY) -m djlint --lint --quiet theme
	@report=`.venv/bin/zizmor --offline --quiet --pedantic --strict-collection .github` || { echo "$$report" >&2; exit 1; }

format: .venv/lock  ## Lay out the code as lint wants it
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format --quiet .

schema: .venv/lock  ## Write what is made from the code: the editor's tables, the list of messages, the JSON Schemas
	@$(PY) -m tools.guide

styles: .venv/lock  ## Write the style guide: every component, in light and dark
	@$(PY) -m tools.styles

address: .venv/lock  ## Say where the site will be, or refuse while nobody has written it down
	@$(PY) -m tools.address

publish: site  ## Put the checked site on the gh-pages branch of origin (DRY_RUN=1 SHRINK=1 BRANCH=gh-pages)
	@DRY_RUN="$(DRY_RUN)" SHRINK="$(SHRINK)" $(PY) -m tools.publish "$(BRANCH)"

rollback: .venv/lock  ## Put the site that was published before back on that branch (DRY_RUN=1 BRANCH=gh-pages)
	@DRY_RUN="$(DRY_RUN)" $(PY) -m tools.rollback "$(BRANCH)"

lock: .venv/lock  ## Write requirements.lock from pyproject.toml; UPGRADE=1 takes the newest that fit
	@$(PY) -m uv pip compile pyproject.toml --group test --group lint --group lock --group bench --universal \
	  --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --quiet \
	  $(if $(UPGRADE),--upgrade) --output-file requirements.lock

hook: .venv/lock  ## Have git check the texts before each commit
	@$(PY) -m tools.hook

precommit: .venv/lock  ## What that check is: every text, with drafts, as staged; by hand, as it stands in the files
	@$(PY) -m tools.precommit

clean:  ## Remove what was built, and every cache
	@rm -rf output .build claims.csv .mypy_cache .pytest_cache .ruff_cache
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# .venv holds a copy of the lock it was made from, put there last: without it, with another lock, with a
# Python that is gone or is not the one that PYTHON names, .venv is made anew. A Python is tried by running
# it: what answers to a name may be too old, without venv, or a pyenv shim with nothing behind it.
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE
PYTHONS = $(if $(PYTHON),"$$PYTHON",python3.14 python3.13 python3.12 python3.11 python3)
SUITS = import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
NAME = import sys; print(sys.base_prefix, sys.version)
NEEDED = $(if $(PYTHON),PYTHON=$$PYTHON does not run or does not suit. )Install Python 3.11 or newer, with its venv \
  module. Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python; \
  others: https://www.python.org/downloads/
WANTED = $(if $(PYTHON),test "`$(PY) -c '$(NAME)'`" = "`"$$PYTHON" -c '$(NAME)'`",$(PY) -c '') 2>/dev/null

.venv/lock: requirements.lock $(PY) $(if $(PYTHON),again)
	@if cmp -s requirements.lock $@ && $(WANTED); then touch $@; exit; fi; \
	for python in $(PYTHONS); do "$$python" -c '$(SUITS)' 2>/dev/null && break; python=; done; \
	test "$$python" || { echo "$(NEEDED)" >&2; exit 1; }; \
	echo "Setting up .venv with $$python, once; it takes a minute."; \
	"$$python" -m venv --clear .venv && \
	$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock && \
	cp requirements.lock $@
$(PY) again: ;
