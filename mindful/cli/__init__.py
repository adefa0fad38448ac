"""The command line: it reads options, calls one function of the library and shows what came of it."""

from mindful.cli.entry import main

__all__ = ["main"]
