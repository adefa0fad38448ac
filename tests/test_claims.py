"""The product promises no effect and gives no treatment, wherever it speaks: README, docs, help, messages, scripts."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from mindful.cli.frame import SECTIONS, group
from mindful.script.checks.safety.claims import CLAIM, TREATMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "mindful"
NEVER = re.compile(
    r"\b(?:cures?|cured|curing|heals?|healed|healing|(?:clinically |scientifically )?proven|guarantee[sd]?(?: calm)?"
    r"|will make you (?:calm|happy|better|sleep)|(?:enhances?|replaces?) (?:a |your )?(?:treatment|therapy|medication)"
    r"|stop your medication|instead of therapy|anti-?depressants?|ketamine)\b",
    re.IGNORECASE,
)
"""Words that are not even denied; the findings of scripts know more, and let people deny them."""
PAGES = sorted(CHECKOUT.glob("*.md")) + sorted((CHECKOUT / "docs").rglob("*.md"))
SCRIPTS = [file for folder in ("scripts", "mindful/studio") for file in sorted((CHECKOUT / folder).rglob("*.md"))]
DATA = sorted(file for ending in ("toml", "vtt", "txt", "json") for file in PACKAGE.rglob(f"*.{ending}"))
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [name for rows in SECTIONS.values() for name in rows]


def claims(text: str) -> list[str]:
    """Return everything in a text that promises or treats."""
    return [match[0] for pattern in (NEVER, CLAIM, TREATMENT) for match in pattern.finditer(text)]


def said_by(module: Path) -> str:
    """Return the texts of a module that people may get to read; a rule's own pattern is no message."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return "\n".join(text for text in texts if r"\b" not in text and "|" not in text)


def helps(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the help of a command and of all commands in it, as people see it."""
    yield command.get_help(context)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from helps(inner, click.Context(inner, parent=context, info_name=name))


@pytest.mark.parametrize("page", [*PAGES, *SCRIPTS, *DATA], ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_no_page_no_script_and_no_table_makes_a_claim(page: Path) -> None:
    assert claims(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_no_message_makes_a_claim(module: Path) -> None:
    assert claims(said_by(module)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_help_makes_a_claim(name: str) -> None:
    # With the settings of the real one: click keeps the help option that a command shows first.
    root = group.make_context("mindful", [], resilient_parsing=True)
    command = group.get_command(root, name)
    assert command is not None
    texts = list(helps(command, click.Context(command, parent=root, info_name=name)))
    assert all(texts)
    assert [claim for text in texts for claim in claims(text)] == []


def test_the_rules_find_a_claim() -> None:
    for text in ("It heals.", "clinically proven", "This will make you calm", "guaranteed", "instead of therapy"):
        assert NEVER.search(text)
    for text in ("It eliminates stress.", "Take your dose.", "It boosts therapy.", "ends depression"):
        assert claims(text)
    assert not claims("It does not treat any illness; notice what is there.")
