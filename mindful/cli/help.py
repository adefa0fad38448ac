"""`mindful help`: one-page sheets by topic, and the help of every command."""

from __future__ import annotations

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options

SCRIPT = """\
THE SCRIPT LANGUAGE                            in full: docs/script-reference.md
A group in [square brackets] that begins with a cue word is an instruction; all
else is spoken, but for headings, comments and marks. \\[ speaks a bracket.

  ---                             front matter: all keys may be left out
  title: Evening pause            author, licence, language, description, cover
  length: 10m                     voice: piper:joe, rate: 90%, volume: -2dB
  soundscape: rain -22dB          seed: 7, chain: warm, gaps: {paragraph: 4s}
  vars: {name: friend}            lexicon: {MBCT: "M B C T"}
  ---
  # Title   ## Chapter            ## Body (3 min) takes its share of the length
  <!-- comment -->   // comment   a blank line is longer silence, ... a soft one
  {name}   {name|friend}          variable, with a default; --set name=Ana

Silence
  [pause 8s]                      stretches when a length is asked for
  [pause exactly 8s]              never stretches
  [pause 15s..90s]                15 s, up to 90 s where there is time
  [pause rest]                    what remains of the length
  [pause 10m bell chime every 2m] long, with bells in it
Sound
  [bell]   [bell bowl x3 every 6s -6dB]
  [sound rain -24dB fade 8s]      from here on; [sound off fade 20s] ends it
  [audio closing.wav -2dB]        your own recording
Breath
  [breathe 4-7-8 x4]              in, hold, out; [breathe box x6]
  [breathe 5-5 for 3m cues tone]  cues spoken, tone or silent
  [sound breath]                  air that swells and sinks with it
Voice, from here on
  [voice piper:joe] [rate 120wpm] [rate 90%] [volume -3dB]; [voice default]
Parts, each closed by [end]
  [repeat 3]   [repeat 2..6]      as often as the length calls for
  [optional]   [optional 2]       where the length leaves room, lowest first
  [if length >= 15m]   [if name = Ana]   [else]
  [one of]   [or]                 one of them, by the seed
  [include parts/safety.md]       another file of the library, in place
  [mark NAME]                     a named instant
Durations: 8s 1m30s 1:30 90 seconds 2 min 500ms     Gains: -24dB

mindful new TITLE  begins a script    mindful check FILE   lists what is amiss
mindful fmt FILE   tidies it up       mindful plan FILE    shows what comes when
mindful diff A B   compares tracks    mindful render FILE  makes the track"""

TOPICS = {"script": ("The script language on one page.", SCRIPT)}


@click.command("help", epilog=examples("mindful help script", "mindful help render"))
@click.argument("topic", required=False)
@shared_options
@pass_invocation
@click.pass_context
def command(context: click.Context, invocation: Invocation, topic: str | None) -> None:
    """Show a sheet on a topic, or the help of a command."""
    root = context.find_root()
    if topic is None:
        for name, (line, _) in TOPICS.items():
            click.echo(f"mindful help {name}  {line}")
        invocation.say("Every command has --help; `mindful --help` lists them.")
    elif topic in TOPICS:
        click.echo(TOPICS[topic][1])
    elif isinstance(root.command, click.Group) and (named := root.command.get_command(root, topic)):
        click.echo(named.get_help(click.Context(named, parent=root, info_name=topic)))
    else:
        names = [*TOPICS, *(root.command.list_commands(root) if isinstance(root.command, click.Group) else ())]
        raise click.BadParameter(f'There is no help on "{topic}". Ask for one of: {", ".join(names)}.')
