from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pyebur128
import pytest
import soundfile

import mindful
from mindful.cli import main
from mindful.library import shipped_scripts
from mindful.studio.desk import Desk

SHORT = """---
title: Short sit
vars: {name: friend}
---
# Short sit

[bell chime]

Hello {name}. [pause 2s] Breathe in.

## Rest

Breathe out. [pause 3s..20s]

[bell chime]
"""
CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "scripts").glob("*.md"))


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "short.md"
    file.write_text(SHORT)
    return file


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    capsys.readouterr()
    assert main([str(argument) for argument in arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_render_has_its_length_its_level_and_its_peak(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = script.with_suffix(".wav")
    [track] = told(
        capsys, "render", script, "-o", out, "--length", "30s", "--soundscape", "rain", "--captions", "vtt",
        "--captions", "srt", "--captions", "lrc", "--timeline", script.with_suffix(".json"), "--json",
    )  # fmt: skip
    samples, rate = soundfile.read(out, dtype="float64", always_2d=True)
    assert len(samples) == 30 * rate
    state = pyebur128.R128State(2, rate, pyebur128.MeasurementMode.MODE_I | pyebur128.MeasurementMode.MODE_TRUE_PEAK)
    timeline = json.loads(script.with_suffix(".json").read_text())
    speech = [event for event in timeline["events"] if event["kind"] == "speech"]
    for event in speech:
        start = round(event["start_s"] * rate)
        part = np.ascontiguousarray(samples[start : start + round(event["duration_s"] * rate)])
        state.add_frames(part.reshape(-1), len(part))
    assert pyebur128.get_loudness_global(state) == pytest.approx(-18, abs=0.5)
    assert track["speech_lufs"] == pytest.approx(-18, abs=0.5)
    assert track["true_peak_dbtp"] <= -1.5
    assert track["duration_s"] == 30.0
    assert [chapter["title"] for chapter in track["chapters"]] == ["Short sit", "Rest"]
    assert all(Path(caption).is_file() for caption in track["captions"])
    assert speech[0]["text"] == "Hello friend."
    plan = told(capsys, "plan", script, "--length", "30s", "--soundscape", "rain", "--json")
    assert plan == timeline


def test_twice_is_the_same_and_another_length_speaks_nothing_again(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, three = (tmp_path / f"{name}.wav" for name in ("one", "two", "three"))
    told(capsys, "render", script, "-o", one, "--json")
    told(capsys, "render", script, "-o", two, "--json")
    assert one.read_bytes() == two.read_bytes()
    [longer] = told(capsys, "render", script, "-o", three, "--length", "40s", "--json")
    assert longer["sentences_cached"] == longer["sentences"] == 3


def test_an_unchanged_track_is_left_alone_until_something_changes(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = script.with_suffix(".flac")
    timeline = script.with_suffix(".json")
    render = ("render", script, "-o", out, "--json")
    assert not told(capsys, *render)[0]["skipped"]
    assert told(capsys, *render)[0]["skipped"]
    assert told(capsys, *render, "--timeline", timeline)[0]["skipped"]
    assert timeline.is_file()
    assert not told(capsys, *render, "--force")[0]["skipped"]
    assert not told(capsys, *render, "--set", "name=Ana")[0]["skipped"]
    assert told(capsys, "tracks", script.parent, "--json")[0]["title"] == "Short sit"
    assert main(["tracks", str(script.parent)]) == 0
    out.unlink()
    assert not told(capsys, *render, "--set", "name=Ana")[0]["skipped"]


def test_a_voice_that_cannot_tell_gives_an_estimate_and_a_true_track(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = told(capsys, "plan", script, "--voice", "system:en-us", "--json")
    assert plan["estimated"]
    [track] = told(capsys, "render", script, "--voice", "system:en-us", "-o", tmp_path / "x.wav", "--json")
    assert soundfile.info(tmp_path / "x.wav").duration == pytest.approx(track["duration_s"])


def test_another_chain_makes_another_track_of_the_same_length(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    render = ("render", script, "-o", tmp_path / "chain.wav", "--json")
    script.write_text(SHORT.replace("vars:", "chain: intimate\nvars:"))
    [first] = told(capsys, *render)
    manifest = json.loads(Path(first["manifest"]).read_text())
    heard, _ = soundfile.read(tmp_path / "chain.wav")
    assert manifest["chain"] == "intimate"
    assert told(capsys, *render)[0]["skipped"]
    [second] = told(capsys, *render, "--chain", "plain")
    assert not second["skipped"]
    assert second["duration_s"] == first["duration_s"]
    assert second["speech_lufs"] == pytest.approx(first["speech_lufs"], abs=0.3)
    assert not np.array_equal(soundfile.read(tmp_path / "chain.wav")[0], heard)
    script.write_text(SHORT.replace("vars:", "chain: cosy\nvars:"))
    assert main(["check", str(script)]) == 3
    assert '"cosy" is no preset of the voice chain' in capsys.readouterr().out


def test_the_users_sounds_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = np.random.default_rng(1)
    soundfile.write(tmp_path / "sea.wav", 0.1 * chance.standard_normal((400_000, 2)), 44_100)
    soundfile.write(tmp_path / "word.wav", 0.1 * chance.standard_normal((44_100, 1)), 22_050)
    script = tmp_path / "mine.md"
    script.write_text("[sound sea.wav -20dB]\n\nListen. [audio word.wav]\n\nRest. [pause 3s]\n")
    [track] = told(capsys, "render", script, "-o", tmp_path / "mine.wav", "--json")
    assert track["duration_s"] > 5
    manifest = json.loads(Path(track["manifest"]).read_text())
    assert manifest["sounds"][0]["kind"] == "file"
    assert main(["sounds", "preview", str(tmp_path / "sea.wav"), "-o", str(tmp_path / "p.wav"), "--length", "3s"]) == 0


@pytest.mark.parametrize("path", sorted(shipped_scripts().glob("*.md")), ids=lambda path: path.stem)
def test_every_practice_that_ships_is_without_a_finding(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_real_script_is_laid_out_to_the_sample_without_markup(path: Path) -> None:
    script = mindful.read(path.read_text())
    timeline = mindful.lay_out(script, length="10m", fill=True, unknown="skip")
    assert timeline.frames == 600 * 44_100
    for event in timeline.events:
        if event.kind == "speech":
            assert not set("[]{}<>*#_|") & set(event.words or "")
            assert event.frames > 0


BAD = {
    "missing.md": (None, 1, "no script"),
    "latin.md": ("Grüße".encode("latin-1"), 1, "UTF-8"),
    "empty.md": (b"\n\n", 1, "empty"),
    "silent.md": (b"[pause 3s]\n", 3, "nothing to speak"),
    "unknown.md": (b"Hello. [frobnicate] There.\n", 3, "E101"),
    "several.md": (b"Hello. [frobnicate] There. [gizmo] {nobody}\n", 3, "errors"),
    "file.md": (b"Hello. [audio nowhere.wav]\n", 3, "nowhere.wav"),
    "voice.md": (b"---\nvoice: piper:jim\n---\nHello.\n", 3, "piper:jim"),
    "large.md": (b"x" * 5_000_001, 1, "too large"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_sentence_and_leaves_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, code, words = BAD[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    out = tmp_path / "out" / "track.wav"
    assert main(["render", str(tmp_path / name), "-o", str(out)]) == code
    assert words in capsys.readouterr().err
    assert not out.exists()


def test_a_length_that_cannot_be_met_names_the_range(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(script), "--length", "1s", "-o", str(script.with_suffix(".wav"))]) == 1
    assert "can last" in capsys.readouterr().err
    script.write_text(SHORT.replace("vars:", "length: 1s\nvars:"))
    assert main(["check", str(script)]) == 3
    assert "E110" in capsys.readouterr().out


def test_wrong_use_of_render_is_told(script: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("Hello.\n")
    assert main(["render", str(script), str(other), "--timeline", "x.json"]) == 2
    assert main(["render", str(script), str(other), "-o", str(script)]) == 2
    assert main(["render", str(script), "--format", "xyz"]) == 2
    assert main(["render", str(script), "--set", "nothing"]) == 2
    assert main(["render", str(script), "--length", "0s"]) == 2
    assert main(["render", str(script), "-o", str(tmp_path / "x.xyz")]) == 2
    (tmp_path / "in-the").write_text("way")
    assert main(["render", str(script), "-o", str(tmp_path / "in-the" / "way" / "x.wav")]) == 1


def test_checks_are_printed_for_people_machines_and_workflows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "doubt.md"
    file.write_text("Hello. [pause 300]\n\nThere. [frobnicate]\n\nYou. [pause exactly 100s] End.\n")
    assert main(["check", str(file), "--format", "json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert {"file", "line", "column", "code", "severity", "message", "hint"} == set(found[0])
    assert main(["check", str(file), "--format", "github"]) == 3
    assert capsys.readouterr().out.startswith("::")
    file.write_text("Hello. [pause exactly 100s] End.\n")
    assert main(["check", str(file)]) == 0
    assert "W204" in capsys.readouterr().out


def test_plans_voices_and_sounds_are_shown(script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(script), "--length", "30s"]) == 0
    assert "Breathe out." in capsys.readouterr().out
    assert main(["voices"]) == 0
    shown = capsys.readouterr()
    assert "piper:joe" in shown.out
    assert "intimate, close by" in shown.err
    assert told(capsys, "voices", "--json")[0]["id"] == "piper:joe"
    assert main(["sounds"]) == 0
    assert told(capsys, "sounds", "--json")[0]["kind"] == "bell"
    for arguments in (
        ("voices", "say", "Notice your breath.", "-o", "breath.wav"),
        ("sounds", "preview", "bowl low soft", "-o", "bowl.flac"),
        ("sounds", "preview", "rain", "-o", "rain.wav", "--length", "2s"),
    ):
        *front, name = arguments[: arguments.index("-o") + 2]
        assert main([*front, str(tmp_path / name), *arguments[arguments.index("-o") + 2 :]]) == 0
        assert soundfile.info(tmp_path / name).duration > 1
    assert main(["voices", "say", "...", "-o", str(tmp_path / "no.wav")]) == 1
    assert main(["sounds", "preview", "lava", "-o", str(tmp_path / "no.wav")]) == 1


@pytest.mark.apt
def test_the_demo_makes_a_track_of_three_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    made = Path(capsys.readouterr().out.strip())
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(made)]
    assert made.is_file()
    duration = float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert duration == pytest.approx(180, abs=0.1)


def test_the_python_side_renders(script: Path, tmp_path: Path) -> None:
    seen: list[str] = []
    track = mindful.render(
        script,
        tmp_path / "py.wav",
        length=25,
        values={"name": "Ana"},
        progress=lambda report: seen.append(report.stage),
    )
    assert track.duration_s == 25
    assert set(seen) == {"measuring", "speaking", "mixing"}  # it has no soundscape to prepare


def test_a_drawn_cover_is_kept_and_a_damaged_one_drawn_again(tmp_path: Path) -> None:
    desk = Desk(cache=tmp_path)
    drawn = desk.drawn_cover("A pause", None, 0)
    [kept] = (tmp_path / "covers").iterdir()
    assert kept.read_bytes() == drawn == desk.drawn_cover("A pause", None, 0)
    kept.write_bytes(drawn[:1_000])
    assert desk.drawn_cover("A pause", None, 0) == drawn == kept.read_bytes()
    assert desk.drawn_cover("Another pause", None, 0) != drawn
    (tmp_path / "file").write_text("in the way")
    assert Desk(cache=tmp_path / "file").drawn_cover("A pause", None, 0) == drawn
