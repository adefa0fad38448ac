"""`mindful about`: what it is for, its version, its licences."""

from __future__ import annotations

import click

from mindful import __version__
from mindful.cli.frame import PURPOSE, Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json

LICENCES = {
    "program": "GPL-3.0-or-later",
    "practices": "CC-BY-4.0, by the mindful authors",
    "bells and soundscapes": "CC0-1.0; they are made on your machine",
    "voices": "each its own: mindful voices",
    "tracks you make": "yours; the manifest beside a track names what is in it",
}


@click.command(epilog=examples("mindful about", "mindful about --json"))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_invocation
def command(_invocation: Invocation, *, as_json: bool) -> None:
    """Say what mindful is for and what it is not, its version and its licences."""
    if as_json:
        print_json({"version": __version__, "purpose": PURPOSE, "licences": LICENCES})
        return
    click.echo(f"mindful {__version__}\n\n{click.wrap_text(PURPOSE, 78)}\n\nLicences")
    width = max(map(len, LICENCES))
    for what, licence in LICENCES.items():
        click.echo(f"  {what.ljust(width)}  {licence}")
