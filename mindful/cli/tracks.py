"""`mindful tracks`: what has been made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json, print_table


@click.command(
    epilog=examples(
        "mindful tracks", "mindful tracks ~/Music/practice --json", "mindful tracks audio/evening.mp3 --png evening.png"
    )
)
@click.argument("place", required=False, metavar="[FOLDER|TRACK]", type=click.Path(path_type=Path, exists=True))
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), help="Draw TRACK here: wave and loudness.")
@click.option("--json", "as_json", is_flag=True, help="Print the tracks' manifests as JSON.")
@shared_options
@pass_invocation
def command(invocation: Invocation, place: Path | None, *, png: Path | None, as_json: bool) -> None:
    """List the tracks of the library, or of a folder: title, length, voice, where the file is; or draw one."""
    from mindful.library import tracks_in
    from mindful.units import clock

    if png or (place and place.is_file()):
        if not png or not place or place.is_dir():
            raise click.UsageError("Name one TRACK, and with --png where to draw it.")
        _draw(place, png)
        invocation.say(f"{png} is ready.")
        return
    place = place or invocation.settings.value("output") or invocation.folders.audio
    tracks = tracks_in(place)
    if as_json:
        print_json([{"path": str(path), **manifest} for path, manifest in tracks])
        return
    if not tracks:
        invocation.say(f"There is no track in {place} yet. Make one with: mindful render body-scan")
        return
    rows = [
        (manifest["title"], clock(manifest["duration_s"]), _voices(manifest), str(path)) for path, manifest in tracks
    ]
    print_table(["title", "length", "voice", "file"], rows)


def _voices(manifest: dict[str, Any]) -> str:
    return ", ".join(voice["id"] for voice in manifest.get("voices", []))


def _draw(track: Path, out: Path) -> None:
    from mindful.encoder import written_beside
    from mindful.practice.portrait import portrait

    drawn = portrait(track)
    with written_beside(out) as aside:
        aside.write_bytes(drawn)
