"""Which characters of a written text may reach an engine: letters, digits, marks of punctuation; no markup, no emoji. Pure."""

from __future__ import annotations

import re
import unicodedata

from mindful.script.wording.abbreviations import SYMBOLS

_SAME_AS = str.maketrans({
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'", "\N{PRIME}": "'", "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{ACUTE ACCENT}": "'", "\N{GRAVE ACCENT}": "",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"', "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}": '"',
    "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\N{FIGURE DASH}": "\N{EN DASH}",
    "\N{HORIZONTAL BAR}": "\N{EM DASH}", "\N{FRACTION SLASH}": "/", "\N{DIVISION SLASH}": "/",
    "\N{HORIZONTAL ELLIPSIS}": "...", "\N{DOUBLE EXCLAMATION MARK}": "!", "\N{EXCLAMATION QUESTION MARK}": "?",
    "\N{BULLET}": ", ", "\N{MIDDLE DOT}": ", ", "\N{RIGHTWARDS ARROW}": ", ", "\N{RIGHTWARDS DOUBLE ARROW}": ", ",
    "\N{LEFTWARDS ARROW}": ", ", "\N{DEGREE CELSIUS}": "\N{DEGREE SIGN}C",
    "\N{DEGREE FAHRENHEIT}": "\N{DEGREE SIGN}F",
})  # fmt: skip
_STYLED = ("<font>", "<wide>", "<narrow>", "<circle>", "<fraction>")
"""Kinds of characters that are a plain letter or figure in costume."""

_KEPT_MARKS = frozenset(SYMBOLS) | frozenset("\N{YEN SIGN}\N{INDIAN RUPEE SIGN}\N{MINUS SIGN}")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,300}>")
_EMPHASIS = re.compile(r"[*_`^]+|~+(?! ?\d)")
_BRACKETS = re.compile(r"[\[\]{}|\\]|[<>#](?! ?\d)")


def plain_characters(text: str) -> str:
    """Return the text in NFC with straight quotes and single spaces, without tags, emoji and invisible characters."""
    text = unicodedata.normalize("NFC", text).translate(_SAME_AS)
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", "".join(map(_plain, text)))
    return " ".join(_TAG.sub(" ", text).split())


def without_markup(text: str) -> str:
    """Take out brackets and emphasis marks; those that belong to a figure, as in ``#1`` or ``~5``, stay."""
    return " ".join(_BRACKETS.sub(" ", _EMPHASIS.sub(_gap, text)).split())


def _gap(match: re.Match[str]) -> str:
    text = match.string
    inside = text[match.start() - 1 : match.start()].isalnum() and text[match.end() : match.end() + 1].isalnum()
    return " " if inside else ""


def _plain(character: str) -> str:
    if " " <= character <= "~" or character in _KEPT_MARKS:
        return character
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind in {"No", "Nl", "So"} or kind.startswith("L"):
        decomposition = unicodedata.decomposition(character)
        if decomposition.startswith(_STYLED) or kind == "Nl" or "\ufb00" <= character <= "\ufb06":
            plain = unicodedata.normalize("NFKC", character).replace("\N{FRACTION SLASH}", "/")
            return f" {plain}" if "/" in plain else plain
    if kind in {"So", "Sk", "Sm", "Cc", "Zs", "Zl", "Zp"}:
        return " "
    if kind in {"Cf", "Cs", "Co", "Cn", "Me"} or "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return ""
    return character
