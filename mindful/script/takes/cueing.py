"""Nodes in the order in which they are played -> cues, every silence explicit. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from mindful.script.cues.silence import with_word_lengths
from mindful.script.model import (
    At,
    Audio,
    Bell,
    Breathe,
    Heading,
    Mark,
    Node,
    ParagraphBreak,
    Pause,
    Rest,
    Say,
    Sound,
    Unknown,
    UseRate,
    UseVoice,
    UseVolume,
)
from mindful.script.takes.breath import phases
from mindful.script.takes.take import GAPS, MOST_CUES, ChapterStart, Sentence, Silence, rest_of_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from mindful.script.model import Script
    from mindful.script.takes.take import Cue, Wishes
    from mindful.script.wording.spoken import Wording


class Cueing:
    """Sets cue after cue; remembers what stands between the last sound and the next.

    Attributes:
        cues: What was set so far.
    """

    def __init__(self, script: Script, wishes: Wishes, wording: Wording) -> None:
        """Prepare for a take.

        Args:
            script: Its front matter says how it is spoken, and what sounds from the beginning.
            wishes: What holds where the script says nothing.
            wording: Of the script.
        """
        self.front, self.wishes, self.wording = script.front, wishes, wording
        soundscape = self.front.soundscape or wishes.soundscape
        self.cues: list[Cue] = [soundscape] if soundscape else []
        self._gaps = {name: _gap_cue(name, self.front.gaps_s.get(name)) for name in GAPS}
        self._voice = self._script_voice = self.front.voice or wishes.voice
        self._rate_wpm = self._script_rate_wpm = _rate(self.front.rate, wishes.rate_wpm)
        self._gain_db = self.front.volume_db
        self._between: list[Cue] = []
        self._gap = "lead-in"

    def add(self, node: Node) -> None:
        """Set the cues of a node."""
        if step := self._STEPS.get(type(node)):
            step(self, node)

    def is_full(self) -> bool:
        """Tell whether there are more cues than a take may have."""
        return len(self.cues) + len(self._between) > MOST_CUES

    def end(self) -> None:
        """Set what stands at the end of a track."""
        self._gap = "lead-out"
        self._close_gap()

    # -- nodes -----------------------------------------------------------------------------------------------------

    def _say(self, say: Say) -> None:
        for text, words, place in self.wording.pieces(say):
            if len(self.cues) > MOST_CUES:
                return
            if not text:
                self._widen("soft")
                continue
            self._close_gap()
            self.cues.append(Sentence(text, words, self._voice, self._rate_wpm, self._gain_db, place))

    def _unknown(self, node: Unknown) -> None:
        if self.wishes.unknown == "speak":
            self._say(Say(text=node.text.strip("[](){}<>*_ "), place=node.place))

    def _paragraph(self, _node: ParagraphBreak) -> None:
        self._widen("paragraph")

    def _chapter(self, node: Heading) -> None:
        self._widen("section")
        title = self.wording.fill(node.title, node.place)
        self._between.append(ChapterStart(title=title, share_s=node.share_s))

    def _pause(self, node: Pause) -> None:
        if node.word and node.word not in self.front.pause_words_s:
            node = with_word_lengths(node, self.wishes.pause_words_s)
        self._between.append(Silence("pause", "pause", node.natural_s, node.min_s, node.max_s, node.bell, node.place))

    def _rest(self, node: Rest) -> None:
        self._between.append(rest_of_length(node.place, node.bell))

    def _silent(self, node: Sound | Mark | At) -> None:
        self._between.append(node)

    def _sounding(self, node: Bell | Audio) -> None:
        self._close_gap()
        self.cues.append(node)

    def _breathe(self, node: Breathe) -> None:
        self._close_gap()
        language, voice = self.front.language, self._voice
        self.cues += phases(node, language=language, voice=voice, rate_wpm=self._rate_wpm, gain_db=self._gain_db)

    def _use_voice(self, node: UseVoice) -> None:
        self._voice = node.voice or self._script_voice

    def _use_rate(self, node: UseRate) -> None:
        self._rate_wpm = _rate(node, self._script_rate_wpm)

    def _use_volume(self, node: UseVolume) -> None:
        self._gain_db = node.gain_db

    # -- silence between sounds ------------------------------------------------------------------------------------

    def _widen(self, name: str) -> None:
        """Let the silence before the next sound be at least this gap."""
        if self._gap != "lead-in" and self._gaps[self._gap].natural_s < self._gaps[name].natural_s:
            self._gap = name

    def _close_gap(self) -> None:
        """Set the silence before a sound: the pauses written there, else the gap that stands there."""
        if self._between:
            self._close_written(self._between)
            self._between = []
        else:
            self.cues.append(self._gaps[self._gap])
        self._gap = "sentence"

    def _close_written(self, between: list[Cue]) -> None:
        pauses = [cue for cue in between if isinstance(cue, Silence)]
        if pauses:
            self.cues += between
            if self._gap == "lead-out" and all(pause.name == "rest" for pause in pauses):
                self.cues.append(self._gaps["lead-out"])
            return
        self.cues += [cue for cue in between if not isinstance(cue, ChapterStart)]
        self.cues.append(self._gaps[self._gap])
        self.cues += [cue for cue in between if isinstance(cue, ChapterStart)]

    _STEPS: ClassVar[dict[type[Node], Callable[[Cueing, Any], None]]] = {
        Say: _say, Unknown: _unknown, ParagraphBreak: _paragraph, Heading: _chapter, Pause: _pause, Rest: _rest,
        Bell: _sounding, Audio: _sounding, Breathe: _breathe, Sound: _silent, Mark: _silent, At: _silent,
        UseVoice: _use_voice, UseRate: _use_rate, UseVolume: _use_volume,
    }  # fmt: skip
    """What is done with each kind of node; to ask for one kind after the other takes longer than most of it."""


def _gap_cue(name: str, natural_s: float | None) -> Silence:
    gap = GAPS[name]
    seconds = gap.natural_s if natural_s is None else natural_s
    return Silence("gap", name, seconds, min(seconds, gap.min_s), max(seconds, gap.max_s))


def _rate(use: UseRate | None, base_wpm: float) -> float:
    if use is None:
        return base_wpm
    return use.wpm if use.wpm is not None else base_wpm * (use.factor or 1.0)
