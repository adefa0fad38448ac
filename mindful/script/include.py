"""Joining: other files that a script includes are read in their place. Pure; who fetches them is passed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mindful.errors import ScriptError
from mindful.script.model import Finding, Include, Node, Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_INCLUDES, MOST_NODES, DEEPEST = 1_000, 100_000, 20
"""Of one script, with everything it includes; more is a slip, or a bomb."""


def join(script: Script, fetch: Callable[[str, str | None], Script]) -> Script:
    """Return a script with the body of every included file in the place of its `Include`.

    Included files give their variables and their lexicon too, where nothing else has set them; the rest of their front
    matter holds only where they are rendered alone.

    Args:
        script: As read.
        fetch: Returns the script of a path as written in an `Include`, seen from the file it stands in. Raises
            ScriptError where that cannot be read.

    Returns:
        The whole. What cannot be included is left out and is among the findings, as is what was noticed in the files.
    """
    if not any(isinstance(node, Include) for node in script.body):
        return script
    return _Joiner(script, fetch).run()


@dataclass
class _Open:
    """A file whose nodes are being taken."""

    name: str | None
    nodes: Iterator[Node]


class _Joiner:
    """Walks over the nodes of files within files."""

    def __init__(self, script: Script, fetch: Callable[[str, str | None], Script]) -> None:
        self.script, self.fetch = script, fetch
        self.body: list[Node] = []
        self.findings = list(script.findings)
        self.front = script.front
        self.ignores = list(script.ignores)
        self.seen: set[str | None] = set()
        self.included = 0

    def run(self) -> Script:
        files = [_Open(name=self.script.file, nodes=iter(self.script.body))]
        while files:
            node = next(files[-1].nodes, None)
            if node is None:
                files.pop()
            elif not isinstance(node, Include):
                self.body.append(node)
            elif part := self._fetched(node, files):
                files.append(_Open(name=part.file, nodes=iter(part.body)))
        return replace(
            self.script,
            body=tuple(self.body),
            front=self.front,
            findings=tuple(self.findings),
            ignores=tuple(self.ignores),
        )

    def _fetched(self, node: Include, files: list[_Open]) -> Script | None:
        try:
            part = self.fetch(node.path, files[-1].name)
        except ScriptError as error:
            self._report(error.message, error.hint or "Look at its name.", node)
            return None
        names = [file.name for file in files]
        self.included += 1
        if part.file in names:
            chain = " -> ".join(str(name) for name in [*names[names.index(part.file) :], part.file])
            self._report(f"The file includes itself: {chain}.", "Take one of these includes out.", node)
            return None
        size = len(self.body) + len(part.body)
        if self.included > MOST_INCLUDES or size > MOST_NODES or len(files) > DEEPEST:
            if self.included <= MOST_INCLUDES + 1:
                self._report(
                    "With everything it includes the script is too large.", "Include less, or less often.", node
                )
            return None
        self._take_front(part)
        return part

    def _take_front(self, part: Script) -> None:
        if part.file in self.seen:
            return
        self.seen.add(part.file)
        self.findings += part.findings
        self.ignores += part.ignores
        self.front = replace(
            self.front,
            vars={**part.front.vars, **self.front.vars},
            lexicon={**part.front.lexicon, **self.front.lexicon},
        )

    def _report(self, message: str, hint: str, node: Include) -> None:
        message = f'"{node.path}" cannot be included. {message}'
        self.findings.append(Finding(code="E114", severity="error", message=message, hint=hint, place=node.place))
