"""`mindful tracks`: what has been made, and a closer look at one track."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator


class ListByDefault(click.Group):
    """A group whose bare name, or a folder after it, means its command `list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before what names no command of the group."""
        first = next((word for word in args if not word.startswith("-")), None)
        asks_for_help = args[:1] and args[0] in ctx.help_option_names
        if first not in self.commands and not asks_for_help:
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(
    "tracks",
    cls=ListByDefault,
    epilog=examples("mindful tracks", "mindful tracks ~/Music/practice --json", "mindful tracks show evening.mp3"),
)
@shared_options
def command() -> None:
    """List the tracks of the library, or of a folder, or look at one of them."""


@command.command("list", epilog=examples("mindful tracks list", "mindful tracks ~/Music/practice --json"))
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the tracks' manifests as JSON.")
@shared_options
@pass_invocation
def list_command(invocation: Invocation, folder: Path | None, *, as_json: bool) -> None:
    """List tracks: title, length, voice, where the file is. The word `list` may be left out."""
    from mindful.library import tracks_in
    from mindful.units import clock

    folder = folder or invocation.settings.value("output") or invocation.folders.audio
    tracks = tracks_in(folder)
    if as_json:
        print_json([{"path": str(path), **manifest} for path, manifest in tracks])
        return
    if not tracks:
        invocation.say(f"There is no track in {folder} yet. Make one with: mindful render body-scan")
        return
    rows = [
        (manifest["title"], clock(manifest["duration_s"]), _voices(manifest), str(path)) for path, manifest in tracks
    ]
    print_table(["title", "length", "voice", "file"], rows)


@command.command(
    "show", epilog=examples("mindful tracks show evening.mp3", "mindful tracks show evening.mp3 --png evening.png")
)
@click.argument("track", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), help="Draw wave, captions and loudness here.")
@click.option("--json", "as_json", is_flag=True, help="Print its manifest as JSON.")
@shared_options
@pass_invocation
def show_command(invocation: Invocation, track: Path, *, png: Path | None, as_json: bool) -> None:
    """Show what made TRACK, a file or one of the library's, and what it measures; or draw it."""
    from mindful.errors import LibraryError
    from mindful.library import read_manifest

    inside = invocation.folders.audio / track
    track = inside if not track.is_file() and inside.is_file() else track
    if not track.is_file():
        raise LibraryError(f'The track "{track}" is not there.', hint="`mindful tracks` lists those that are.")
    if png:
        _draw(track, png)
        invocation.say(f"{png} is ready.")
        return
    manifest = read_manifest(track)
    if manifest is None:
        hint = "Only tracks that mindful has rendered have one. With --png any track can be drawn."
        raise LibraryError(f'There is no manifest beside "{track}".', hint=hint)
    if as_json:
        print_json({"path": str(track), **manifest})
        return
    for label, text in _facts(track, manifest):
        if text:
            click.echo(f"{label.ljust(10)}  {text}")


def _facts(track: Path, manifest: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    from mindful.units import clock

    yield "title", manifest["title"]
    yield "length", clock(manifest["duration_s"])
    chain, tone = manifest.get("chain"), "room tone" if manifest.get("room_tone") else None
    yield "voice", ", ".join(part for part in (_voices(manifest), chain, tone) if part)
    yield "sounds", ", ".join(sound["name"] for sound in manifest.get("sounds", []))
    yield "loudness", ", ".join(_levels(manifest))
    yield "licence", manifest.get("licence")
    yield "chapters", ", ".join(f"{clock(one['start_s'])} {one['title']}" for one in manifest.get("chapters", []))
    yield "warnings", " ".join(manifest.get("warnings", []))
    yield "file", str(track)


def _levels(manifest: dict[str, Any]) -> Iterator[str]:
    for name, form in (
        ("speech_lufs", "speech {:.1f} LUFS"),
        ("track_lufs", "track {:.1f} LUFS"),
        ("true_peak_dbtp", "peak {:.1f} dBTP"),
        ("rms_db", "RMS {:.1f} dB"),
    ):
        if manifest.get(name) is not None:
            yield form.format(manifest[name])


def _voices(manifest: dict[str, Any]) -> str:
    return ", ".join(voice["id"] for voice in manifest.get("voices", []))


def _draw(track: Path, out: Path) -> None:
    from mindful.encoder import written_beside
    from mindful.practice.portrait import portrait

    drawn = portrait(track)
    with written_beside(out) as aside:
        aside.write_bytes(drawn)
