"""The way in, and the one ladder every error comes down.

A `MindfulError` or a wrong option becomes a calm paragraph on stderr; an interrupt, a closed pipe and a full disk are
told as what they are; anything else is a bug and keeps its traceback.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

import click

from mindful.cli.frame import group
from mindful.errors import FAILED, INTERRUPTED, USAGE, MindfulError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        args: The words after the program's name; those the process was called with by default.
    """
    try:
        code = group.main(args, prog_name="mindful", standalone_mode=False)
        # A program without a console, or with its output closed, has none.
        if sys.stdout:
            sys.stdout.flush()
    except MindfulError as error:
        from mindful.cli.show import explain

        explain(error)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        from mindful.cli.show import tell

        tell(error.format_message(), _help_hint(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter's own last flush must not complain of it either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        from mindful.cli.show import tell

        where = f' while writing "{error.filename}"' if error.filename else ""
        tell(f"The disk is full{where}.", "Make some room and run the same command again; what was spoken is kept.")
        return FAILED
    return code if isinstance(code, int) else 0


def _help_hint(error: click.ClickException) -> str | None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"Try '{context.command_path} --help'." if context else None
