"""`mindful scripts`: the practices that are here."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.orders import DURATION
from mindful.cli.show import print_cards, print_json, print_table, wrapped
from mindful.sessions.model import KINDS

if TYPE_CHECKING:
    from mindful.studio.shelf import Practice

_LABELS = ("level", "eyes", "anchor", "cautions", "evidence", "reviewed_by", "reviewed_on", "author", "licence")
_INDENT = 10


@click.group(
    "scripts",
    invoke_without_command=True,
    epilog=examples("mindful scripts", "mindful scripts --kind sleep", "mindful scripts --max 5m --json"),
)
@click.option("--kind", type=click.Choice(KINDS), help="Only of this kind.")
@click.option("--max", "longest_s", type=DURATION, metavar="TIME", help="Only what can be had in so much time: 10m.")
@click.option("--json", "as_json", is_flag=True, help="Print all that the scripts say of themselves as JSON.")
@shared_options
@pass_invocation
@click.pass_context
def command(
    context: click.Context, invocation: Invocation, *, kind: str | None, longest_s: float | None, as_json: bool
) -> None:
    """List the practices that are here, with lengths, purpose and cautions: the library's and those that ship."""
    if context.invoked_subcommand:
        return
    from mindful.studio.shelf import practices

    found = practices(invocation.folders.library, kind=kind, longest_s=longest_s)
    if as_json:
        print_json([practice.as_json() for practice in found])
        return
    if not found:
        invocation.say("There is no such practice here. `mindful scripts` lists all of them.")
        return
    rows = [
        (each.name, _lengths(each), each.kind, each.purpose, each.about.get("cautions")) for each in found
    ]  # fmt: skip
    if sys.stdout.isatty():
        print_cards(rows)
    else:
        print_table(("name", "lengths", "kind", "purpose", "cautions"), rows)
    invocation.say("More of one: mindful scripts show NAME. Hear one: mindful play NAME --length 5m")


@command.command("show", epilog=examples("mindful scripts show body-scan"))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@shared_options
@pass_invocation
def show_command(invocation: Invocation, name: str, *, as_json: bool) -> None:
    """Show what a practice is for, what to know before, its lengths and its chapters."""
    from mindful.studio.shelf import find_practice

    practice = find_practice(name, invocation.folders.library)
    if as_json:
        print_json(practice.as_json())
        return
    click.echo(practice.title)
    if practice.purpose:
        click.echo(wrapped(practice.purpose, sys.stdout))
    click.echo()
    rows = {"kind": practice.kind, "lengths": _lengths(practice)}
    rows |= {label: practice.about.get(label) for label in _LABELS}
    rows |= {"chapters": ", ".join(practice.chapters), "file": str(practice.path)}
    for label, text in rows.items():
        if text:
            click.echo(_row(label.replace("_", " "), text))


def _row(label: str, text: str) -> str:
    line = f"{label.ljust(_INDENT)}  {text}"
    if not sys.stdout.isatty():
        return line
    return textwrap.fill(line, 80, subsequent_indent=" " * (_INDENT + 2), break_long_words=False)


def _lengths(practice: Practice) -> str:
    return ", ".join(_short(seconds) for seconds in practice.lengths_s)


def _short(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes:.0f}m" if minutes else "") + (f"{rest:g}s" if rest else "")
