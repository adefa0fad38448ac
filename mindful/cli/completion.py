"""`mindful completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

import click

from mindful.cli.frame import examples, group, shared_options

_INSTALL = {
    "bash": "mindful completion bash > ~/.local/share/bash-completion/completions/mindful",
    "zsh": "mindful completion zsh > ~/.zfunc/_mindful   # with ~/.zfunc in your fpath",
    "fish": "mindful completion fish > ~/.config/fish/completions/mindful.fish",
}


@click.command(
    "completion", epilog=examples("mindful completion bash", 'eval "$(mindful completion zsh)"', _INSTALL["fish"])
)
@click.argument("shell", type=click.Choice(list(_INSTALL)))
@shared_options
def command(shell: str) -> None:
    """Print a script that completes commands and options in SHELL, and how to install it."""
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    kind = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}[shell]
    click.echo(kind(group, {}, "mindful", "_MINDFUL_COMPLETE").source().rstrip())
    # After the script, because zsh wants its #compdef in the first line.
    click.echo(f"\n# To have this in every new shell:\n#   {_INSTALL[shell]}")
