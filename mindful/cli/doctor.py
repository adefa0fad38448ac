"""`mindful doctor`: what is here, and what to do about what is not."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json, print_table
from mindful.errors import FINDINGS

if TYPE_CHECKING:
    from mindful.doctor import Observation


@click.command("doctor", epilog=examples("mindful doctor", "mindful doctor --json"))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@click.pass_context
@pass_invocation
def command(invocation: Invocation, context: click.Context, *, as_json: bool) -> None:
    """Look at what is here and say what to do about what is not.

    Python and packages, folders, settings, the encoder and its formats, engines and voices. The exit code is 3 when
    something stands in the way of a render.
    """
    from mindful.doctor import examine

    seen = examine(invocation.library)
    missing = sum(look.state == "missing" for look in seen)
    if as_json:
        print_json([asdict(look) for look in seen])
    else:
        print_table(
            ("state", "about", "found"),
            [(look.state, look.about, _found(look, in_full=invocation.verbose)) for look in seen],
        )
        things = "one thing is" if missing == 1 else f"{missing} things are"
        invocation.say(f"To make tracks, {things} missing." if missing else "All that a render needs is here.")
    if missing:
        context.exit(FINDINGS)


def _found(look: Observation, *, in_full: bool) -> str:
    """Return what was found and what to do; of a long list of packages that are all there, the first one."""
    if look.about == "packages" and look.state == "ok" and not in_full:
        first, *others = look.found.split(", ")
        return f"{first} and {len(others)} that it needs; --verbose names them" if others else first
    return f"{look.found} {look.hint}" if look.hint else look.found
