"""What a render takes beyond the encoder and the voice: CPU, memory, files, and the wait after an edit."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .measure import Cost, in_child
from .table import Row
from .tasks import beginning, encode, first_block, render, speak
from .texts import CHANGED, GROWING, practice
from .workspace import SOUNDSCAPE, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CACHED_FACTOR, OPUS_FACTOR, MADE_FACTOR, SPOKEN_FACTOR = 1.15, 1.25, 1.5, 1.10
PEAK_LIMIT_MB = 300.0
ENGINE_LIMIT_S = 60.0
"""CPU seconds of eight hours, without the encoder."""
PREVIEW_LIMIT_S, FIRST_BLOCK_LIMIT_S = 1.5, 2.0
EDIT_EXTRA_S = 0.5
_SENTENCES = 40
LENGTH = "10m"
_EDITED_LENGTH = "20m"
_ROUNDS = 3
"""Of measurements that are cheap enough; the lowest counts, since other work on the machine only ever adds."""
_MP3_BYTES_A_SECOND = 16_000
_AROUND_BYTES = 1_000_000
"""Tags and the cover."""


class Renders:
    """The renders of one run; several rows look at the same ones."""

    def __init__(self, workspace: Workspace, *, long_h: int) -> None:
        """Take the workspace, and how long the long track is."""
        self._workspace = workspace
        self._long_h = long_h

    @cached_property
    def script(self) -> str:
        """A practice of ten minutes, a good third of it speech."""
        return self._workspace.script("practice", practice(_SENTENCES))

    @cached_property
    def spoken(self) -> Cost:
        """The render that speaks every sentence; after it, all are in the cache."""
        return self._render(self.script, "spoken.mp3", LENGTH)

    @cached_property
    def voice(self) -> Cost:
        """The voice alone, with the same sentences."""
        return in_child(speak, script=self.script, cache=str(self._workspace.cache))[1]

    @cached_property
    def cached(self) -> Cost:
        """The render with every sentence spoken before."""
        return self._in_turn[0]

    @cached_property
    def encoder(self) -> Cost:
        """The encoder alone, with the same track."""
        return self._in_turn[1]

    @cached_property
    def _in_turn(self) -> tuple[Cost, Cost]:
        return self._lowest_in_turn("mp3")

    def _lowest_in_turn(self, form: str) -> tuple[Cost, Cost]:
        """The lowest of both, measured in turn, so that whatever else the machine does troubles both alike."""
        wav = self._wav(LENGTH)
        rounds = [
            (self._render(self.script, f"cached.{form}", LENGTH), self._encode(wav, form)) for _ in range(_ROUNDS)
        ]
        renders, encoders = zip(*rounds, strict=True)
        return _lowest(renders), _lowest(encoders)

    def cached_rows(self) -> Iterator[Row]:
        """Compare renders whose speech is cached with the encoder alone."""
        opus = self._lowest_in_turn("opus")
        made = _lowest(self._made() for _ in range(_ROUNDS))
        rows = (
            ("MP3, kept soundscape", (self.cached, self.encoder), CACHED_FACTOR),
            ("Opus, kept soundscape", opus, OPUS_FACTOR),
            ("MP3, soundscape made first", (made, self.encoder), MADE_FACTOR),
        )
        for what, (cost, floor), factor in rows:
            yield Row(
                name="cached",
                what=f"render {LENGTH}, speech cached, {what}, CPU",
                unit="s",
                measured=cost.cpu_s,
                floor=floor.cpu_s,
                limit=factor * floor.cpu_s,
                target=f"<= {factor} x encoder",
                note=f"{_split(cost)}; floor {_split(floor)}",
            )

    def _made(self) -> Cost:
        cache = self._workspace.cache_with_speech("unmade")
        return self._render(self.script, "made.mp3", LENGTH, cache=str(cache))

    def spoken_rows(self) -> Iterator[Row]:
        """Compare a render that speaks with the voice alone and the encoder alone."""
        floor_s = self.voice.cpu_s + self.encoder.cpu_s
        yield Row(
            name="spoken",
            what=f"render {LENGTH}, speech not cached, CPU",
            unit="s",
            measured=self.spoken.cpu_s,
            floor=floor_s,
            limit=SPOKEN_FACTOR * floor_s,
            target=f"<= {SPOKEN_FACTOR:.2f} x (voice + encoder)",
            note=f"{_split(self.spoken)}; floor voice {self.voice.cpu_s:.2f} + encoder {self.encoder.cpu_s:.2f}",
        )

    def long_rows(self) -> Iterator[Row]:
        """Make a long track that is spoken anew, while no file may outgrow it."""
        hours, short, cached, voice = self._long_h, self.spoken, self.cached, self.voice
        script = self._workspace.script("long", practice(_SENTENCES * hours))
        out = self._workspace.track("long.mp3")
        allowed = hours * 3600 * _MP3_BYTES_A_SECOND + _AROUND_BYTES
        cost = self._render(script, "long.mp3", f"{hours}h", take=2, file_limit_bytes=allowed)
        note = f"floor: {LENGTH}; the voice alone {voice.own_peak_bytes / 1e6:.0f} MB; {_split(cost)}"
        yield _peak(f"{hours} h, speech not cached", cost, short, f"{note}; wall {cost.wall_s:.0f} s")
        yield _peak(f"{LENGTH}, speech cached", cached)
        output = Path(out).stat().st_size
        yield Row(
            name="long",
            what="largest file written, temporary or not",
            unit="MB",
            measured=allowed / 1e6,
            floor=output / 1e6,
            limit=(output + _AROUND_BYTES) / 1e6,
            target="<= the output",
            note="floor: the output; a larger file would have been stopped",
        )

    def edit_rows(self) -> Iterator[Row]:
        """Change one sentence of a track of twenty minutes and make it again, in a fresh process."""
        wav = self._wav(_EDITED_LENGTH)
        edited = self._workspace.script("edited", practice(_SENTENCES, changed=_SENTENCES // 2))
        encoder = self._encode(wav)
        cost = self._render(edited, "edited.mp3", _EDITED_LENGTH)
        alone = self._workspace.script("alone", f"{CHANGED}\n")
        voice = in_child(speak, script=alone, cache=str(self._workspace.cache))[1]
        for what, took_s, voice_s, encoder_s in (
            ("wall", cost.wall_s, voice.wall_s, encoder.wall_s),
            ("CPU", cost.cpu_s, voice.cpu_s, encoder.cpu_s),
        ):
            floor_s = voice_s + encoder_s
            yield Row(
                name="edit",
                what=f"one sentence of a {_EDITED_LENGTH} track changed, {what}",
                unit="s",
                measured=took_s,
                floor=floor_s,
                limit=floor_s + EDIT_EXTRA_S,
                target=f"<= one synthesis + encode + {EDIT_EXTRA_S} s",
                note=f"floor: synthesis with its model {voice_s:.2f} + encoder {encoder_s:.2f}",
            )

    def growth_rows(self) -> Iterator[Row]:
        """Make one script at lengths from a minute to hours, its speech in the cache: what a longer track costs."""
        script = self._workspace.script("growing", GROWING)
        self._render(script, "growing.mp3", "1m")
        for minutes in (1, 10, 60, *((480,) if self._long_h == 8 else ())):
            cost = self._render(script, "growing.mp3", f"{minutes}m")
            limit_s = ENGINE_LIMIT_S if minutes == 480 else None
            target = f"<= {ENGINE_LIMIT_S:g} s" if limit_s else ""
            yield Row(
                name="growth",
                what=f"{minutes} min, speech cached, CPU without the encoder",
                unit="s",
                measured=cost.own_cpu_s,
                limit=limit_s,
                target=target,
                note=f"encoder {cost.children_cpu_s:.2f}; wall {cost.wall_s:.1f}; {cost.own_peak_bytes / 1e6:.0f} MB",
            )

    def start_rows(self) -> Iterator[Row]:
        """Wait for the first sound: by wall time, as a person waits."""
        preview = self._workspace.track("preview.mp3")
        common: dict[str, Any] = {"script": self.script, "soundscape": SOUNDSCAPE}
        _ = self.spoken
        rounds = [
            in_child(beginning, out=preview, cache=str(self._workspace.cache), **common)[1] for _ in range(_ROUNDS)
        ]
        yield _wait("beginning of 30 s as a file, speech cached", rounds, PREVIEW_LIMIT_S)
        for length in (None, LENGTH):
            rounds = []
            for number in range(_ROUNDS):
                cache = self._workspace.cache_without_speech(f"start-{length}-{number}")
                rounds.append(in_child(first_block, cache=str(cache), length=length, **common)[1])
            what = "fitted" if length else "at its own length"
            yield _wait(f"first block for the player, nothing spoken before, {what}", rounds, FIRST_BLOCK_LIMIT_S)

    def _render(self, script: str, name: str, length: str, **options: Any) -> Cost:
        options = {"cache": str(self._workspace.cache), "soundscape": SOUNDSCAPE} | options
        return in_child(render, script=script, out=self._workspace.track(name), length=length, **options)[1]

    def _wav(self, length: str) -> str:
        """Return the practice at a length as a WAV, for the encoder alone; its speech is in the cache then."""
        _ = self.spoken
        name = f"encoder-{length}.wav"
        self._render(self.script, name, length)
        return self._workspace.track(name)

    def _encode(self, wav: str, form: str = "mp3") -> Cost:
        return in_child(encode, wav=wav, out=self._workspace.track(f"encoder.{form}"))[1]


def _lowest(costs: Iterable[Cost]) -> Cost:
    return min(costs, key=lambda cost: cost.cpu_s)


def _wait(what: str, rounds: list[Cost], limit_s: float) -> Row:
    shortest = min(rounds, key=lambda cost: cost.wall_s)
    return Row(
        name="start",
        what=f"{what}, wall",
        unit="s",
        measured=shortest.wall_s,
        limit=limit_s,
        target=f"<= {limit_s} s",
        note=f"the shortest of {len(rounds)}; CPU {shortest.cpu_s:.2f}",
    )


def _peak(what: str, cost: Cost, floor: Cost | None = None, note: str = "") -> Row:
    return Row(
        name="long",
        what=f"render {what}, peak RSS of our process",
        unit="MB",
        measured=cost.own_peak_bytes / 1e6,
        floor=floor.own_peak_bytes / 1e6 if floor else None,
        limit=PEAK_LIMIT_MB,
        target=f"<= {PEAK_LIMIT_MB:g} MB",
        note=note,
    )


def _split(cost: Cost) -> str:
    return f"ours {cost.own_cpu_s:.2f} + ffmpeg {cost.children_cpu_s:.2f}"
