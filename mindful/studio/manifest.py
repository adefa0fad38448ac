"""What made a track: its manifest, and the fingerprint that tells whether making it again would change anything."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from mindful import __version__
from mindful.script.model import Audio, Sound
from mindful.script.takes.take import Sentence, Silence
from mindful.studio.levels import LEVELS
from mindful.studio.measuring import style_of
from mindful.studio.planning import length_s_of, seed_of
from mindful.studio.predicting import predicted_speech_lufs
from mindful.studio.room import chain_of, has_chapter_tail, has_room_tone

if TYPE_CHECKING:
    from pathlib import Path

    from mindful.loudness import LoudnessReport
    from mindful.script.model import Script
    from mindful.script.takes.expand import Expansion
    from mindful.script.takes.take import Take
    from mindful.studio.desk import Desk
    from mindful.studio.order import Order
    from mindful.studio.planning import Plan

SCHEMA = 3
"""Version of the manifest's layout and of all that shapes samples but is in no other figure: mixing, bells, levels."""


def fingerprint(expansion: Expansion, path: Path, order: Order, desk: Desk, *, format_name: str) -> str:
    """Return a hash of everything that shapes the track.

    Two orders with one fingerprint make the same track: the cues of the take, the parts that the length decides on, the
    voices behind them, the files they name, the length, the level and the format.
    """
    script, take = expansion.script, expansion.take(expansion.everything_once())
    styles = {(cue.voice, cue.rate_wpm) for cue in take.sentences}
    parts = {
        "schema": SCHEMA,
        "version": __version__,
        "title": take.title,
        "cues": [[type(cue).__name__, _plain(cue)] for cue in take.cues],
        "voices": sorted(
            desk.voice_fingerprint(voice, style_of(rate, seed_of(script, order), order), chain_of(script, order))
            for voice, rate in styles
        ),
        "files": {name: file_hash(file) for name in _files(take, script) if (file := desk.find_file(name, path))},
        "parts": [[type(node).__name__, _plain(node)] for node in script.body] if expansion.parts else [],
        "length_s": length_s_of(script, order),
        "fill": order.fill,
        "seed": seed_of(script, order),
        "room_tone": has_room_tone(script, order),
        "chapter_tail": has_chapter_tail(script, order),
        "loudness": order.loudness,
        "format": format_name,
        "tags": [script.front.author or order.author, script.front.licence or order.licence, script.front.description],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a cue as JSON values, but for its places: a line that moves changes no sample."""
    if is_dataclass(value):
        told = {spec.name: getattr(value, spec.name) for spec in fields(value)}
    elif isinstance(value, Sentence | Silence):
        told = value._asdict()
    else:
        return [_plain(one) for one in value] if isinstance(value, tuple) else value
    return {name: _plain(one) for name, one in told.items() if name not in {"place", "end", "origins"}}


def _files(take: Take, script: Script) -> set[str]:
    named = {cue.path for cue in take.cues if isinstance(cue, Audio)}
    named |= {cue.name for cue in take.cues if isinstance(cue, Sound) and cue.name and "." in cue.name}
    return named | ({script.front.cover} if script.front.cover else set())


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_current(old: dict[str, Any], mark: str, out: Path, caption_formats: tuple[str, ...]) -> bool:
    """Tell whether a track with this manifest is still what would be made."""
    try:
        size = out.stat().st_size
    except OSError:
        return False
    captions = all(out.with_suffix(f".{name}").is_file() for name in caption_formats)
    return bool(old.get("fingerprint") == mark and old.get("size_bytes") == size and captions)


def describe(
    plan: Plan,
    out: Path,
    order: Order,
    desk: Desk,
    *,
    report: LoudnessReport,
    fingerprint: str,
    captions: tuple[Path, ...],
    warnings: tuple[str, ...],
) -> dict[str, Any]:
    """Return the manifest: what made the track, what it measures, and under which licences its parts stand."""
    timeline, front = plan.timeline, plan.script.front
    spoken = [event for event in timeline.events if event.kind == "speech"]
    voices = sorted({event.voice for event in spoken if event.voice})
    sounds = sorted({name for cue in plan.take.cues if isinstance(cue, Sound) for name in cue.layers})
    return {
        "schema": SCHEMA,
        "fingerprint": fingerprint,
        "mindful": __version__,
        "title": timeline.title,
        "script": plan.path.name,
        "script_sha256": file_hash(plan.path),
        "author": front.author or order.author,
        "licence": front.licence or order.licence,
        "variables": {**front.vars, **order.values},
        "voices": [desk.describe_voice(voice) for voice in voices],
        "chain": chain_of(plan.script, order),
        "room_tone": has_room_tone(plan.script, order),
        "chapter_tail": has_chapter_tail(plan.script, order),
        "sounds": [desk.describe_sound(name) for name in sounds],
        "seed": plan.style_seed,
        "take": order.take,
        "loudness": order.loudness,
        "size_bytes": out.stat().st_size,
        "duration_s": timeline.duration_s,
        "speech_lufs_predicted": predicted_speech_lufs(timeline, LEVELS[order.loudness]),
        "speech_lufs": report.speech_lufs,
        "track_lufs": report.track_lufs,
        "true_peak_dbtp": report.true_peak_dbtp,
        "rms_db": report.rms.rms_db if report.rms else None,
        "floor_db": report.rms.floor_db if report.rms else None,
        "largest_step_lu": report.largest_step.rise_lu if report.largest_step else None,
        "warnings": list(warnings),
        "chapters": timeline.as_json()["chapters"],
        "sentences": len(spoken),
        "captions": [path.name for path in captions],
    }
