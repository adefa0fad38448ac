"""The same track made by other means, from the same clips: pydub in two ways, and one ffmpeg command.

None of them ducks, limits, measures or tags: they do less than a render, and what they take is what our mixer is up
against.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mindful.units import SAMPLE_RATE_HZ, frames, parse_duration

from .measure import in_child
from .renders import LENGTH
from .table import Row
from .workspace import SOUNDSCAPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .measure import Cost
    from .renders import Renders
    from .workspace import Workspace

_BED_S = 60
"""Of soundscape that a peer loops."""
_BED_DB = -16.0


def peers_rows(workspace: Workspace, renders: Renders) -> Iterator[Row]:
    """Compare the peers with our render of the same track."""
    ours = renders.cached
    clips, _ = in_child(write_clips, script=renders.script, folder=workspace.track("clips"))
    peers = {
        "pydub, laid over": lay_over_by_pydub,
        "pydub, joined": join_by_pydub,
        "ffmpeg, concat and amix": mix_by_ffmpeg,
    }
    for number, (peer, task) in enumerate(peers.items()):
        _, cost = in_child(task, clips=clips, out=workspace.track(f"peer{number}.mp3"))
        yield from _compared(peer, cost, ours)


def _compared(peer: str, theirs: Cost, ours: Cost) -> Iterator[Row]:
    peaks_mb = [max(cost.own_peak_bytes, cost.children_peak_bytes) / 1e6 for cost in (theirs, ours)]
    yield Row(
        name="peers",
        what=f"{peer}: {LENGTH} of the same clips, CPU",
        unit="s",
        measured=theirs.cpu_s,
        floor=ours.cpu_s,
        note="floor: our render, speech cached",
    )
    yield Row(name="peers", what=f"{peer}: wall", unit="s", measured=theirs.wall_s, floor=ours.wall_s)
    yield Row(
        name="peers",
        what=f"{peer}: peak RSS of its largest process",
        unit="MB",
        measured=peaks_mb[0],
        floor=peaks_mb[1],
    )


def write_clips(script: str, folder: str) -> Callable[[], dict[str, Any]]:
    """Write the sentences, the bell and a minute of the soundscape as WAV files.

    The work returns the files, of speech and of strikes with the second at which each begins, and the length of the
    track in seconds.
    """
    import soundfile

    from mindful.config import find_folders
    from mindful.studio.desk import Desk
    from mindful.studio.measuring import style_of
    from mindful.studio.order import Order
    from mindful.studio.planning import plan

    place = Path(folder)
    place.mkdir()

    def write(name: str, samples: Any) -> str:
        file = place / f"{name}.wav"
        soundfile.write(file, samples, SAMPLE_RATE_HZ, subtype="PCM_16")
        return str(file)

    def work() -> dict[str, Any]:
        order = Order(length_s=parse_duration(LENGTH), soundscape=SOUNDSCAPE)
        desk = Desk(cache=find_folders().cache)
        made = plan(Path(script), order, desk)
        speech, strikes = [], []
        for number, event in enumerate(made.timeline.events):
            start_s = event.start / SAMPLE_RATE_HZ
            if event.kind == "speech":
                style = style_of(event.rate_wpm or 0.0, made.style_seed, order)
                spoken = desk.narrator.speak(event.words or "", event.voice or "", style, order.default_chain)
                speech.append([start_s, write(f"clip{number}", spoken.samples[: spoken.speech_frames])])
            elif event.kind == "bell":
                bell = write(event.name or "", desk.bell(event).samples)
                strikes += [[start_s + strike * (event.every_s or 0.0), bell] for strike in range(event.count or 1)]
        bed = desk.soundscape(SOUNDSCAPE, made.path, made.style_seed).block(0, _BED_S * SAMPLE_RATE_HZ)
        return {
            "speech": speech,
            "strikes": strikes,
            "bed": write("bed", bed),
            "duration_s": made.timeline.duration_s,
        }

    return work


def lay_over_by_pydub(clips: dict[str, Any], out: str) -> Callable[[], None]:
    """Lay every clip over a silence as long as the track, as most examples on pydub do."""
    segments = _pydub()

    def work() -> None:
        voice = segments.silent(1000 * clips["duration_s"], frame_rate=SAMPLE_RATE_HZ)
        for start_s, file in clips["speech"]:
            voice = voice.overlay(segments.from_wav(file), position=round(1000 * start_s))
        _export_by_pydub(segments, voice, clips, out)

    return work


def join_by_pydub(clips: dict[str, Any], out: str) -> Callable[[], None]:
    """Append silence and speech in turn, which is the better way where nothing overlaps."""
    segments = _pydub()

    def work() -> None:
        voice = segments.empty()
        for start_s, file in clips["speech"]:
            voice += segments.silent(1000 * start_s - len(voice), frame_rate=SAMPLE_RATE_HZ)
            voice += segments.from_wav(file)
        voice += segments.silent(1000 * clips["duration_s"] - len(voice), frame_rate=SAMPLE_RATE_HZ)
        _export_by_pydub(segments, voice, clips, out)

    return work


def _pydub() -> Any:
    from pydub import AudioSegment

    from mindful.sounds.ffmpeg import find

    AudioSegment.converter = find()
    return AudioSegment


def _export_by_pydub(segments: Any, voice: Any, clips: dict[str, Any], out: str) -> None:
    """Lay bells and soundscape over the voice, and export."""
    for start_s, file in clips["strikes"]:
        voice = voice.overlay(segments.from_wav(file), position=round(1000 * start_s))
    bed = segments.from_wav(clips["bed"]) + _BED_DB
    track = voice.set_channels(2).overlay(bed, loop=True)
    track.export(out, format="mp3", bitrate="128k").close()


def mix_by_ffmpeg(clips: dict[str, Any], out: str) -> Callable[[], None]:
    """Pad every sentence with the silence after it, join them, and mix bells and soundscape in, in one command."""
    from mindful.sounds.ffmpeg import find

    starts = [frames(start_s) for start_s, _ in clips["speech"]]
    ends = [*starts[1:], frames(clips["duration_s"])]
    inputs, graph = ["-stream_loop", "-1", "-i", clips["bed"]], [f"[0:a]volume={_BED_DB}dB[bed]"]
    joined = mixed = ""
    for number, ((_, file), start, end) in enumerate(zip(clips["speech"], starts, ends, strict=True), start=1):
        inputs += ["-i", file]
        before = f"adelay={start}S," if number == 1 else ""
        graph.append(f"[{number}:a]{before}apad=whole_len={end if before else end - start}[c{number}]")
        joined += f"[c{number}]"
    for number, (start_s, file) in enumerate(clips["strikes"], start=len(starts) + 1):
        inputs += ["-i", file]
        graph.append(f"[{number}:a]adelay={frames(start_s)}S:all=1[s{number}]")
        mixed += f"[s{number}]"
    graph.append(f"{joined}concat=n={len(starts)}:v=0:a=1,pan=stereo|c0=c0|c1=c0[voice]")
    graph.append(f"[voice][bed]{mixed}amix=inputs={2 + len(clips['strikes'])}:duration=first:normalize=0[track]")
    command = [find(), "-y", "-nostdin", "-loglevel", "error", *inputs, "-filter_complex", ";".join(graph)]
    command += ["-map", "[track]", "-c:a", "libmp3lame", "-b:a", "128k", out]

    def work() -> None:
        subprocess.run(command, check=True)

    return work
