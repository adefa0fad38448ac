"""Script file -> plan: the take and its timeline, with everything that was noticed, and nothing spoken yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mindful import timeline as timelines
from mindful.errors import FindingsError, LengthError, ScriptError
from mindful.script.checks.check import Known, check, in_order
from mindful.script.checks.ignores import apply_ignores
from mindful.script.cues.cue import read_sound
from mindful.script.model import Finding, Script
from mindful.script.takes.expand import Expansion
from mindful.script.takes.take import Take, Wishes
from mindful.studio.levels import LEVELS, findings_of_level
from mindful.studio.measuring import SpeechLengths
from mindful.studio.order import Order, Progress, no_progress
from mindful.studio.reading import read_script
from mindful.studio.room import chain_of, has_room_tone, in_room
from mindful.timeline.rules import check_track
from mindful.units import frames

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mindful.studio.desk import Desk
    from mindful.timeline import Timeline


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A script laid out: what a render would make."""

    script: Script
    path: Path
    take: Take
    timeline: Timeline
    style_seed: int
    findings: tuple[Finding, ...]


def expansion_of(script: Script, path: Path, order: Order) -> Expansion:
    """Return a script with all that an order says of it, ready to be taken."""
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
        length_s=length_s_of(script, order),
        seed=seed_of(script, order),
        pause_words_s=order.pause_words_s,
    )
    return Expansion(script, values=order.values, wishes=wishes)


def length_s_of(script: Script, order: Order) -> float | None:
    """Return the wanted length: the order's, else the script's, else none."""
    return order.length_s if order.length_s is not None else script.front.length_s


def findings_of(script: Script, expansion: Expansion, path: Path, order: Order, desk: Desk) -> tuple[Finding, ...]:
    """Return all that the language's rules and those of the wanted level notice, with every optional part played."""
    known = Known(
        has_voice=desk.has_voice,
        voice_language=desk.voice_language,
        bells=desk.bell_names(),
        soundscapes=desk.soundscape_names(),
        has_file=lambda name: desk.find_file(name, path) is not None,
    )
    everything = expansion.take(expansion.everything_once())
    return in_order([*check(script, everything, known), *findings_of_level(LEVELS[order.loudness], everything)])


def lay_out_take(
    expansion: Expansion,
    path: Path,
    order: Order,
    desk: Desk,
    *,
    speak_unmeasured: bool,
    progress: Progress = no_progress,
) -> tuple[Take, Timeline]:
    """Choose the take for the wanted length and lay it out, with the true length of speech where a voice can tell it.

    Args:
        expansion: The script, ready to be taken.
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
    widest = expansion.take(expansion.everything_once())
    desk.require_sounds(widest, path)
    script = expansion.script
    lengths = SpeechLengths(seed_of(script, order), chain_of(script, order), order, desk, speak=speak_unmeasured)
    lengths.measure(widest.sentences, progress)
    length_s = length_s_of(expansion.script, order)
    wanted = None if length_s is None else frames(length_s)
    audio_frames, ring_s = desk.audio_frames(widest, path), desk.bell_ring_s()
    take, reach = timelines.choose(
        expansion, wanted, speech_frames=lengths, audio_frames=audio_frames, bell_ring_s=ring_s
    )
    if has_room_tone(script, order):
        take = in_room(take)
    stated_s = script.front.length_s
    timeline = timelines.lay_out(
        take.cues,
        title=take.title,
        speech_frames=[lengths[sentence] for sentence in take.sentences],
        length_frames=wanted,
        fill=order.fill,
        audio_frames=audio_frames,
        bell_ring_s=ring_s,
        reach=reach,
        stated_frames=None if stated_s is None else frames(stated_s),
        estimated=lengths.estimated,
    )
    return take, timeline


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
    script = read_script(path, desk.library)
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
    expansion = expansion_of(script, path, order)
    findings = findings_of(script, expansion, path, order, desk)
    stop_on_errors(findings, order)
    take, timeline = lay_out_take(expansion, path, order, desk, speak_unmeasured=speak_unmeasured, progress=progress)
    return Plan(
        script=script,
        path=path,
        take=take,
        timeline=timeline,
        style_seed=seed_of(script, order),
        findings=_with_track(findings, timeline, script),
    )


def check_script(path: Path, order: Order, desk: Desk) -> tuple[Finding, ...]:
    """Return everything there is to notice in a script file; never raises for what is wrong with its text."""
    try:
        script = read_script(path, desk.library)
    except ScriptError as error:
        return (Finding(code="E100", severity="error", message=error.message, hint=error.hint),)
    expansion = expansion_of(script, path, order)
    findings = findings_of(script, expansion, path, order, desk)
    if any(finding.stops_render and finding.code != "E101" for finding in findings):
        return in_order(apply_ignores(findings, script.ignores, complete=False))
    try:
        _, timeline = lay_out_take(expansion, path, order, desk, speak_unmeasured=False)
    except LengthError as error:
        place = script.front.places.get("length")
        found = Finding(code="E110", severity="error", message=error.message, hint=error.hint)
        found = replace(found, place=place) if place else found
        return in_order(apply_ignores([*findings, found], script.ignores, complete=False))
    return _with_track(findings, timeline, script)


def _with_track(findings: tuple[Finding, ...], timeline: Timeline, script: Script) -> tuple[Finding, ...]:
    """Add the findings of the laid-out track, and take out what the script's comments ignore."""
    found = [*findings, *check_track(timeline, script)]
    return in_order(apply_ignores(found, script.ignores, complete=True))


def stop_on_errors(findings: Sequence[Finding], order: Order) -> None:
    """Raise FindingsError when there are errors that stop a render, with the list of them."""
    accepted = {"E101", "E112", "E113"} if order.unknown != "stop" else set()
    errors = [finding for finding in findings if finding.stops_render and finding.code not in accepted]
    if not errors:
        return
    first = errors[0]
    if len(errors) == 1:
        raise FindingsError(f"{first.code} {first.message}", hint=first.hint, place=first.place)
    listed = "\n".join(f"{finding.place}: {finding.code} {finding.message}" for finding in errors[:20])
    more = f"\n... and {len(errors) - 20} more" if len(errors) > 20 else ""
    hint = "`mindful check` shows them with hints."
    if all(finding.code in {"E101", "E112", "E113"} for finding in errors):
        hint += " To render all the same, say what to do with them: --unknown skip or --unknown speak."
    raise FindingsError(f"The script has {len(errors)} errors:\n{listed}{more}", hint=hint)


def unsafe_of(findings: Sequence[Finding], script: Script) -> tuple[Finding, ...]:
    """Return the safety errors that no comment of the script ignores."""
    kept = apply_ignores(findings, script.ignores, complete=False)
    return tuple(finding for finding in kept if finding.severity == "error" and not finding.stops_render)


def seed_of(script: Script, order: Order) -> int:
    """Return the seed of a take: the order's, else the script's, else 0."""
    if order.seed is not None:
        return order.seed
    return script.front.seed or 0
