"""What is fuzzed: a text is read, checked, laid out and formatted, and what must hold for any text is asserted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mindful.errors import LengthError, ScriptError
from mindful.script.checks.check import Known, check
from mindful.script.checks.ignores import apply_ignores
from mindful.script.include import join
from mindful.script.model import Audio
from mindful.script.reader import read
from mindful.script.takes.expand import Expansion
from mindful.script.takes.take import Sentence, Wishes
from mindful.script.writing.formatting import format_script
from mindful.timeline import choose, lay_out
from mindful.timeline.rules import check_track

if TYPE_CHECKING:
    from mindful.script.model import Script

KNOWN = Known(
    has_voice=lambda name: name == "piper:joe",
    voice_language=lambda name: {"piper:joe": "en-US", "piper:olga": "ru-RU"}.get(name, ""),
    bells=("bowl", "chime"),
    soundscapes=("rain", "ocean"),
    has_file=lambda name: len(name) % 2 == 0,
)


_TEN_MINUTES = 600 * 44_100


class _Lengths(dict[Sentence, int]):
    """A second of speech for every ten characters."""

    def __missing__(self, sentence: Sentence) -> int:
        return len(sentence.text) * 4_410


def examine(text: str) -> None:
    """Send a text all the way to a timeline and through the formatter; whatever is raised is a fault."""
    script = read(text, file="fuzz.md")
    _lay_out(join(script, cache(lambda name, _: _part(name, text))))
    formatted = format_script(text)
    assert read(formatted) == read(text), "formatting changed the meaning"
    assert format_script(formatted) == formatted, "formatting a second time changed something"


def _part(name: str, text: str) -> Script:
    """Return what an include gives: the first half of the text, which may include itself, or nothing."""
    if len(name) % 3 == 0:
        raise ScriptError("It is not there.")
    return read(text[: len(text) // 2], file=name)


def _lay_out(script: Script) -> None:
    expansion = Expansion(script, values={}, wishes=Wishes(length_s=600.0))
    widest = expansion.take(expansion.everything_once())
    findings = list(check(script, widest, KNOWN))
    lengths = _Lengths()
    files = {cue.path: 44_100 for cue in widest.cues if isinstance(cue, Audio)}
    for wanted in (None, _TEN_MINUTES):
        try:
            take, reach = choose(expansion, wanted, speech_frames=lengths, audio_frames=files, bell_ring_s={})
            timeline = lay_out(
                take.cues,
                title=take.title,
                speech_frames=[lengths[sentence] for sentence in take.sentences],
                length_frames=wanted,
                audio_frames=files,
                reach=reach,
            )
        except LengthError:
            continue
        starts = [event.start for event in timeline.events]
        assert starts == sorted(starts)
        assert all(event.end <= timeline.frames for event in timeline.events)
        assert wanted in {None, timeline.frames}
        findings += check_track(timeline, script)
    for finding in apply_ignores(findings, script.ignores, complete=True):
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.message.endswith((".", "?", "!"))
