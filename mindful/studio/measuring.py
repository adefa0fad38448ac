"""How long sentences are: asked of the voices, or spoken, or guessed; each once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from mindful.errors import VoiceError
from mindful.script.takes.take import Sentence
from mindful.studio.order import Order, Progress, Report
from mindful.voices.port import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mindful.errors import Place
    from mindful.studio.desk import Desk


class SpeechLengths(dict[Sentence, int]):
    """The frames of every sentence; one that was not measured yet is when it is asked for.

    Attributes:
        estimated: Whether some are guesses.
    """

    def __init__(self, seed: int, chain_name: str, order: Order, desk: Desk, *, speak: bool) -> None:
        """Prepare to measure.

        Args:
            seed: Of the take.
            chain_name: What the voice goes through; of no matter for lengths, but what is spoken is kept.
            order: Tells how sentences are spoken.
            desk: The voices.
            speak: Speak the sentences of a voice that cannot tell their lengths; else they are guessed.
        """
        super().__init__()
        self.estimated = False
        self._seed, self._chain, self._order, self._desk, self._speak = seed, chain_name, order, desk, speak

    def measure(self, sentences: Sequence[Sentence], progress: Progress) -> None:
        """Measure sentences, several at once.

        Raises:
            VoiceError: One cannot be measured or spoken; its place is named.
        """
        different = list(dict.fromkeys(sentences))
        with ThreadPoolExecutor(self._desk.jobs, thread_name_prefix="measure") as pool:
            measured = pool.map(self._length, different)
            for done, (sentence, (length, exact)) in enumerate(zip(different, measured, strict=True), start=1):
                self._keep(sentence, length, exact=exact)
                progress(Report(stage="measuring", done=done, total=len(different), what=sentence.text))

    def __missing__(self, sentence: Sentence) -> int:
        length, exact = self._length(sentence)
        self._keep(sentence, length, exact=exact)
        return length

    def _keep(self, sentence: Sentence, length: int, *, exact: bool) -> None:
        self[sentence] = length
        self.estimated = self.estimated or not exact

    def _length(self, sentence: Sentence) -> tuple[int, bool]:
        """Return the frames of a sentence, and whether they are exact."""
        style, narrator = style_of(sentence.rate_wpm, self._seed, self._order), self._desk.narrator
        try:
            known = narrator.frames(sentence.words, sentence.voice, style)
            if known is not None:
                return known, True
            if self._speak:
                return narrator.speak(sentence.words, sentence.voice, style, self._chain).speech_frames, True
            return narrator.estimate(sentence.words, sentence.voice, style), False
        except VoiceError as error:
            raise placed(error, sentence.text, sentence.place) from error


def style_of(rate_wpm: float, seed: int, order: Order) -> Style:
    """Return how a sentence is spoken."""
    return Style(rate_wpm=rate_wpm, seed=seed, take=order.take)


def placed(error: VoiceError, text: str, place: Place) -> VoiceError:
    """Return the error with the sentence it is about, and its place."""
    return type(error)(f"{error.message} The line was: {text!r}.", hint=error.hint, place=place)
