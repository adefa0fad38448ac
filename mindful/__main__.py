"""Lets `python -m mindful` do what the command does."""

import sys

from mindful.cli import main

sys.exit(main())
