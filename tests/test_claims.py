"""The product promises no effect and gives no treatment, wherever it speaks: README, docs, help, messages, scripts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
CLAIM = re.compile(
    r"\b(?:cures?|cured|curing|heals?|healed|healing|(?:clinically |scientifically )?proven|guarantee[sd]?(?: calm)?"
    r"|will make you (?:calm|happy|better|sleep)|(?:enhances?|replaces?) (?:a |your )?(?:treatment|therapy|medication)"
    r"|stop your medication|instead of therapy|anti-?depressants?|ketamine)\b",
    re.IGNORECASE,
)
PAGES = [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
SCRIPTS = [file for folder in ("scripts", "mindful/studio") for file in sorted((CHECKOUT / folder).rglob("*.md"))]
MODULES = sorted((CHECKOUT / "mindful").rglob("*.py"))


def said_by(module: Path) -> str:
    """Return the texts of a module that people may get to read; a rule's own pattern is no message."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return "\n".join(text for text in texts if r"\b" not in text and "|" not in text)


@pytest.mark.parametrize("page", [*PAGES, *SCRIPTS], ids=lambda page: page.name)
def test_no_page_and_no_script_makes_a_claim(page: Path) -> None:
    assert CLAIM.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_no_help_and_no_message_makes_a_claim(module: Path) -> None:
    assert CLAIM.findall(said_by(module)) == []


def test_the_rule_finds_a_claim() -> None:
    for text in ("It heals.", "clinically proven", "This will make you calm", "guaranteed", "instead of therapy"):
        assert CLAIM.search(text)
    assert not CLAIM.search("It does not treat any illness; notice what is there.")
