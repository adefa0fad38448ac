"""`mindful support`: the person's own support page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import Invocation, examples, pass_invocation, shared_options
from mindful.cli.show import print_json, wrapped

if TYPE_CHECKING:
    from mindful.support.page import Contact, SupportPage


@click.group(
    "support",
    invoke_without_command=True,
    epilog=examples("mindful support", "mindful support setup", "mindful support print >support.txt"),
)
@shared_options
@pass_invocation
@click.pass_context
def command(context: click.Context, invocation: Invocation) -> None:
    """Show your support page: people to reach, what helps you, where to find a crisis line.

    It is yours: kept on this machine where only you may read it, and never part of a library. No network is used.
    """
    if not context.invoked_subcommand:
        _show(invocation)


@command.command("show", epilog=examples("mindful support show", "mindful support show --json"))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@shared_options
@pass_invocation
def show_command(invocation: Invocation, *, as_json: bool) -> None:
    """Show your support page, as `mindful support` does."""
    _show(invocation, as_json=as_json)


@command.command("print", epilog=examples("mindful support print >support.txt"))
@shared_options
@pass_invocation
def print_command(invocation: Invocation) -> None:
    """Print your support page as plain text, for the fridge or for a friend; what is empty can be filled in by hand."""
    from datetime import date

    from mindful.support.page import on_paper, read_page

    today = date.today()  # noqa: DTZ011 -- the day on the person's own calendar
    click.echo(f"My support page, {today}\n\n{on_paper(read_page(invocation.folders.data), today)}")


@command.command("setup", epilog=examples("mindful support setup"))
@shared_options
@pass_invocation
def setup_command(invocation: Invocation) -> None:
    """Write your support page, question by question; every question may be left empty."""
    from mindful.errors import SettingsError
    from mindful.support.page import SupportPage, read_page, write_page

    data = invocation.folders.data
    try:
        before = read_page(data) or SupportPage()
    except SettingsError as error:
        invocation.say(str(error))
        before = SupportPage()
    invocation.say("Enter leaves a question empty, or ends a list. What you write stays on this machine.\n")
    page = _asked(before)
    click.echo(write_page(page, data))
    invocation.say("Your page is one command away from now on: mindful support")


def _show(invocation: Invocation, *, as_json: bool = False) -> None:
    from datetime import date

    from mindful.errors import MindfulError
    from mindful.support.page import FIRST, SupportPage, in_words, read_page

    try:
        page = read_page(invocation.folders.data)
    except MindfulError:
        # Whatever is wrong with the page or a folder, what cannot wait is said first.
        click.echo(wrapped(FIRST, sys.stdout))
        raise
    if as_json:
        print_json((page or SupportPage()).as_json())
        return
    click.echo(wrapped(in_words(page, date.today()), sys.stdout))  # noqa: DTZ011 -- the day on the person's own calendar
    if page is None:
        invocation.say("\nYour own page is still empty. To put people and what helps you on it: mindful support setup")


def _asked(before: SupportPage) -> SupportPage:
    from dataclasses import replace

    page = before
    if not before.people or not _keeps("people", [contact.name for contact in before.people]):
        page = replace(page, people=tuple(_contacts()))
    if not before.helps or not _keeps("what helps you", before.helps):
        page = replace(page, helps=tuple(_lines("Something that helps you, such as a walk or a song")))
    country = _ask("Your country, by name or code", before.country or "") or None
    return _with_line(replace(page, country=country))


def _with_line(page: SupportPage) -> SupportPage:
    """Ask for the crisis line, looked up and confirmed by the person themselves."""
    from dataclasses import replace
    from datetime import date

    from mindful.support.countries import DIRECTORY, find_country
    from mindful.support.page import Contact

    today = date.today()  # noqa: DTZ011 -- the day on the person's own calendar
    known = find_country(page.country) if page.country else None
    shipped = known if known and known.number and not known.trouble(today) else None
    name, number = (page.line.name, page.line.reach) if page.line else ("", "")
    if shipped and not page.line:
        name, number = shipped.line or "", shipped.number or ""
        click.echo(f"From {shipped.source}, read on {shipped.last_verified}. Please check it yourself.", err=True)
    else:
        click.echo(f"Please look up a crisis line near you, for example on {DIRECTORY}.", err=True)
    name = _ask("Name of your crisis line", name)
    number = _ask("Its number", number) if name else ""
    if not (name and number):
        return replace(page, line=None, confirmed_on=None)
    right = click.confirm(f"{name}: {number}. Have you checked that this is right?", default=False, err=True)
    if not right:
        click.echo("It is not kept then; only what was checked stands on the page.", err=True)
        return replace(page, line=None, confirmed_on=None)
    return replace(page, line=Contact(name=name, reach=number), confirmed_on=today)


def _contacts() -> list[Contact]:
    from mindful.support.page import Contact

    contacts = []
    while name := _ask("Somebody you can reach (name)"):
        contacts.append(Contact(name=name, reach=_ask(f"How you reach {name}")))
    return contacts


def _lines(question: str) -> list[str]:
    lines = []
    while line := _ask(question):
        lines.append(line)
    return lines


def _keeps(what: str, lines: list[str] | tuple[str, ...]) -> bool:
    return click.confirm(f"Keep {what} ({', '.join(lines)})?", default=True, err=True)


def _ask(question: str, before: str = "") -> str:
    return str(click.prompt(question, default=before, show_default=bool(before), err=True)).strip()
