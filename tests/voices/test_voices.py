from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import numpy as np
import onnx
import pytest

from mindful.errors import VoiceError, VoiceMissingError
from mindful.voices import piper, piper_graph, piper_models, registry
from mindful.voices.cache import Entry, SpeechCache, key_of
from mindful.voices.narrator import Narrator
from mindful.voices.piper_timing import pace
from mindful.voices.port import Style, Voice, WordTime
from mindful.voices.registry import Registry
from mindful.voices.system import SystemEngine, Worker
from mindful.voices.system import engine as system_engine
from mindful.voices.system_worker import _answer

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = [
    "Now.",
    "Breathe in, and out.",
    "Notice the weight of your body on the chair.",
    "When you are ready, let your eyes open, slowly, and look around the room you are in.",
]


@pytest.fixture(scope="session")
def espeak() -> SystemEngine:
    return system_engine()


def test_joe_tells_the_length_of_every_sentence_before_he_speaks(joe: piper.PiperVoice) -> None:
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda words: joe.measure(words, Style()), SENTENCES))
        spoken = list(pool.map(lambda words: joe.speak(words, Style()), SENTENCES))
    assert told == [speech.clip.frames for speech in spoken]


def test_joe_speaks_the_same_samples_in_another_process_and_other_ones_in_another_take(
    joe: piper.PiperVoice, tmp_path: Path
) -> None:
    words = SENTENCES[2]
    here = joe.speak(words, Style()).clip.samples
    again = piper.engine(None).voice("joe").speak(words, Style()).clip.samples
    assert np.array_equal(here, again)
    assert not np.array_equal(here, joe.speak(words, Style(take=2)).clip.samples)
    del tmp_path


def test_joe_speaks_at_the_rate_of_the_style(joe: piper.PiperVoice) -> None:
    for rate in (110, 138, 170):
        frames = sum(joe.measure(words, Style(rate_wpm=rate)) for words in SENTENCES[1:])
        spoken = sum(len(words.split()) for words in SENTENCES[1:])
        assert spoken / (frames / 22_050 / 60) == pytest.approx(rate, rel=0.12)
    assert pace(1_000) < 1
    assert pace(40) > 3
    with pytest.raises(VoiceError, match="words a minute"):
        pace(0)


def test_joe_tells_when_each_word_sounds(joe: piper.PiperVoice) -> None:
    speech = joe.speak(SENTENCES[3], Style())
    assert [time.word for time in speech.word_times] == SENTENCES[3].split()
    edges = [edge for time in speech.word_times for edge in (time.start_s, time.end_s)]
    assert edges == sorted(edges)
    assert edges[-1] <= speech.clip.duration_s


@pytest.mark.parametrize("words", ["...", "", "x" * 5_000])
def test_joe_refuses_what_cannot_be_said(words: str, joe: piper.PiperVoice) -> None:
    with pytest.raises(VoiceError):
        joe.speak(words, Style())


def test_a_damaged_part_is_cut_again(joe: piper.PiperVoice, caches: Path) -> None:
    expected = joe.measure(SENTENCES[1], Style(seed=5))
    file = piper_graph.find(caches / "models", piper_models.JOE.model_sha256, "lengths")
    assert file is not None
    file.write_bytes(file.read_bytes()[:-100])
    assert piper_graph.find(caches / "models", piper_models.JOE.model_sha256, "lengths") is None
    assert not file.exists()
    assert piper.engine(caches).voice("joe").measure(SENTENCES[1], Style(seed=5)) == expected


def test_a_sentence_decoded_by_windows_has_the_bits_of_one_decoded_whole(
    joe: piper.PiperVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it is, its memory is that of a window."""
    words = "Notice the breath as it comes in and as it leaves again without any need to change it"
    by_windows = joe.speak(words, Style())
    assert by_windows.clip.duration_s > 3 * piper.WINDOW_HOPS * piper_models.JOE.hop / piper_models.JOE.sample_rate_hz
    monkeypatch.setattr(piper, "WINDOW_HOPS", 1_000_000)
    assert np.array_equal(joe.speak(words, Style()).clip.samples, by_windows.clip.samples)


def test_a_model_that_is_not_the_known_one_is_refused() -> None:
    with pytest.raises(VoiceError, match="not the one it should be"):
        piper.PiperVoice(replace(piper_models.JOE, config_sha256="0" * 64), None).measure("Now.", Style())
    with pytest.raises(VoiceError, match="cannot be read"):
        piper.PiperVoice(replace(piper_models.JOE, package="no_such_voice"), None).measure("Now.", Style())
    empty = onnx.helper.make_model(onnx.helper.make_graph([], "empty", [], []))
    with pytest.raises(VoiceError, match="not built as"):
        piper_graph.cut(empty.SerializeToString())
    with pytest.raises(VoiceMissingError, match="no Piper voice"):
        piper.engine(None).voice("jim")


def test_an_engine_without_its_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper, "NEEDED", ("no_such_package",))
    answer = piper.engine(None).available()
    assert not answer.ok
    assert answer.hint
    assert piper.engine(None).voices() == ()


def test_a_sentence_is_kept_and_a_damaged_one_is_a_miss(tmp_path: Path) -> None:
    kept = SpeechCache(tmp_path, limit_bytes=10**9)
    key = key_of("voice", "words")
    times = (WordTime(word="words", start_s=0.1, end_s=0.4),)
    kept.keep(key, Entry(samples=np.ones((10, 1), np.float32), speech_frames=8, word_times=times))
    found = kept.load(key)
    assert found is not None
    assert (found.speech_frames, found.word_times, found.samples.tolist()) == (8, times, [[1.0]] * 10)
    file = next(tmp_path.glob("*/*.speech"))
    for damaged in (file.read_bytes()[:-4], b"", b"{}\n", b"[]\n", b"\xff\n"):
        file.write_bytes(damaged)
        assert kept.load(key) is None
        assert not kept.has(key)


def test_lengths_are_shared_and_nonsense_is_passed_over(tmp_path: Path) -> None:
    one, two = (SpeechCache(tmp_path, limit_bytes=10**9) for _ in range(2))
    one.keep_frames(key_of("v", "a"), 123)
    with (tmp_path / "lengths.txt").open("a") as stream:
        stream.write("nonsense\nshort 5\n")
    assert two.frames(key_of("v", "a")) == 123
    assert two.frames(key_of("v", "b")) is None


def test_what_was_not_used_for_longest_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = SpeechCache(tmp_path, limit_bytes=20_000)
    for number in range(10):
        key = key_of("v", str(number))
        kept.keep(key, Entry(samples=np.zeros((1_000, 1), np.float32), speech_frames=1, word_times=()))
        os.utime(kept._path(key), (number, number))
        kept.keep_frames(key, number + 1)
    monkeypatch.setattr("mindful.voices.cache.LENGTHS_LIMIT_BYTES", 10)
    assert kept.prune() > 0
    assert not kept.has(key_of("v", "0"))
    assert kept.has(key_of("v", "9"))
    assert SpeechCache(tmp_path, limit_bytes=1).frames(key_of("v", "9")) == 10


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = SpeechCache(tmp_path / "file", limit_bytes=1)
    kept.keep("ab", Entry(samples=np.zeros((1, 1), np.float32), speech_frames=1, word_times=()))
    kept.keep_frames("ab", 1)
    assert kept.load("ab") is None
    assert kept.prune() == 0


def test_the_narrator_speaks_once(caches: Path, tmp_path: Path) -> None:
    narrator = Narrator(Registry(caches), SpeechCache(tmp_path, limit_bytes=10**9))
    told = narrator.frames("Rest here.", "piper:joe", Style())
    first = narrator.speak("Rest here.", "piper:joe", Style(), "warm")
    again = narrator.speak("Rest here.", "piper:joe", Style(), "warm")
    assert told == first.speech_frames == narrator.frames("Rest here.", "piper:joe", Style())
    assert (first.cached, again.cached) == (False, True)
    assert np.array_equal(first.samples, again.samples)
    assert narrator.is_cached("Rest here.", "piper:joe", Style(), "warm")
    assert not narrator.is_cached("Rest here.", "piper:joe", Style(), "plain")
    assert narrator.estimate("Rest here.", "piper:joe", Style()) > 0
    assert narrator.frames("Rest here.", "system:en-us", Style()) is None
    narrator.prune()


def test_the_registry_finds_voices_and_says_what_is_near(caches: Path) -> None:
    known = Registry(caches)
    assert next(iter(known.engines())) == "piper"
    assert known.voices()[0].id == "piper:joe"
    assert known.has_voice("piper:joe")
    assert not known.has_voice("piper:jim")
    with pytest.raises(VoiceMissingError, match=r"piper:joe"):
        known.voice("joe")
    with pytest.raises(VoiceMissingError, match="engine:name"):
        known.voice("nobody")
    with pytest.raises(VoiceMissingError):
        known.voice("pipr:joe")
    with pytest.raises(VoiceMissingError):
        known.voice("qqqq:zzzz")


def test_a_broken_engine_is_listed_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint(name="broken", value="no_such_module:engine", group=registry.GROUP),
        EntryPoint(name="piper", value="mindful.voices.piper:engine", group=registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda **_: points)
    known = Registry(None)
    assert list(known.engines()) == ["piper"]
    assert known.problems()[0].engine == "broken"
    with pytest.raises(VoiceMissingError, match="is broken"):
        known.voice("broken:x")
    monkeypatch.setattr(piper, "NEEDED", ("no_such_package",))
    assert [problem.engine for problem in known.problems()] == ["broken", "piper"]
    with pytest.raises(VoiceMissingError, match="cannot speak here"):
        known.voice("piper:joe")


def test_the_system_speaks_every_sentence_from_several_threads(espeak: SystemEngine) -> None:
    assert espeak.available().ok
    voice = espeak.voice("en-us")
    with ThreadPoolExecutor(3) as pool:
        spoken = list(pool.map(lambda number: voice.speak(f"This is {number}.", Style()), range(24)))
    assert all(0.4 < speech.clip.duration_s < 4 for speech in spoken)
    port: Voice = voice
    assert port.measure("x", Style()) is None
    words = SENTENCES[3]
    seconds = voice.speak(words, Style()).clip.duration_s
    assert len(words.split()) / seconds * 60 == pytest.approx(138, rel=0.2)
    assert voice.estimate_s(words, Style()) == pytest.approx(seconds, rel=0.25)
    assert "en-us" in voice.fingerprint(Style())


def test_the_system_has_nothing_to_say_to_marks_and_knows_its_voices(espeak: SystemEngine) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        espeak.voice("en-us").speak("<...>\0", Style())
    with pytest.raises(VoiceMissingError):
        espeak.voice("nobody")
    assert espeak.voices()[0].language.startswith("en")


def test_a_worker_that_was_killed_is_started_again(espeak: SystemEngine) -> None:
    espeak.voices()
    process = espeak._worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert espeak.voice("en-us").speak("Still here.", Style()).clip.frames > 0
    espeak._worker.close()
    assert espeak.voice("en-us").speak("And again.", Style()).clip.frames > 0


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import time; time.sleep(60)", "does not answer"),
        ("pass", "ended without|does not answer"),
        ('print(\'{"error": "no"}\', flush=True); input()', "failed: no"),
    ],
)
def test_a_worker_that_fails_is_named(program: str, words: str) -> None:
    worker = Worker((sys.executable, "-c", program))
    with pytest.raises(VoiceError, match=words):
        worker.ask({"do": "voices"}, 2)
    worker.close()


def test_a_voice_that_writes_no_sound_fails_after_one_retry() -> None:
    answer = json.dumps({"voices": [{"id": "x", "name": "x", "languages": [], "gender": None}]})
    program = f"import sys\nfor line in sys.stdin: print('{answer}', flush=True)"
    broken = SystemEngine(Worker((sys.executable, "-c", program)))
    with pytest.raises(VoiceError, match="no sound"):
        broken.voice("x").speak("Hello there.", Style())
    broken._worker.close()
    silent = SystemEngine(Worker((sys.executable, "-c", "pass")))
    assert not silent.available().ok


def test_the_worker_answers_an_error_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "answers"
    with file.open("w") as answers:
        _answer(answers, None, {"do": "voices"})
        _answer(answers, None, {"do": "speak"})
    assert all("error" in json.loads(line) for line in file.read_text().splitlines())
