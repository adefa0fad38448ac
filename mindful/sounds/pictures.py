"""A sound as a picture: its spectrogram, and its mean spectrum in decibels, drawn by matplotlib, imported only then."""

from __future__ import annotations

import io
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mindful.units import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

WINDOW = 4_096
"""Frames of one spectrum, 93 ms: 11 Hz apart."""
LOWEST_HZ, HIGHEST_HZ = 20.0, 20_000.0
RANGE_DB = 80.0
"""From the strongest to what is no longer drawn."""
_INK, _FAINT, _LINE = "#25383b", "#6b7c80", "#125a5c"
_INCHES, _DOTS_PER_INCH = (11.0, 4.6), 160
_TICKS_HZ = {
    50: "50", 100: "100", 200: "200", 500: "500", 1_000: "1k", 2_000: "2k", 5_000: "5k", 10_000: "10k", 20_000: "20k",
}  # fmt: skip


def picture(samples: NDArray[np.float32], *, title: str) -> bytes:
    """Return a PNG of a sound, float32 ``[frames, channels]`` at 44.1 kHz: spectrogram, and spectrum beside it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    levels_db = _levels_db(samples)
    figure = Figure(figsize=_INCHES, dpi=_DOTS_PER_INCH, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    figure.suptitle(title, x=0.01, ha="left", fontsize=13, color=_INK)
    over_time, mean = figure.subplots(1, 2, sharey=True, width_ratios=(3, 1))
    _draw_spectrogram(over_time, levels_db, len(samples) / SAMPLE_RATE_HZ)
    _draw_spectrum(mean, levels_db)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Title": title, "Description": f"Spectrogram and spectrum of {title}"})
    return out.getvalue()


def _levels_db(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the level of each frequency over time, ``[windows, WINDOW / 2 + 1]``, windows half overlapping."""
    import numpy as np

    mono = samples.mean(axis=1)
    padded = np.concatenate([mono, np.zeros(max(WINDOW - len(mono), 0), dtype=mono.dtype)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[:: WINDOW // 2]
    power = np.abs(np.fft.rfft(windows * np.hanning(WINDOW), axis=1)) ** 2
    levels: NDArray[np.float64] = 10 * np.log10(power + 1e-12) - 20 * math.log10(WINDOW / 4)
    return levels


def _draw_spectrogram(axes: Axes, levels_db: NDArray[np.float64], duration_s: float) -> None:
    import numpy as np

    # Rows by octaves rather than by hertz, as the ear has them; each the strongest of what falls into it.
    edges = np.geomspace(LOWEST_HZ, HIGHEST_HZ, 241)
    places = np.clip(np.round(edges * WINDOW / SAMPLE_RATE_HZ).astype(int), 1, levels_db.shape[1] - 1)
    rows = np.stack([levels_db[:, low : max(high, low + 1)].max(axis=1) for low, high in pairwise(places)])
    columns = np.linspace(0, duration_s, levels_db.shape[0] + 1)
    top = float(rows.max())
    axes.pcolormesh(columns, edges, rows, cmap="magma", vmin=top - RANGE_DB, vmax=top, rasterized=True)
    axes.set_xlabel("seconds", fontsize=9, color=_FAINT)
    axes.set_ylabel("hertz", fontsize=9, color=_FAINT)
    _scale(axes)


def _draw_spectrum(axes: Axes, levels_db: NDArray[np.float64]) -> None:
    import numpy as np

    hertz = np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE_HZ)
    heard = (hertz >= LOWEST_HZ) & (hertz <= HIGHEST_HZ)
    mean_db = 10 * np.log10((10 ** (levels_db / 10)).mean(axis=0))[heard]
    axes.plot(mean_db, hertz[heard], color=_LINE, linewidth=1)
    axes.set_xlim(mean_db.max() - RANGE_DB, mean_db.max() + 3)
    axes.set_xlabel("dB", fontsize=9, color=_FAINT)
    axes.grid(color="#dfe5e6", linewidth=0.8)
    _scale(axes)


def _scale(axes: Any) -> None:
    from matplotlib.ticker import NullLocator

    axes.set_yscale("log")
    axes.set_ylim(LOWEST_HZ, HIGHEST_HZ)
    axes.set_yticks(list(_TICKS_HZ), list(_TICKS_HZ.values()))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.tick_params(labelsize=8.5, length=0, labelcolor=_FAINT)
    for spine in axes.spines.values():
        spine.set_visible(False)
