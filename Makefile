# The front door. Every command of this project is here; CI calls them and has none of its own.
# It needs git, make and Python 3.11 or newer; the rest goes into .venv, from the locks in requirements/.

# What is typed (make new TITLE='Sun $$ skin') reaches programs in their environment, as it is: make expands none of it,
# and no recipe names it, so that no shell does.
$(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(eval override $(name) := $$(value $(name)))$(eval export $(name))))
unexport PYTHONHOME PYTHONPATH PYTHONPLATLIBDIR PYTHONSAFEPATH PYTHONDONTWRITEBYTECODE
override PY := .venv/bin/python
override CODE := $(wildcard plugins tools tests benchmarks *.py)

.DEFAULT_GOAL := help
.PHONY: help serve preview site test faults bench bench-claims soak lighthouse lint format lock styles publish rollback schema address addresses rename check changes review claims new photo hook precommit clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

serve: needs-site  ## Show the site on http://localhost:8000 and again at every save (PORT=8000)
	@$(PY) -m tools.preview.server

preview: needs-site  ## Build the site with drafts into .build/preview/, with all that can be shown of texts with mistakes
	@$(PY) -m tools.build --preview

new: needs-site  ## Start an article: asks for title and kind (TITLE='Sun after a laser' KIND=advice)
	@$(PY) -m tools.authoring.new_article

photo: needs-site  ## Copy a photograph bare into content/images/, with a record (FILE=~/face.jpg KIND=patient)
	@$(PY) -m tools.authoring.photo_import

site: needs-site  ## Build the site into output/, checked, or leave it as it was (SITE_DATE=2026-12-31 FORM=annotations)
	@$(PY) -m tools.build

addresses: site  ## Add what is published today to content/addresses.txt
	@$(PY) -m tools.publish.record_permalinks

rename: needs-site  ## Rename an article or page, with its redirect and all links (OLD=halo NEW=halo-laser)
	@$(PY) -m tools.authoring.rename

check: needs-site  ## Read the texts for what may not be said, and how they read, without building (FILE=halo FORM=json)
	@$(PY) -m tools.quality.lint_texts

# The tables of the editor's guide are made from the code. What git cannot tell counts as changed.
changes:  ## For CI: say code=false where the merge that is checked out changes nothing but texts
	@{ git diff --quiet HEAD^1 HEAD -- . ':!content' && git diff --quiet HEAD^1 HEAD -- content/README.md; } 2>/dev/null && \
	echo code=false || echo code=true

review: needs-site  ## List what is to be reviewed, or note a review (FILE=sun-after-a-laser BY=dr-example EVERY=12)
	@$(PY) -m tools.authoring.article_reviews

claims: needs-site  ## Write claims.csv: every waived claim with its sentence, its source and its day
	@$(PY) -m tools.quality.lint_texts --ledger claims.csv

test: needs-test  ## Run every test, in a real browser too, or a part (FILES=tests/plugins/lint MATCH=claims)
	@$(PY) -m tools.quality.chromium_setup
	@$(PY) -m tools.quality.git_lfs_setup
	@$(PY) -m tools.quality.run_tests

faults: needs-test  ## Run what proves that builds and publishing survive every fault, and print the table
	@$(PY) -m tests.faults

bench: needs-bench  ## Measure against stock Pelican and Hugo, with 1,000 articles (N=10000)
	@$(PY) -m tools.quality.chromium_setup
	@$(PY) -m benchmarks

bench-claims: needs-site  ## Measure what the claim rules find and miss in sentences with known answers (SHOW=dev)
	@$(PY) -m benchmarks.claims.score

soak: needs-test  ## Change, damage, kill and build 500 times; then run every test with other contents (BUILDS=500 SEED=1)
	@SOAK=1 $(PY) -m pytest -rP tests/rebuild/test_history.py
	@test "$$REPLAY" || SOAK=1 $(PY) -m pytest tests/rebuild/test_clock.py tests/tools/publish/test_revert_advice.py
	@test "$$REPLAY" || $(PY) -m tools.quality.chromium_setup
	@test "$$REPLAY" || $(PY) -m tests.other_contents

lighthouse: site  ## Measure the built site with Lighthouse, where Node.js is, and print a table
	@$(PY) -m tools.quality.lighthouse

lint: needs-lint  ## Look for mistakes in the code, the templates and the workflows
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { echo "Some files are not formatted: make format" >&2; exit 1; }
	@$(PY) -m mypy --no-error-summary $(CODE)
	@$(PY) -m djlint --lint --quiet theme
	@report=`.venv/bin/zizmor --offline --quiet --pedantic --strict-collection .github` || { echo "$$report" >&2; exit 1; }

format: needs-lint  ## Lay out the code as lint wants it
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format --quiet .

schema: needs-site  ## Write what is made from the code: the editor's tables, the list of messages, the JSON Schemas
	@$(PY) -m tools.quality.generated_docs

styles: needs-site  ## Write the style guide: every component, in light and dark
	@$(PY) -m tools.quality.style_guide

address: needs-site  ## Say where the site will be, or refuse while nobody has written it down
	@$(PY) -m tools.publish.site_url

publish: site  ## Put the checked site on the gh-pages branch of origin (DRY_RUN=1 SHRINK=1 BRANCH=gh-pages)
	@$(PY) -m tools.publish.publish

rollback: needs-site  ## Put the site that was published before back on that branch (DRY_RUN=1 BRANCH=gh-pages)
	@$(PY) -m tools.publish.rollback

lock: needs-locking  ## Write the locks in requirements/ from pyproject.toml; UPGRADE=1 takes the newest that fit
	@$(PY) -m tools.quality.requirements_lock

hook: needs-site  ## Have git check the texts before each commit
	@$(PY) -m tools.quality.git_hook

precommit: needs-site  ## What that check is: every text, with drafts, as staged; by hand, as it stands in the files
	@$(PY) -m tools.quality.precommit

clean:  ## Remove what was built, and every cache
	@rm -rf output .build claims.csv .mypy_cache .pytest_cache .ruff_cache
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# .venv gets what a command needs when that is first asked for. Its own Python says whether that is there; else the newest
# on PATH that suits, or the one that PYTHON names, sets it up. A Python is tried by running it: what answers to a name
# may be too old, without venv, or a pyenv shim with nothing behind it.
override NEEDS := $(addprefix needs-,site test lint bench locking)
override SUITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
override INSTALL := Install Python 3.11 or newer, with its venv module. Debian and Ubuntu: apt install python3 python3-venv; \
  macOS: brew install python; others: https://www.python.org/downloads/

.PHONY: $(NEEDS)
$(NEEDS): needs-%:
	@$(PY) -I tools/setup_venv.py check $* 2>/dev/null && exit; \
	if test "$$PYTHON"; then set -- "$$PYTHON"; else set -- python3.14 python3.13 python3.12 python3.11 python3; fi; \
	for python; do "$$python" -c '$(SUITS)' 2>/dev/null && exec "$$python" -I tools/setup_venv.py $*; done; \
	printf '%s\n' "$${PYTHON:+PYTHON=$$PYTHON does not run or does not suit. }$(INSTALL)" >&2; exit 1
