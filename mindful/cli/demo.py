"""`mindful demo`: the first minute."""

from __future__ import annotations

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import desk_from

SCRIPT = "three-minute-breathing-space"


@click.command(epilog=examples("mindful demo"))
@shared_options
@pass_invocation
def command(invocation: Invocation) -> None:
    """Make a first track, a three-minute breathing space with voice, bowl and rain, and say where it is."""
    from mindful.cli.watch import Watch
    from mindful.library import find_script
    from mindful.studio.order import Order
    from mindful.studio.rendering import render

    folders = invocation.folders
    path = find_script(SCRIPT, folders.library)
    out = folders.audio / f"{SCRIPT}.mp3"
    invocation.say("Making a three-minute breathing space. The first time this takes about half a minute.")
    with Watch(path.stem, quiet=invocation.quiet) as watch:
        render(path, out, Order(), desk_from(invocation), progress=watch)
    click.echo(out)
    invocation.say(
        f"""
The track is ready: {out}
Hear it with any player, or here: mindful play {out}
It lasts three minutes, and you may stop at any time.

What to try next:
  mindful render body-scan --length 10m         a body scan of exactly ten minutes
  mindful render {SCRIPT} --soundscape ocean
  mindful plan body-scan                        what happens when
  mindful doctor                                what is here and what is not

The script is plain text: {path}
Copy it, change a sentence, and render your copy: only that sentence is spoken again."""
    )
