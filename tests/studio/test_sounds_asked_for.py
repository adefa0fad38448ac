from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from mindful.cli import main
from mindful.errors import SoundError
from mindful.player import NullDevice
from mindful.practice.hearing import hear
from mindful.studio.desk import Desk
from mindful.studio.order import Order
from mindful.studio.planning import check_script
from mindful.studio.samples import plan_preview

if TYPE_CHECKING:
    from pathlib import Path

BODY = "Rest here for a while. You can stop at any time.\n"


def codes(folder: Path, head: str, **order: str) -> list[str]:
    script = folder / "sounds.md"
    script.write_text(f"---\ntitle: Sounds\n{head}---\n{BODY}")
    desk = Desk(cache=folder / "cache")
    return [finding.code for finding in check_script(script, Order(**order), desk)]  # type: ignore[arg-type]


def test_layers_are_soundscapes_and_each_must_be_there(tmp_path: Path) -> None:
    assert codes(tmp_path, "soundscape: rain+brown -30dB\n") == []
    assert codes(tmp_path, "soundscape: rain+lava -30dB\n") == ["E105"]
    assert codes(tmp_path, "soundscape: rain+river.wav\n") == ["E106"]


def test_beats_need_a_caution_however_they_came_in(tmp_path: Path) -> None:
    cautions = "cautions: leave it out if you have epilepsy\n"
    assert codes(tmp_path, "soundscape: binaural -30dB\n") == ["S115"]
    assert codes(tmp_path, f"soundscape: binaural -30dB\n{cautions}") == []
    assert codes(tmp_path, "", soundscape="rain+isochronic") == ["S115"]


def test_a_preview_is_played_or_drawn(tmp_path: Path) -> None:
    assert main(["sounds", "preview", "white", "--length", "0.5s", "--device", "null"]) == 0
    assert main(["sounds", "preview", "woodblock high", "--png", str(tmp_path / "block.png")]) == 0
    with Image.open(tmp_path / "block.png") as drawn:
        assert drawn.info["Title"] == "woodblock high"


def test_what_is_heard_is_as_long_as_it_says(tmp_path: Path) -> None:
    desk = Desk(cache=tmp_path)
    assert hear("woodblock soft", NullDevice, length_s=9, seed=0, desk=desk) == pytest.approx(3.6, abs=0.01)
    assert plan_preview("binaural", length_s=2, seed=0, desk=desk).timeline.duration_s == pytest.approx(2.6)


def test_a_sound_that_does_not_exist_is_told_before_any_device_is_opened(tmp_path: Path) -> None:
    opened: list[NullDevice] = []

    def open_one() -> NullDevice:
        opened.append(NullDevice())
        return opened[-1]

    with pytest.raises(SoundError, match="lava"):
        hear("lava", open_one, length_s=9, seed=0, desk=Desk(cache=tmp_path))
    assert opened == []
