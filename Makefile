# Short names of the commands that README.md and .ci/run spell out.
python := .venv/bin/python

.PHONY: help venv test lint format docs pins demo bench ci

help:  ## list these names
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/ -/'

venv:  ## make .venv with mindful and its test tools in it
	python3 -m venv .venv && $(python) -m pip install -e ".[test]"

test:  ## run the tests
	$(python) -m pytest

lint:  ## style, types, layers, spelling
	.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/mypy && .venv/bin/lint-imports && .venv/bin/codespell

format:  ## put the code in its standard form
	.venv/bin/ruff check --fix && .venv/bin/ruff format

docs:  ## write the pages of docs/ that come out of the code
	$(python) docs/generate.py

pins:  ## write requirements/*.txt anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make pins" pyproject.toml --output-file requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make pins" --extra test pyproject.toml --output-file requirements/test.txt

demo:  ## make a first track
	.venv/bin/mindful demo

bench:  ## print the table of budgets
	$(python) -m tests.benchmarks

ci:  ## all that must hold before a change lands
	.ci/run
