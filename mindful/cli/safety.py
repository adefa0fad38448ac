"""`mindful safety`: what practice can stir up, and when to stop."""

from __future__ import annotations

import click

from mindful.cli.frame import PURPOSE, Invocation, examples, pass_invocation, shared_options

TEXT = """\
What practice can stir up
  Sitting with yourself is mostly quiet work, and at times it is not. Unease,
  tears, old memories, numbness, a racing heart, or feeling far away from
  yourself: all of these happen to people, to beginners and to old hands. They
  are no sign that you did something wrong.

When to stop
  - when fear or agitation keeps growing instead of passing
  - when the room or your own body seems unreal, and stays so
  - when memories come that are too much to be alone with
  - when you think of harming yourself, or of no longer being here
  - when you have had enough; that is reason enough

What to do then
  Open your eyes. Feel your feet on the floor. Name five things that you can
  see. Move, drink some water, step outside.
    mindful ground     two minutes that lead back into the room
    mindful support    your people, what helps you, where to find a crisis line
  If it does not settle, or comes back, tell somebody you trust, and your
  doctor or therapist. In danger, call your local emergency number.

What to choose on a hard day
  Open eyes rather than closed ones. Sounds, hands or feet rather than the
  breath. Three minutes rather than twenty. Walking rather than sitting. Or a
  day without practice.

Ask first
  If you live with trauma, psychosis, mania, seizures or thoughts of suicide,
  or have just left hospital, talk with those who care for you about whether,
  when and how to practise. Go on with the care you have.
"""


@click.command(epilog=examples("mindful safety"))
@shared_options
@pass_invocation
def command(_invocation: Invocation) -> None:
    """Say what practice can stir up, when to stop, and what to do then."""
    click.echo(f"{TEXT}\n{click.wrap_text(PURPOSE, 78)}")
