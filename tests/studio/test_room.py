"""Room tone and chapter tails in finished tracks."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from mindful.cli import main
from mindful.library import read_manifest
from mindful.script.model import FrontMatter, Script
from mindful.studio.order import Order
from mindful.studio.room import has_chapter_tail, has_room_tone, last_words
from mindful.timeline import Chapter, Event, Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 44_100
SCRIPT = "## One\nRest here. [pause 4s]\n\nAnd here. [pause 6s]\n\n## Two\nNow come back.\n"


def rendered(folder: Path, text: str, *options: str) -> NDArray[np.float32]:
    script, out = folder / "room.md", folder / "room.wav"
    script.write_text(text)
    assert main(["render", str(script), "-o", str(out), "--timeline", str(folder / "timeline.json"), *options]) == 0
    return np.asarray(soundfile.read(out, dtype="float32")[0])


def events(folder: Path, kind: str) -> list[tuple[float, float]]:
    """Return when events of a kind begin and end, in seconds."""
    told = json.loads((folder / "timeline.json").read_text())["events"]
    return [(one["start_s"], one["start_s"] + one["duration_s"]) for one in told if one["kind"] == kind]


def rms_db(samples: NDArray[np.float32], first_s: float, last_s: float) -> float:
    part = samples[round(first_s * RATE) : round(last_s * RATE)].astype(np.float64)
    return 10 * math.log10(float((part**2).mean()) + 1e-20)


def test_silence_is_digital_without_room_tone_and_air_with_it(tmp_path: Path) -> None:
    bare = rendered(tmp_path, SCRIPT)
    aired = rendered(tmp_path, SCRIPT, "--room-tone")
    assert len(bare) == len(aired)
    for first_s, last_s in [(1.1, 1.9), *((end - 2, end - 0.1) for _, end in events(tmp_path, "pause"))]:
        assert not bare[round(first_s * RATE) : round(last_s * RATE)].any()
        assert -70 < rms_db(aired, first_s, last_s) < -62
    assert np.abs(aired[-RATE // 100 :]).max() < 2e-4
    manifest = read_manifest(tmp_path / "room.wav")
    assert manifest
    assert (manifest["room_tone"], [sound["name"] for sound in manifest["sounds"]]) == (True, ["room"])


def test_room_tone_gives_way_to_a_soundscape_and_comes_back(tmp_path: Path) -> None:
    part = "Rest. [pause 5s]\n\n"
    text = f"{part}[sound brown fade 1s]\n\n{part}[sound off fade 1s]\n\n{part}Now come back.\n"
    heard = rendered(tmp_path, text, "--room-tone")
    levels = [rms_db(heard, end - 0.6, end - 0.1) for _, end in events(tmp_path, "pause")]
    assert levels[0] == pytest.approx(levels[2], abs=1.5)
    assert levels[1] > levels[0] + 20


def test_the_last_words_of_each_chapter_ring_on_and_nothing_moves(tmp_path: Path) -> None:
    dry = rendered(tmp_path, SCRIPT, "--chain", "plain")
    rung = rendered(tmp_path, SCRIPT, "--chain", "plain", "--chapter-tail")
    assert len(dry) == len(rung)
    one, two, three = (end for _, end in events(tmp_path, "speech"))
    after = {end: rms_db(rung, end + 0.7, end + 1.2) - rms_db(dry, end + 0.7, end + 1.2) for end in (one, two, three)}
    assert np.array_equal(dry[: round((one + 3) * RATE)], rung[: round((one + 3) * RATE)])
    assert min(after[two], after[three]) > 20


def test_order_script_setting_and_preset_are_asked_in_turn() -> None:
    def tone(order: Order, *, said: bool | None = None, chain: str | None = None) -> bool:
        return has_room_tone(Script(title="t", front=FrontMatter(room_tone=said, chain=chain)), order)

    assert not tone(Order())
    assert tone(Order(), chain="intimate")
    assert tone(Order(loudness="acx"))
    assert not tone(Order(default_room_tone=False), chain="intimate")
    assert tone(Order(default_room_tone=False), said=True)
    assert not tone(Order(room_tone=False), said=True)
    plain = Script(title="t", front=FrontMatter())
    assert not has_chapter_tail(plain, Order())
    assert has_chapter_tail(plain, Order(default_chapter_tail=True))
    assert not has_chapter_tail(plain, Order(default_chapter_tail=True, chapter_tail=False))


def test_a_chapter_without_words_lends_none() -> None:
    def timeline(*chapters: Chapter) -> Timeline:
        speech = tuple(Event(kind="speech", start=start, frames=5, text="x") for start in (10, 20, 60))
        return Timeline(title="t", frames=100, range_frames=(0, None), events=speech, chapters=chapters)

    parts = [(0, 30), (30, 20), (50, 50)]
    chapters = [Chapter(title="c", start=start, frames=frames) for start, frames in parts]
    assert last_words(timeline(*chapters)) == {20, 60}
    assert last_words(timeline()) == {60}
