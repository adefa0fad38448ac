"""Guided-mindfulness tracks from plain-text scripts, offline."""

__version__ = "0.1.0"
