# `make demo` shows everything, `make test` proves it. README.md and docs/operations.md say more.
SHELL := /bin/sh
PYTHON_IN := .venv/bin/python

.PHONY: demo test bench check messages requirements clean

demo:
	@bin/bootstrap base
	@NEWSROOM_DEMO=1 exec $(PYTHON_IN) manage.py demo $(if $(EMPTY),--empty)

test:
	@bin/bootstrap dev
	@$(PYTHON_IN) -m pytest -n auto --dist worksteal $(ARGS)

bench:
	@bin/bootstrap dev
	@$(PYTHON_IN) -m tests.benchmarks $(ONLY)

check:
	@bin/bootstrap dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@find templates/admin templates/subscriptions/mails -name '*.html' -print0 | xargs -0 .venv/bin/djade --check --target-version 6.0
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/ty check --quiet
	@$(PYTHON_IN) manage.py makemigrations --check --dry-run
	@SECRET_KEY=$$(head -c 48 /dev/urandom | base64) SITE_URL=https://example.org EMAIL_URL=smtp://localhost \
		$(PYTHON_IN) manage.py check --deploy --database default --fail-level WARNING

messages:
	@bin/bootstrap dev
	@$(PYTHON_IN) manage.py makemessages -l ko --no-obsolete --no-location --ignore '.venv/*' --ignore '.data/*' --ignore 'tests/*'
	@$(PYTHON_IN) manage.py makemessages -d djangojs -l ko --no-obsolete --no-location --ignore '.venv/*' --ignore '.data/*' --ignore 'tests/*' --ignore 'newsroom/static/*'
	@$(PYTHON_IN) manage.py compilemessages -l ko --ignore .venv

requirements:
	@for set in base dev; do uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links requirements/$$set.in -o requirements/$$set.txt; done

clean: # what can be made again; the content in .data stays
	rm -rf .venv .cache .data/test
