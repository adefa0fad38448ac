"""The budgets of the architecture, each measured against its floor in the same run.

`python -m tests.benchmarks`, from the root of the repository, prints the table. What is measured here are CPU seconds
(wall time where a person waits) and ratios of two measurements made side by side, never a bare time: a shared machine
is slow today and quick tomorrow. Nothing here runs with the test suite but `test_benchmarks.py`, which looks at the
shape of a row and at no time.
"""
