from __future__ import annotations

import io
import itertools
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyebur128
import pytest
from PIL import Image

from mindful.errors import SoundError
from mindful.sounds import catalogue, tones
from mindful.sounds.noise import LENGTH
from mindful.sounds.pictures import picture
from mindful.sounds.soundscapes import RECIPES, VERSION, open_soundscape
from mindful.sounds.splice import Cut, Spliced

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mindful.sounds.soundscapes import Bed

RATE = 44_100
HOUR = 3_600 * RATE
NAMES = catalogue.soundscape_names()
TONES = {"drone", "pad", "binaural", "isochronic"}
NOISES = [name for name in NAMES if name not in TONES]


def loops_folder() -> Path:
    """Return the folder of loops in the tests' own cache: making them all takes a while."""
    return Path(os.environ["MINDFUL_CACHE"]) / "soundscapes"


def opened(name: str, seed: int = 0) -> Bed:
    return open_soundscape(name, seed=seed, cache=loops_folder())


def lufs(samples: NDArray[np.float32]) -> float:
    state = pyebur128.R128State(2, RATE, pyebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(samples.astype(np.float64)).reshape(-1), len(samples))
    return float(pyebur128.get_loudness_global(state))


def band_levels_db(wave: NDArray[np.float32], edges_hz: list[float]) -> list[float]:
    """Return the mean power a hertz between each edge and the next."""
    power = np.abs(np.fft.rfft(wave)) ** 2
    hertz = np.fft.rfftfreq(len(wave), 1 / RATE)
    pairs = itertools.pairwise(edges_hz)
    return [10 * math.log10(power[(hertz >= low) & (hertz < high)].mean()) for low, high in pairs]


def test_every_soundscape_of_the_catalogue_can_be_made() -> None:
    assert tuple(RECIPES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_soundscape_has_its_level_and_never_stands_in_one_place(name: str) -> None:
    samples = opened(name).block(0, 60 * RATE)
    assert lufs(samples) == pytest.approx(-18.0, abs=0.7)
    assert abs(float(samples.mean())) < 1e-3
    assert np.abs(samples).max() < 1.0
    if name != "isochronic":
        assert abs(np.corrcoef(samples[:, 0], samples[:, 1])[0, 1]) < 0.4


@pytest.mark.parametrize("name", NAMES)
def test_the_blocks_do_not_matter_and_nothing_clicks_where_stretches_meet(name: str) -> None:
    bed, hop = opened(name), RECIPES[name].cut.hop
    start = 3 * hop - 50_000
    whole = bed.block(start, 200_000)
    parts = [bed.block(start + at, size) for at, size in ((0, 49_999), (49_999, 2), (50_001, 149_999))]
    assert np.array_equal(whole, np.concatenate(parts))
    steps = np.abs(np.diff(whole, axis=0)).max(axis=1)
    assert steps[49_900:50_100].max() <= np.delete(steps, np.s_[49_900:50_100]).max() * 1.05


@pytest.mark.parametrize("name", [name for name in NAMES if name != "pad"])
def test_the_end_of_a_loop_meets_its_beginning(name: str) -> None:
    opened(name)
    for number in range(len(RECIPES[name].loops)):
        loop = np.load(loops_folder() / f"{name}-{number}-{VERSION}.npy", mmap_mode="r")
        around = np.concatenate([loop[-RATE // 2 :], loop[: RATE // 2]])
        steps = np.abs(np.diff(around, axis=0)).max(axis=1)
        assert steps[RATE // 2 - 1] < 6 * np.sqrt((steps**2).mean())


@pytest.mark.parametrize("name", NOISES)
def test_nothing_comes_round_within_eight_hours(name: str) -> None:
    bed, cut = opened(name), RECIPES[name].cut
    for lag in (LENGTH, 2 * LENGTH, cut.hop, 7 * cut.hop, cut.hop - cut.fade, HOUR):
        places = range(0, 7 * HOUR, 7 * HOUR // 30)
        alike = []
        for place in places:
            now, later = (bed.block(at, RATE // 2)[:, 0].astype(np.float64) for at in (place, place + lag))
            alike.append(now @ later / math.sqrt((now @ now) * (later @ later)))
        assert abs(float(np.mean(alike))) < 0.1


def test_the_order_of_stretches_has_no_period() -> None:
    cut = RECIPES["pad"].cut
    chords = Spliced(np.zeros((6 * cut.slot, 2), np.float32), cut, seed=0)
    order = [(chords._shift(stretch) + stretch * cut.hop) // cut.slot % 6 for stretch in range(8 * HOUR // cut.hop)]
    assert set(order) == set(range(6))
    assert not any(order[:-period] == order[period:] for period in range(1, len(order) // 2))
    assert all(one % 2 != other % 2 for one, other in itertools.pairwise(order))


@pytest.mark.parametrize(("name", "slope_db"), [("pink", -3.0), ("brown", -6.0), ("white", 0.0)])
def test_a_noise_falls_by_its_decibels_an_octave(name: str, slope_db: float) -> None:
    wave = opened(name).block(0, 60 * RATE)[:, 0]
    levels = band_levels_db(wave, [62.5 * 2**octave for octave in range(9)])
    slope = np.polyfit(range(len(levels)), levels, 1)[0]
    assert slope == pytest.approx(slope_db, abs=0.3)


@pytest.mark.parametrize("name", NOISES)
def test_no_spectrum_ends_in_a_wall(name: str) -> None:
    wave = opened(name).block(0, 30 * RATE)[:, 0]
    levels = band_levels_db(wave, [60 * 2 ** (half / 2) for half in range(17)])
    assert np.abs(np.diff(levels)).max() < 12


def test_a_wave_breaks_every_seven_to_fourteen_seconds() -> None:
    samples = opened("ocean").block(HOUR, 600 * RATE)[:, 0].astype(np.float64)
    tenth = RATE // 10
    level = np.sqrt((samples.reshape(-1, tenth) ** 2).mean(axis=1))
    smooth = np.convolve(level, np.hanning(25) / np.hanning(25).sum(), "same")
    peaks = [at for at in range(40, len(smooth) - 40) if smooth[at] == smooth[at - 40 : at + 41].max() > smooth.mean()]
    periods_s = np.diff(peaks) / 10
    assert len(periods_s) > 40
    assert periods_s.min() >= 7
    assert periods_s.max() <= 14
    assert periods_s.std() > 0.5


@pytest.mark.parametrize(
    ("name", "low_hz", "high_hz", "per_s"),
    [("rain", 1_200, 3_800, 0.3), ("heavy-rain", 1_200, 3_800, 1.0), ("stream", 350, 2_500, 1.0),
     ("fire", 700, 5_000, 1.0), ("night", 3_700, 5_000, 2.0)],
)  # fmt: skip
def test_events_are_heard_above_their_bed(name: str, low_hz: float, high_hz: float, per_s: float) -> None:
    wave = opened(name).block(0, 30 * RATE)[:, 0]
    spectrum = np.fft.rfft(wave)
    hertz = np.fft.rfftfreq(len(wave), 1 / RATE)
    spectrum[(hertz < low_hz) | (hertz > high_hz)] = 0
    band = np.fft.irfft(spectrum)
    level_db = 10 * np.log10((band.reshape(-1, RATE // 100) ** 2).mean(axis=1))
    above = level_db > np.median(level_db) + 6
    assert np.count_nonzero(above[1:] & ~above[:-1]) / 30 > per_s


@pytest.mark.parametrize("name", ["drone", "pad"])
def test_drone_and_pad_stay_below_one_kilohertz(name: str) -> None:
    power = np.abs(np.fft.rfft(opened(name).block(0, 60 * RATE)[:, 0] * np.hanning(60 * RATE))) ** 2
    assert power[1_050 * 60 :].sum() / power.sum() < 1e-6


def test_the_notes_of_a_chord_are_consonant() -> None:
    """Octave, fifth, fourth, thirds and sixths, and the seconds of a fourth held before its third."""
    simple = {1.0, 3 / 2, 4 / 3, 5 / 4, 6 / 5, 5 / 3, 8 / 5, 9 / 8, 16 / 9, 9 / 5, 10 / 9, 15 / 8}
    for chord in tones.CHORDS:
        for low, high in ((low, high) for low in chord for high in chord if low < high):
            within = high / low
            while within >= 2:
                within /= 2
            assert min(abs(within - ratio) for ratio in simple) < 1e-9


@pytest.mark.parametrize(("name", "side", "hertz"), [("binaural", 0, 200), ("binaural", 1, 206)])
def test_a_beat_keeps_its_phase_for_eight_hours(name: str, side: int, hertz: float) -> None:
    bed = opened(name)
    early, late = (bed.block(at, RATE)[:, side].astype(np.float64) for at in (0, 8 * HOUR - 777))
    angles = 2 * math.pi * hertz * np.arange(RATE) / RATE
    shifted = 2 * math.pi * hertz * (8 * HOUR - 777) / RATE
    assert np.abs(early / np.abs(early).max() - np.sin(angles)).max() < 1e-4
    assert np.abs(late / np.abs(early).max() - np.sin(angles + shifted)).max() < 1e-4


def test_a_drone_goes_on_unbroken_through_its_splices() -> None:
    bed, period, count = opened("drone"), tones.DRONE_PERIOD, 100 * tones.DRONE_PERIOD
    turns = np.exp(-2j * math.pi * np.arange(count) / period)
    phases = []
    for at in (0, 20 * RATE, 28 * RATE, 4 * HOUR):
        place = at // period * period
        phases.append(np.angle((bed.block(place, count)[:, 0] * turns).sum()))
    assert np.ptp(phases) < 0.05


def test_a_seed_gives_the_same_again_and_another_gives_another() -> None:
    first = opened("ocean").block(0, 1_000)
    assert np.array_equal(first, opened("ocean").block(0, 1_000))
    assert not np.array_equal(first, opened("ocean", seed=7).block(0, 1_000))


def test_layers_sound_together_as_loud_as_one() -> None:
    both = opened("rain+brown").block(0, 10 * RATE)
    rain, brown = (opened(name).block(0, 10 * RATE) for name in ("rain", "brown"))
    assert both == pytest.approx((rain + brown) / math.sqrt(2), abs=1e-6)
    assert lufs(both) == pytest.approx(-18.0, abs=0.5)


def test_a_damaged_loop_is_made_again(tmp_path: Path) -> None:
    first = open_soundscape("binaural", seed=0, cache=tmp_path).block(0, 1_000)
    file = tmp_path / f"binaural-0-{VERSION}.npy"
    file.write_bytes(file.read_bytes()[:1_000])
    assert np.array_equal(open_soundscape("binaural", seed=0, cache=tmp_path).block(0, 1_000), first)
    assert np.array_equal(open_soundscape("binaural", seed=0, cache=None).block(0, 1_000), first)


@pytest.mark.parametrize("name", ["lava", "rain+lava", "rain+"])
def test_an_unknown_soundscape_is_refused(name: str) -> None:
    with pytest.raises(SoundError, match="no soundscape"):
        open_soundscape(name, seed=0, cache=None)


def test_the_nearest_name_is_found() -> None:
    assert catalogue.nearest("ocaen") == "ocean"
    assert catalogue.nearest("zzzz") is None


def test_stretches_that_are_alike_keep_their_level_where_they_meet() -> None:
    ones = np.ones((1_000, 2), np.float32)
    spliced = Spliced(ones, Cut(hop=100, fade=30, alike=True), seed=1)
    assert np.abs(spliced.block(0, 500) - 1).max() < 1e-6


def test_a_picture_is_a_png_with_its_title() -> None:
    drawn = Image.open(io.BytesIO(picture(opened("night").block(0, 2 * RATE), title="night")))
    assert drawn.format == "PNG"
    assert drawn.info["Title"] == "night"
    assert min(drawn.size) > 500
    assert len(set(drawn.convert("L").tobytes())) > 100
