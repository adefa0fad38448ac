"""`mindful tracks`: what has been made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json, print_table


@click.command(epilog=examples("mindful tracks", "mindful tracks ~/Music/practice --json"))
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the tracks' manifests as JSON.")
@shared_options
@pass_invocation
def command(invocation: Invocation, folder: Path | None, *, as_json: bool) -> None:
    """List the tracks of the library, or of a folder: title, length, voice, where the file is."""
    from mindful.library import tracks_in
    from mindful.units import clock

    place = folder or invocation.settings.value("output") or invocation.folders.audio
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
