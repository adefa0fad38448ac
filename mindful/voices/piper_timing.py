"""When each phoneme and word of a Piper sentence sounds, and how slow Piper must be for a rate in words a minute.

Pure arithmetic on the durations the model tells; nothing is listened to.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from mindful.errors import VoiceError
from mindful.voices.port import WordTime

if TYPE_CHECKING:
    from collections.abc import Sequence

SILENT = frozenset("^$_ .,;:!?-\"'()")
"""Symbols that begin, end, separate or rest, and make no sound of their own."""
MARKS = frozenset("ˈˌː")
"""Stress and length belong to a phoneme, but the same word has them or not, depending on its neighbours."""
LEAD_HOPS, TAIL_HOPS = 5, 9
"""Kept before the first phoneme (58 ms) and after the last one's pad (104 ms).

Measured on 20 sentences: sound begins up to 40 ms before its phoneme is due, and is below -75 dBFS 100 ms after it.
"""
LENGTH_SCALES = (
    (1.0, 217.5), (1.2, 197.5), (1.4, 171.4), (1.6, 152.0), (1.7, 144.9), (1.8, 138.1), (1.9, 132.1), (2.0, 126.7),
    (2.1, 121.0), (2.3, 112.2), (2.6, 101.1), (3.0, 89.1),
)  # fmt: skip
"""Piper's length scale -> words a minute of joe, measured on 20 calm sentences (170 words), trimmed as here."""


def pace(rate_wpm: float) -> float:
    """Return Piper's length scale (above 1 is slower) for a rate in words a minute.

    Between measured points the seconds a word takes are interpolated; beyond them they grow in proportion.

    Raises:
        VoiceError: The rate is no positive number.
    """
    if not (math.isfinite(rate_wpm) and rate_wpm > 0):
        raise VoiceError(f"Nobody can speak at {rate_wpm:g} words a minute.", hint="Write a rate such as 138wpm.")
    wanted_s = 60 / rate_wpm
    points = [(60 / wpm, scale) for scale, wpm in LENGTH_SCALES]
    for (low_s, low), (high_s, high) in pairwise(points):
        if low_s <= wanted_s <= high_s:
            return low + (high - low) * (wanted_s - low_s) / (high_s - low_s)
    nearest_s, scale = points[0] if wanted_s < points[0][0] else points[-1]
    return scale * wanted_s / nearest_s


def spoken_symbols(symbols: Sequence[str]) -> list[int]:
    """Return where the symbols that sound stand."""
    return [at for at, symbol in enumerate(symbols) if symbol not in SILENT and symbol not in MARKS]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """The durations of one sentence and what follows from them."""

    symbols: tuple[str, ...]
    """One for each phoneme id, as the model was fed."""
    hops_each: tuple[int, ...]
    """How long each lasts, in hops."""
    hop: int
    """Samples in a hop."""
    sample_rate_hz: int

    @property
    def hops(self) -> int:
        """How many hops the model speaks, silence at both ends included."""
        return sum(self.hops_each)

    @property
    def start(self) -> int:
        """The first sample that is kept."""
        first = min(at for at, symbol in enumerate(self.symbols) if symbol not in SILENT)
        return max(0, sum(self.hops_each[:first]) - LEAD_HOPS) * self.hop

    @property
    def end(self) -> int:
        """One past the last sample that is kept."""
        last = max(at for at, symbol in enumerate(self.symbols) if symbol not in SILENT)
        return min(self.hops, sum(self.hops_each[: last + 2]) + TAIL_HOPS) * self.hop

    @property
    def frames(self) -> int:
        """How many samples are kept."""
        return self.end - self.start

    def word_times(self, words: str, phonemes_of_words: Sequence[Sequence[str]]) -> tuple[WordTime, ...]:
        """Tell when each written word sounds, within what is kept.

        Words run together in speech ("of the" is one group of phonemes), so the phonemes of each word alone are
        matched to those of the sentence; a word of which nothing is found lies between its neighbours.

        Args:
            words: The sentence.
            phonemes_of_words: The phonemes of each of its words, spoken alone.
        """
        edges = [0, *accumulate(self.hops_each)]
        heard = spoken_symbols(self.symbols)
        alone = [(at, word[i]) for at, word in enumerate(phonemes_of_words) for i in spoken_symbols(word)]
        matcher = SequenceMatcher(
            None, [symbol for _, symbol in alone], [self.symbols[i] for i in heard], autojunk=False
        )
        spans: dict[int, tuple[int, int]] = {}
        for match in matcher.get_matching_blocks():
            for step in range(match.size):
                which, place = alone[match.a + step][0], heard[match.b + step]
                first = spans[which][0] if which in spans else place
                spans[which] = (first, place)
        rows = []
        until = edges[heard[0]]
        for at, word in enumerate(words.split()):
            begin, end = (edges[spans[at][0]], edges[spans[at][1] + 2]) if at in spans else (until, until)
            begin = max(begin, until)
            until = max(end, begin)
            rows.append(WordTime(word=word, start_s=self._second(begin), end_s=self._second(until)))
        return tuple(rows)

    def _second(self, hops: int) -> float:
        return min(max(hops * self.hop - self.start, 0), self.frames) / self.sample_rate_hz
