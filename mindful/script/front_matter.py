"""The head of a script: a YAML block between two ``---`` lines, read with the place of every key."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, TypeVar

from mindful.errors import MindfulError, Place
from mindful.script.cues.cue import read_rate, read_sound
from mindful.script.cues.cue_error import CueError
from mindful.script.cues.words import PAUSE_LENGTHS_S
from mindful.script.model import Finding, FrontMatter
from mindful.units import parse_duration, parse_gain_db

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

ABOUT_KEYS = ("kind", "level", "eyes", "anchor", "cautions", "evidence", "reviewed_by", "reviewed_on")
KEYS = (
    "title", "author", "licence", "language", "description", "length", "lengths", "voice", "rate", "chain", "room_tone", "chapter_tail", "volume", "soundscape", "seed",
    "vars", "lexicon", "cover", "gaps", "pause_words", *ABOUT_KEYS,
)  # fmt: skip
OTHER_TOOLS_KEYS = frozenset("authors date label name pace state tags time".split())
"""Keys of note-takers and site builders that only happen to be near to one of `KEYS`."""
CHAINS = ("warm", "plain", "intimate")
GAP_NAMES = ("sentence", "paragraph", "section", "soft")
_FENCE = re.compile(r"---[ \t]*$")
_KEY_LINE = re.compile(r"\s*(#.*)?$|[\"']?[A-Za-z_][\w .-]*[\"']?\s*:(\s|$)")


def find_front_matter(lines: list[str]) -> int:
    """Return how many lines the front matter takes with both its fences, or 0 where there is none.

    A first ``---`` that is only a rule (other text follows it) is not front matter.
    """
    if not lines or not _FENCE.match(lines[0]):
        return 0
    for at, line in enumerate(lines[1:], start=1):
        if _FENCE.match(line):
            block = [row for row in lines[1:at] if row.strip()]
            return at + 1 if block and _KEY_LINE.match(block[0]) else 0
    return 0


def read_front_matter(lines: list[str], file: str | None) -> tuple[FrontMatter, list[Finding]]:
    """Read the lines between the fences.

    Args:
        lines: The lines of the block without its fences; the first is line 2 of the script.
        file: The script's name for places.

    Returns:
        The front matter, and what was wrong with it; a bad value is left at its default.
    """
    tree, problem = _parse("\n".join(lines), file)
    if problem:
        return FrontMatter(), [problem]
    return _Fields(tree, file).read()


def read_chain(text: str) -> str:
    """Read the name of a preset of the voice chain.

    Raises:
        CueError: There is none of that name.
    """
    if text.lower() not in CHAINS:
        raise CueError(f'"{text}" is no preset of the voice chain.', hint=f"There are {', '.join(CHAINS)}.")
    return text.lower()


def read_switch(text: str) -> bool:
    """Read on or off; YAML makes some of these words its own yes and no.

    Raises:
        CueError: It is neither.
    """
    answers = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
    if text.lower() not in answers:
        raise CueError(f'"{text}" is neither on nor off.', hint="Write on or off.")
    return answers[text.lower()]


def read_lengths(text: str) -> tuple[float, ...]:
    """Read several durations, parted by commas, such as ``5m, 10m``, as seconds in rising order.

    Raises:
        UnitError: One of them is no duration.
    """
    return tuple(sorted({parse_duration(part) for part in text.split(",")}))


def read_lexicon(text: str, file: str) -> tuple[dict[str, str], list[Finding]]:
    """Read a file of words and how they are said, one ``word: sounds like`` a line.

    Returns:
        The words, and what was wrong; then there are none.
    """
    tree, problem = _parse(text, file, what="lexicon", first_line=1)
    if problem is None and not isinstance(tree, dict):
        problem = _unreadable("The lexicon is not a list of keys and values.", Place(file=file, line=1, column=1))
    if problem:
        return {}, [problem]
    return {str(word): str(spoken) for word, spoken in tree.items()}, []


def _parse(text: str, file: str | None, what: str = "front matter", first_line: int = 2) -> tuple[Any, Finding | None]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        tree = YAML(typ="rt", plug_ins=[]).load(text)  # looking for plug-ins takes longer than reading
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        return None, _unreadable(
            f"The {what} cannot be read: {error.problem}.", Place(file=file, line=line, column=column)
        )
    except (YAMLError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, _unreadable(f"The {what} cannot be read: {first}.", Place(file=file, line=first_line, column=1))
    if tree is not None and not hasattr(tree, "lc"):
        return None, _unreadable(
            f"The {what} is not a list of keys and values.", Place(file=file, line=first_line, column=1)
        )
    return tree, None


def _unreadable(message: str, place: Place) -> Finding:
    return Finding(
        code="E111",
        severity="error",
        message=message,
        hint='Write one "key: value" a line; put quotes around a value that holds a colon.',
        place=place,
    )


class _Fields:
    """Reads the known keys of one parsed block, gathering findings."""

    def __init__(self, tree: Any, file: str | None) -> None:
        self.tree = tree if isinstance(tree, dict) else {}
        self.file = file
        self.findings: list[Finding] = []
        self.places = {str(key): self._place(key) for key in self.tree}

    def read(self) -> tuple[FrontMatter, list[Finding]]:
        self._check_keys()
        rate = self._value("rate", read_rate)
        lexicon, lexicon_files = self._lexicon()
        front = FrontMatter(
            title=self._text("title"),
            author=self._text("author"),
            licence=self._text("licence"),
            language=self._text("language") or "en",
            description=self._text("description"),
            length_s=self._value("length", parse_duration),
            lengths_s=self._value("lengths", read_lengths) or (),
            voice=self._text("voice"),
            rate=rate,
            chain=self._value("chain", read_chain),
            room_tone=self._value("room_tone", read_switch),
            chapter_tail=self._value("chapter_tail", read_switch),
            volume_db=self._value("volume", parse_gain_db) or 0.0,
            soundscape=self._value("soundscape", read_sound),
            seed=self._value("seed", int),
            vars=self._texts("vars"),
            lexicon=lexicon,
            lexicon_files=lexicon_files,
            cover=self._text("cover"),
            gaps_s=self._durations("gaps", GAP_NAMES, "gap"),
            pause_words_s=self._durations("pause_words", tuple(PAUSE_LENGTHS_S), "word of a pause's length"),
            about={key: text for key in ABOUT_KEYS if (text := self._text(key)) is not None},
            places=self.places,
        )
        return front, self.findings

    def _place(self, key: Any) -> Place:
        lines: Any = self.tree
        line, column = lines.lc.key(key)
        return Place(file=self.file, line=line + 2, column=column + 1)

    def _check_keys(self) -> None:
        for key, place in self.places.items():
            if key in KEYS or key in OTHER_TOOLS_KEYS:
                continue
            near = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.5)
            if near and _edits(key, near[0]) <= 2 and len(key) > 3:
                self._report("E102", f'"{key}" is not a key of the front matter.', f'Did you mean "{near[0]}"?', place)

    def _text(self, key: str) -> str | None:
        value = self.tree.get(key)
        if value is None:
            return None
        if isinstance(value, dict) or (
            isinstance(value, list) and any(isinstance(item, dict | list) for item in value)
        ):
            self._report("E107", f'"{key}" takes a text, not a table.', f"Write {key}: some words.", self.places[key])
            return None
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return " ".join(str(value).split())

    def _value(self, key: str, read: Callable[[str], T]) -> T | None:
        text = self._text(key)
        if text is None:
            return None
        try:
            return read(text)
        except MindfulError as error:
            self._report("E107", f"{key}: {error.message}", error.hint, self.places[key])
        except ValueError:
            self._report("E107", f'{key}: "{text}" is no whole number.', f"Write {key}: 7.", self.places[key])
        return None

    def _texts(self, key: str) -> dict[str, str]:
        value = self.tree.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or any(isinstance(text, dict | list) for text in value.values()):
            self._report(
                "E107", f'"{key}" takes a table of names and texts.', f"Write {key}: {{name: text}}.", self.places[key]
            )
            return {}
        return {str(name): str(text) for name, text in value.items()}

    def _lexicon(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """Read words, the name of a file of words, or a list of both."""
        value = self.tree.get("lexicon")
        if isinstance(value, str):
            return {}, (value.strip(),)
        if not isinstance(value, list):
            return self._texts("lexicon"), ()
        words: dict[str, str] = {}
        files = []
        for item in value:
            if isinstance(item, dict):
                words |= {str(word): str(spoken) for word, spoken in item.items()}
            else:
                files.append(str(item))
        return words, tuple(files)

    def _durations(self, key: str, names: tuple[str, ...], kind: str) -> dict[str, float]:
        found = {}
        for name, text in self._texts(key).items():
            if name not in names:
                self._report("E102", f'"{name}" is no {kind}.', f"There are {', '.join(names)}.", self.places[key])
                continue
            try:
                found[name] = parse_duration(text)
            except MindfulError as error:
                self._report("E107", f"{key}: {error.message}", error.hint, self.places[key])
        return found

    def _report(self, code: str, message: str, hint: str | None, place: Place) -> None:
        self.findings.append(Finding(code=code, severity="error", message=message, hint=hint, place=place))


def _edits(one: str, other: str) -> int:
    """Return the Levenshtein distance of two short words."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
