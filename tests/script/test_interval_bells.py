"""Bells within a long silence, words that measure pauses, and lexicons: how they are written."""

import pytest

from mindful.script.front_matter import read_lexicon
from mindful.script.model import At, Bell, Node, Pause, Rest, Say, Unknown
from mindful.script.reader import read


def cue(text: str) -> Node:
    (found,) = [node for node in read(f"One. {text} Two.").body if not isinstance(node, Say)]
    return found


@pytest.mark.parametrize(
    ("text", "seconds", "bell"),
    [
        ("[pause 10m bell chime every 2m]", 600, Bell(name="chime", every_s=120)),
        ("[pause 10m bell every 2 minutes -6dB]", 600, Bell(every_s=120, gain_db=-6)),
        ("[Pause 10 minutes with a soft bell every two minutes]", 600, Bell(every_s=120, soft=True)),
        ("[pause 10m bell bowl low every 2m -6dB]", 600, Bell(every_s=120, gain_db=-6, pitch="low")),
        ("[10 minutes of silence, bell every 2 min]", 600, Bell(every_s=120)),
        (
            "(silence for 20 minutes with a gentle chime every 5 minutes)",
            1200,
            Bell(name="chime", every_s=300, soft=True),
        ),
        ("[silence 20m, interval bell every 5m]", 1200, Bell(every_s=300)),
        ("[Stille 20 Minuten, Glocke alle 5 Minuten]", 1200, Bell(every_s=300)),
        ("[silencio 20 minutos con campana cada 5 minutos]", 1200, Bell(every_s=300)),
    ],
)
def test_silence_with_bells_is_read(text: str, seconds: float, bell: Bell) -> None:
    pause = cue(text)
    assert isinstance(pause, Pause)
    assert (pause.natural_s, pause.bell) == (seconds, bell)


def test_rest_of_the_length_may_have_bells() -> None:
    assert cue("[pause rest bell every 1m]") == Rest(bell=Bell(every_s=60))


@pytest.mark.parametrize("every", ["often", "1s", "2 days", "2m loudly", "5"])
def test_unreadable_interval_is_an_error_with_a_good_form(every: str) -> None:
    (finding,) = read(f"One. [pause 10m bell every {every}] Two.").findings
    assert finding.code == "E107"
    assert every.split(maxsplit=1)[0] in finding.message
    assert "[pause 10m bell chime every 2m]" in str(finding.hint)


@pytest.mark.parametrize("text", ["[a bell every now and then]", "[every bell rings]"])
def test_bells_without_a_silence_are_no_pause(text: str) -> None:
    assert not isinstance(cue(text), Pause | Rest)


def test_direction_about_bells_and_silence_is_unknown() -> None:
    assert isinstance(cue("[let the bell ring every time somebody comes in, then wait]"), Unknown)


@pytest.mark.parametrize(
    ("line", "time_s"),
    [("[0:50] Notice.", 50), ("(1:05) Notice.", 65), ("**[01:00:00]** Notice.", 3600), ("[0:50 - 1:10] Notice.", 50)],
)
def test_time_in_brackets_before_the_words_is_kept(line: str, time_s: float) -> None:
    assert [node for node in read(f"One.\n\n{line}").body if isinstance(node, At)] == [At(time_s=time_s)]


@pytest.mark.parametrize("line", ["At 0:50 notice.", "10:30 is early.", "Notice [0:50]."])
def test_time_elsewhere_is_none_of_the_track(line: str) -> None:
    assert not [node for node in read(line).body if isinstance(node, At)]


def test_front_matter_sets_how_long_worded_pauses_are() -> None:
    script = read("---\npause_words: {long: 20s, pause: 4s}\n---\nOne. [long pause] Two. (pause) Three. [pause 12s]")
    pauses = [(node.natural_s, node.max_s) for node in script.body if isinstance(node, Pause)]
    assert pauses == [(20, 120), (4, 24), (12, 72)]


@pytest.mark.parametrize(("value", "code"), [("{huge: 20s}", "E102"), ("{long: soon}", "E107"), ("[a, b]", "E107")])
def test_unreadable_pause_words_are_errors_at_their_key(value: str, code: str) -> None:
    (finding,) = read(f"---\npause_words: {value}\n---\nOne.").findings
    assert (finding.code, finding.place.line) == (code, 2)


@pytest.mark.parametrize(
    ("value", "words", "files"),
    [
        ("words.yaml", {}, ("words.yaml",)),
        ("{a: b}", {"a": "b"}, ()),
        ("[words.yaml, {a: b}, more.yaml]", {"a": "b"}, ("words.yaml", "more.yaml")),
    ],
)
def test_lexicon_is_words_or_files_or_both(value: str, words: dict[str, str], files: tuple[str, ...]) -> None:
    front = read(f"---\nlexicon: {value}\n---\nOne.").front
    assert (dict(front.lexicon), front.lexicon_files) == (words, files)


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [b\n", "just words\n", "\ta: b\n"])
def test_lexicon_file_that_is_no_list_of_words_is_an_error_of_that_file(text: str) -> None:
    words, (finding,) = read_lexicon(text, "words.yaml")
    assert words == {}
    assert (finding.code, finding.place.file) == ("E111", "words.yaml")
