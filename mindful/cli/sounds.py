"""`mindful sounds`: the bells and soundscapes that scripts can name."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION, desk_from
from mindful.cli.show import print_json, print_table


@click.group(
    "sounds",
    invoke_without_command=True,
    epilog=examples(
        "mindful sounds",
        "mindful sounds preview rain -o rain.wav",
        "mindful sounds preview 'bowl low soft' -o bowl.mp3",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print the sounds as JSON.")
@shared_options
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the bells and soundscapes that a script can name."""
    if context.invoked_subcommand:
        return
    from mindful.sounds.catalogue import all_sounds

    if as_json:
        print_json([asdict(sound) for sound in all_sounds()])
        return
    print_table(
        ["sound", "kind", "what it is"], [(sound.name, sound.kind, sound.description) for sound in all_sounds()]
    )


@command.command(
    "preview",
    epilog=examples(
        "mindful sounds preview ocean",
        "mindful sounds preview 'bowl low soft' -o bowl.wav",
        "mindful sounds preview rain+brown --png rain.png --length 30s",
    ),
)
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), help="Draw its spectrogram and spectrum here.")
@click.option("--length", "length_s", type=DURATION, default="20s", help="How much of a soundscape; 20s by default.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, help="Vary what is left to chance.")
@click.option("--device", metavar="NAME", help="Sound device, by a part of its name; null makes no sound.")
@shared_options
@pass_invocation
def preview(
    invocation: Invocation,
    *,
    name: str,
    output: Path | None,
    png: Path | None,
    length_s: float,
    seed: int,
    device: str | None,
) -> None:
    """Play the sound NAME, or a file of yours, as loud as speech; or write it to a file, or draw it.

    Words after a bell's name say how it is struck, as in scripts: "bowl low soft". Soundscapes joined by + sound
    together.
    """
    from functools import partial

    from mindful.player import open_device
    from mindful.practice.hearing import hear
    from mindful.studio import samples

    desk = desk_from(invocation)
    if output:
        seconds = samples.preview(name, output, length_s=length_s, seed=seed, desk=desk)
        invocation.say(f"{output} is ready: {seconds:.1f} s.")
    if png:
        samples.draw_preview(name, png, length_s=length_s, seed=seed, desk=desk)
        invocation.say(f"{png} is ready.")
    if not output and not png:
        hear(name, partial(open_device, device), length_s=length_s, seed=seed, desk=desk)
