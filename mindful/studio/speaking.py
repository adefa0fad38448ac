"""Speaking ahead of the mix: each sentence is there when it is due, while the next ones are spoken on all cores."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from mindful.errors import VoiceError
from mindful.script.model import NOWHERE
from mindful.studio.measuring import placed, style_of
from mindful.studio.order import Order, Progress, Report
from mindful.studio.room import chain_of, has_chapter_tail, last_words
from mindful.voices.tail import ring_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mindful.studio.desk import Desk
    from mindful.studio.planning import Plan
    from mindful.timeline import Event
    from mindful.voices.narrator import Spoken

LOOKAHEAD_SENTENCES = 12
"""How many sentences may be spoken before they are mixed; enough for two cores, little in memory."""


class SpeechAhead:
    """Hands the mixer each sentence when it is due, while the next ones are being spoken on all cores."""

    def __init__(self, plan: Plan, order: Order, desk: Desk, progress: Progress) -> None:
        self._order, self._desk, self._seed, self._progress = order, desk, plan.style_seed, progress
        self._chain = chain_of(plan.script, order)
        self._ring_on = last_words(plan.timeline) if has_chapter_tail(plan.script, order) else frozenset()
        self._pool = ThreadPoolExecutor(desk.jobs, thread_name_prefix="speak")
        self._waiting = deque(event for event in plan.timeline.events if event.kind == "speech")
        self._total = len(self._waiting)
        self._ahead: deque[Future[Spoken]] = deque()
        self._done = 0

    def __call__(self, event: Event) -> NDArray[np.float32]:
        """Return the samples of the next sentence, tail included.

        Raises:
            VoiceError: It could not be spoken, or is not as long as the voice had told; its line is named.
        """
        while self._waiting and len(self._ahead) < LOOKAHEAD_SENTENCES:
            self._ahead.append(self._pool.submit(self._speak, self._waiting.popleft()))
        text, place = event.text or "", event.place or NOWHERE
        self._progress(Report(stage="speaking", done=self._done, total=self._total, what=text))
        try:
            spoken = self._ahead.popleft().result()
        except VoiceError as error:
            raise placed(error, text, place) from error
        if spoken.speech_frames != event.frames:
            message = f"The voice spoke {spoken.speech_frames} samples where it had told {event.frames}."
            raise placed(VoiceError(message, hint="Run the command again; if it stays, please report it."), text, place)
        self._done += 1
        self._progress(Report(stage="speaking", done=self._done, total=self._total, what=text))
        return spoken.samples

    def _speak(self, event: Event) -> Spoken:
        if event.words is None or event.voice is None or event.rate_wpm is None:
            raise AssertionError(event)
        style = style_of(event.rate_wpm, self._seed, self._order)
        spoken = self._desk.narrator.speak(event.words, event.voice, style, self._chain)
        if event.start not in self._ring_on:
            return spoken
        return replace(spoken, samples=ring_on(spoken.samples, spoken.speech_frames))

    def close(self) -> None:
        """Give up what is still waiting to be spoken."""
        self._pool.shutdown(wait=True, cancel_futures=True)
