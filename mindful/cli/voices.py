"""`mindful voices`: who can speak, under which licence, and how they sound."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mindful import config
from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import desk_from
from mindful.cli.show import print_json, print_table

if TYPE_CHECKING:
    from mindful.voices.port import VoiceInfo


@click.group(
    "voices",
    invoke_without_command=True,
    epilog=examples("mindful voices", 'mindful voices say "Notice your breath." --voice piper:joe -o breath.wav'),
)
@click.option("--all", "show_all", is_flag=True, help="List every language, not only English.")
@click.option("--json", "as_json", is_flag=True, help="Print all voices as JSON.")
@shared_options
@pass_invocation
@click.pass_context
def command(context: click.Context, invocation: Invocation, *, show_all: bool, as_json: bool) -> None:
    """List the voices that can speak here, with their licences."""
    if context.invoked_subcommand:
        return
    from mindful.voices.presets import CHAINS

    registry = desk_from(invocation).registry
    voices = registry.voices()
    if as_json:
        print_json([asdict(voice) for voice in voices])
        return
    english = [voice for voice in voices if voice.language.lower().startswith("en")]
    shown = list(voices) if show_all or not english else english
    print_table(["voice", "language", "licence", "for sale", "note"], [_row(voice) for voice in shown])
    if len(shown) < len(voices):
        invocation.say(f"There are {len(voices) - len(shown)} more in other languages: mindful voices --all")
    chains = "; ".join(f"{name}, {chain.description}" for name, chain in CHAINS.items())
    invocation.say(f"Each goes through a chain: {chains}. To hear one: mindful voices say TEXT --chain NAME -o FILE")
    for problem in registry.problems():
        invocation.say(f"{problem.engine} cannot speak: {problem.reason} {problem.hint or ''}".rstrip())


def _row(voice: VoiceInfo) -> tuple[str, str, str, str, str]:
    sale = {True: "yes", False: "no", None: "not clear"}[voice.commercial_use]
    return voice.id, voice.language, voice.licence, sale, voice.note or ""


@command.command("say", epilog=examples('mindful voices say "Notice your breath." --chain intimate -o breath.wav'))
@click.argument("text")
@click.option("--voice", metavar="ID", help="Voice to speak with.")
@click.option("--chain", type=click.Choice(config.CHAINS), help="How the voice is treated.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@shared_options
@pass_invocation
def say(invocation: Invocation, *, text: str, voice: str | None, chain: str | None, output: Path) -> None:
    """Speak TEXT into a file, as it would sound in a track."""
    from mindful.studio.samples import say as say_to_file

    settings = invocation.settings
    voice, chain = voice or settings.value("voice"), chain or settings.value("chain")
    seconds = say_to_file(text, output, voice=voice, chain=chain, desk=desk_from(invocation))
    invocation.say(f"{output} is ready: {seconds:.1f} s.")
