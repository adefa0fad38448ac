"""A finished track as a picture: its wave with the chapters, what is said when, and its loudness over time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mindful.library import read_manifest
from mindful.loudness import level_curve
from mindful.practice.opening import open_track
from mindful.sounds.decoder import Decoder
from mindful.units import SAMPLE_RATE_HZ, clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from mindful.practice.lines import Line
    from mindful.timeline import Chapter

COLUMNS = 2_000
"""Places at which the wave is drawn; more than a picture has dots."""
_PIECE_S = 10
_QUIETEST_LUFS = -60.0
_SPEECH_LUFS = -18.0
"""Of a track without a manifest."""
_LOWEST_TOP = 0.25
"""Of the wave's scale: a soft track is to look soft."""
_INK, _FAINT, _WAVE, _SPEECH, _GRID = "#25383b", "#6b7c80", "#3f918f", "#7fbdb9", "#dfe5e6"
_INCHES, _DOTS_PER_INCH = (12.0, 5.4), 160
_LONGEST_TITLE, _SHORTEST_TITLE = 28, 4


def portrait(track: Path) -> bytes:
    """Return the PNG of a track.

    Args:
        track: Its file. Title and chapters stand in the manifest beside it, what is said in its captions, if any.

    Raises:
        SoundError: It cannot be read.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights, levels = _heard(track)
    piece = open_track(track)
    figure = Figure(figsize=_INCHES, dpi=_DOTS_PER_INCH, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    figure.suptitle(piece.title, x=0.01, ha="left", fontsize=13, color=_INK)
    # A track without captions has no lane for them.
    ratios = (5, 0.6, 3) if piece.lines else (5, 3)
    wave, *lane, loudness = figure.subplots(len(ratios), 1, sharex=True, height_ratios=ratios)
    _draw_wave(wave, heights, len(levels) / 10, piece.chapters)
    for axes in lane:
        _draw_lane(axes, piece.lines)
    _draw_loudness(loudness, levels, (read_manifest(track) or {}).get("speech_lufs") or _SPEECH_LUFS)
    out = io.BytesIO()
    described = f"Wave, captions and loudness of {piece.title}"
    figure.savefig(out, format="png", metadata={"Title": piece.title, "Description": described})
    return out.getvalue()


def _heard(track: Path) -> tuple[list[float], list[float]]:
    """Return the highest sample of each tenth of a second, and the short-term loudness there, in LUFS."""
    import numpy as np

    heights: list[float] = []

    def pieces() -> Iterator[NDArray[np.float32]]:
        total = 0
        with Decoder(track) as decoder:
            while len(piece := decoder.read(_PIECE_S * SAMPLE_RATE_HZ)):
                total += len(piece)
                tenths = np.array_split(np.abs(piece).max(axis=1), max(round(10 * len(piece) / SAMPLE_RATE_HZ), 1))
                heights.extend(float(tenth.max()) for tenth in tenths)
                yield piece
            decoder.check(total)

    levels = level_curve(pieces(), SAMPLE_RATE_HZ)
    return heights, levels


def _draw_wave(axes: Axes, heights: list[float], duration_s: float, chapters: Sequence[Chapter]) -> None:
    import numpy as np

    step = max(len(heights) // COLUMNS, 1)
    drawn = np.array([max(heights[at : at + step]) for at in range(0, len(heights), step)])
    axes.fill_between(np.linspace(0, duration_s, len(drawn)), -drawn, drawn, color=_WAVE, linewidth=0)
    top = max(1.1 * float(drawn.max()), _LOWEST_TOP)
    axes.set_ylim(-top, top)
    axes.set_yticks([])
    for chapter in chapters:
        axes.axvline(chapter.start / SAMPLE_RATE_HZ, color=_FAINT, linewidth=0.8)
        room = round(chapter.frames / SAMPLE_RATE_HZ / max(duration_s, 1) * 150)
        name = _fitting(chapter.title, min(room, _LONGEST_TITLE))
        axes.text(chapter.start / SAMPLE_RATE_HZ, 1.02 * top, name, fontsize=8.5, color=_INK, va="bottom")
    _without_frame(axes)


def _fitting(title: str, room: int) -> str:
    """Return what of a title fits into so many letters before the next one; nothing where that says nothing."""
    if len(title) <= room:
        return title
    return f"{title[: room - 1].rstrip()}\u2026" if room > _SHORTEST_TITLE else ""


def _draw_lane(axes: Axes, lines: Sequence[Line]) -> None:
    spans = [(line.start / SAMPLE_RATE_HZ, (line.end - line.start) / SAMPLE_RATE_HZ) for line in lines]
    axes.broken_barh(spans, (0, 1), facecolors=_SPEECH)
    axes.set_ylim(0, 1)
    axes.set_yticks([0.5], ["said"], fontsize=8.5)
    _without_frame(axes)


def _draw_loudness(axes: Axes, levels: list[float], speech_lufs: float) -> None:
    import numpy as np
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.plot(np.arange(len(levels)) / 10, np.maximum(levels, _QUIETEST_LUFS), color=_WAVE, linewidth=1)
    axes.axhline(speech_lufs, color=_FAINT, linewidth=0.8, linestyle=":")
    axes.text(
        1.005, speech_lufs, "speech", transform=axes.get_yaxis_transform(), fontsize=8.5, color=_FAINT, va="center"
    )
    axes.set_ylim(_QUIETEST_LUFS, 0)
    # Without the lowest, which would touch the first time below it.
    axes.set_yticks(range(round(_QUIETEST_LUFS) + 10, 1, 10))
    axes.set_xlim(0, max(len(levels) / 10, 1))
    axes.set_ylabel("LUFS, 3 s", fontsize=9, color=_FAINT)
    axes.grid(color=_GRID, linewidth=0.8)
    axes.xaxis.set_major_locator(MaxNLocator(10, steps=[1, 1.5, 3, 6, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _place: clock(max(seconds, 0))))
    _without_frame(axes)


def _without_frame(axes: Axes) -> None:
    axes.tick_params(labelsize=8.5, length=0, labelcolor=_FAINT)
    for spine in axes.spines.values():
        spine.set_visible(False)
