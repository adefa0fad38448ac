"""Script file -> plan: the take and its timeline, with everything that was noticed, and nothing spoken yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mindful import timeline as timelines
from mindful.errors import FindingsError, LengthError, Place, ScriptError, VoiceError
from mindful.script.check import Known, check, in_order
from mindful.script.cues import read_sound
from mindful.script.expand import Take, Wishes, expand
from mindful.script.model import Finding, Script
from mindful.script.reader import read
from mindful.studio.order import Order, Progress, Report, no_progress
from mindful.units import clock, frames
from mindful.voices.port import Style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mindful.script.expand import Sentence
    from mindful.studio.desk import Desk
    from mindful.timeline import Timeline

LONG_SILENCE_S = 90.0
"""Above this a silence without a bell leaves people wondering whether the track has ended."""
_SIZE_LIMIT_BYTES = 5_000_000
"""A script of more than a thousand pages is a wrong file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A script laid out: what a render would make."""

    script: Script
    path: Path
    take: Take
    timeline: Timeline
    style_seed: int
    findings: tuple[Finding, ...]


def read_script(path: Path) -> Script:
    """Read a script file.

    Raises:
        ScriptError: It cannot be read, is no UTF-8 text, or is empty.
    """
    try:
        if path.stat().st_size > _SIZE_LIMIT_BYTES:
            raise ScriptError(
                f'"{path}" is too large to be a script.', hint="Name a text file; did you mean another one?"
            )
        data = path.read_bytes()
    except OSError as error:
        raise ScriptError(
            f'The script "{path}" cannot be read: {error.strerror}.', hint="Look at its name and its rights."
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f'The script "{path}" is not UTF-8 text: line {line} has a byte that cannot be read.'
        raise ScriptError(message, hint='Save it as "UTF-8" in your editor.') from error
    if not text.strip():
        raise ScriptError(f'The script "{path}" is empty.', hint="Write at least one sentence.")
    return read(text, file=str(path))


def take_of(script: Script, path: Path, order: Order) -> Take:
    """Return the cues of the ordered take."""
    soundscape = read_sound(order.soundscape) if order.soundscape else None
    front = script.front
    if order.voice or soundscape:
        front = replace(front, voice=order.voice or front.voice, soundscape=soundscape or front.soundscape)
        script = replace(script, front=front)
    wishes = Wishes(
        voice=order.default_voice,
        rate_wpm=order.default_rate_wpm,
        soundscape=read_sound(order.default_soundscape) if order.default_soundscape else None,
        unknown=order.unknown,
        title=path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Untitled",
    )
    return expand(script, values=order.values, wishes=wishes)


def findings_of(script: Script, take: Take, path: Path, desk: Desk) -> tuple[Finding, ...]:
    """Return everything the language's rules notice."""
    known = Known(
        has_voice=desk.has_voice,
        bells=desk.bell_names(),
        soundscapes=desk.soundscape_names(),
        cautioned=desk.cautioned_names(),
        has_file=lambda name: desk.find_file(name, path) is not None,
    )
    return check(script, take, known)


def lay_out_take(
    script: Script,
    take: Take,
    path: Path,
    order: Order,
    desk: Desk,
    *,
    speak_unmeasured: bool,
    progress: Progress = no_progress,
) -> Timeline:
    """Lay a take out, with the true length of all speech where the voice can tell it.

    Args:
        script: The script as read.
        take: Its cues.
        path: Its file, for what it names beside it.
        order: What is asked for.
        desk: Voices and sounds.
        speak_unmeasured: Speak the sentences of a voice that cannot tell its lengths; else their lengths are guessed
            and the timeline says that it is an estimate.
        progress: Is told of every sentence.

    Raises:
        LengthError: The wanted length cannot be met.
        SoundError: A soundscape that is asked for is not there.
        VoiceError: A sentence cannot be measured or spoken; its place is named.
    """
    desk.require_sounds(take, path)
    style_seed = seed_of(script, order)
    lengths, estimated = _lengths(take.sentences, style_seed, order, desk, speak=speak_unmeasured, progress=progress)
    length_s = order.length_s if order.length_s is not None else script.front.length_s
    return timelines.lay_out(
        take.cues,
        title=take.title,
        speech_frames=lengths,
        length_frames=None if length_s is None else frames(length_s),
        fill=order.fill,
        audio_frames=desk.audio_frames(take, path),
        bell_ring_s=desk.bell_ring_s(),
        estimated=estimated,
    )


def plan(
    path: Path, order: Order, desk: Desk, *, speak_unmeasured: bool = False, progress: Progress = no_progress
) -> Plan:
    """Plan a track without speaking; exact with a voice that can tell its lengths.

    Args:
        path: The script.
        order: What is asked for.
        desk: Voices and sounds.
        speak_unmeasured: As for `lay_out_take`: exact with any voice.
        progress: Is told of every sentence.

    Raises:
        ScriptError: The script cannot be read.
        FindingsError: It has errors; unknown cues count unless the order says what to do with them.
        LengthError: The wanted length cannot be met.
    """
    script = read_script(path)
    return plan_script(script, path, order, desk, speak_unmeasured=speak_unmeasured, progress=progress)


def plan_script(
    script: Script,
    path: Path,
    order: Order,
    desk: Desk,
    *,
    speak_unmeasured: bool = False,
    progress: Progress = no_progress,
) -> Plan:
    """Plan a script that was read already; `path` is where the files it names are looked for. Raises as `plan` does."""
    take = take_of(script, path, order)
    findings = findings_of(script, take, path, desk)
    stop_on_errors(findings, order)
    timeline = lay_out_take(script, take, path, order, desk, speak_unmeasured=speak_unmeasured, progress=progress)
    findings = in_order([*findings, *long_silences(timeline, script)])
    return Plan(
        script=script, path=path, take=take, timeline=timeline, style_seed=seed_of(script, order), findings=findings
    )


def check_script(path: Path, order: Order, desk: Desk) -> tuple[Finding, ...]:
    """Return everything there is to notice in a script file; never raises for what is wrong with its text."""
    try:
        script = read_script(path)
    except ScriptError as error:
        return (Finding(code="E100", severity="error", message=error.message, hint=error.hint),)
    take = take_of(script, path, order)
    findings = findings_of(script, take, path, desk)
    if any(finding.severity == "error" and finding.code != "E101" for finding in findings):
        return findings
    try:
        timeline = lay_out_take(script, take, path, order, desk, speak_unmeasured=False)
    except LengthError as error:
        place = script.front.places.get("length")
        found = Finding(code="E110", severity="error", message=error.message, hint=error.hint)
        return in_order([*findings, replace(found, place=place) if place else found])
    return in_order([*findings, *long_silences(timeline, script)])


def stop_on_errors(findings: Sequence[Finding], order: Order) -> None:
    """Raise FindingsError when there are errors that stop a render, with the list of them."""
    accepted = {"E101", "E112"} if order.unknown != "stop" else set()
    errors = [finding for finding in findings if finding.severity == "error" and finding.code not in accepted]
    if not errors:
        return
    first = errors[0]
    if len(errors) == 1:
        raise FindingsError(f"{first.code} {first.message}", hint=first.hint, place=first.place)
    listed = "\n".join(f"{finding.place}: {finding.code} {finding.message}" for finding in errors[:20])
    more = f"\n... and {len(errors) - 20} more" if len(errors) > 20 else ""
    hint = "`mindful check` shows them with hints."
    if all(finding.code in {"E101", "E112"} for finding in errors):
        hint += " To render all the same, say what to do with them: --unknown skip or --unknown speak."
    raise FindingsError(f"The script has {len(errors)} errors:\n{listed}{more}", hint=hint)


def seed_of(script: Script, order: Order) -> int:
    """Return the seed of a take: the order's, else the script's, else 0."""
    if order.seed is not None:
        return order.seed
    return script.front.seed or 0


def style_of(rate_wpm: float, seed: int, order: Order) -> Style:
    """Return how a sentence is spoken."""
    return Style(rate_wpm=rate_wpm, seed=seed, take=order.take)


def long_silences(timeline: Timeline, script: Script) -> list[Finding]:
    """Warn of silences above 90 s that hold no bell, named by the speech before them."""
    found = []
    silent_since, last_place = 0, None
    for event in (*timeline.events, None):
        if event is not None and event.kind not in {"speech", "bell", "breathe", "audio"}:
            continue
        until = event.start if event is not None else timeline.frames
        seconds = (until - silent_since) / timeline.sample_rate_hz
        if seconds > LONG_SILENCE_S:
            at = clock(silent_since / timeline.sample_rate_hz)
            message = f"From {at} on there are {clock(seconds)} of silence without a bell."
            finding = Finding(
                code="W204",
                severity="warning",
                message=message,
                hint="A bell half-way tells people that the practice goes on.",
            )
            place = last_place or script.front.places.get("length")
            found.append(replace(finding, place=place) if place else finding)
        if event is not None:
            silent_since = event.end
            last_place = _place(event, script)
    return found


def _place(event: timelines.Event, script: Script) -> Place:
    return Place(file=script.file, line=event.line or 1, column=event.column or 1)


def _lengths(
    sentences: Sequence[Sentence], seed: int, order: Order, desk: Desk, *, speak: bool, progress: Progress
) -> tuple[list[int], bool]:
    """Return the frames of every sentence, and whether some are guesses; several are measured at once."""
    estimated = False
    lengths: list[int] = []
    with ThreadPoolExecutor(desk.jobs, thread_name_prefix="measure") as pool:
        measured = pool.map(lambda sentence: _length(sentence, seed, order, desk, speak=speak), sentences)
        for done, (sentence, (length, exact)) in enumerate(zip(sentences, measured, strict=True), start=1):
            lengths.append(length)
            estimated = estimated or not exact
            progress(Report(stage="measuring", done=done, total=len(sentences), what=sentence.text))
    return lengths, estimated


def _length(sentence: Sentence, seed: int, order: Order, desk: Desk, *, speak: bool) -> tuple[int, bool]:
    style = style_of(sentence.rate_wpm, seed, order)
    try:
        known = desk.narrator.frames(sentence.words, sentence.voice, style)
        if known is not None:
            return known, True
        if speak:
            return desk.narrator.speak(sentence.words, sentence.voice, style).speech_frames, True
        return desk.narrator.estimate(sentence.words, sentence.voice, style), False
    except VoiceError as error:
        raise placed(error, sentence) from error


def placed(error: VoiceError, sentence: Sentence) -> VoiceError:
    """Return the error with the place of the sentence it is about."""
    message = f"{error.message} The line was: {sentence.text!r}."
    return type(error)(message, hint=error.hint, place=sentence.place)
