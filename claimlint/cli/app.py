"""The group of commands: each is imported when it is called, and every error ends as one clear line."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from claimlint import __version__
from claimlint.cli import output
from claimlint.errors import ClaimlintError

COMMANDS = {
    "check": "check",
    "claims": "claims",
    "wording": "wording",
    "explain": "explain",
    "rules": "rules",
    "evidence": "evidence",
    "files": "files",
    "init": "init",
    "baseline": "baseline",
    "config": "config_show",
    "doctor": "doctor",
}
USAGE, INTERNAL = 2, 3
ISSUES = "https://pypi.org/project/claimlint-clinic/"


class Commands(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"claimlint.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.UsageError(_unknown_command(name), ctx)
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run a command line and exit as the contract says; `standalone_mode=False` is click's own behaviour."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name or "claimlint", standalone_mode=False, **extra)
        sys.exit(_status(lambda: super(Commands, self).main(args, "claimlint", standalone_mode=False, **extra)))


@click.command(
    cls=Commands,
    invoke_without_command=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="claimlint", message="%(prog)s %(version)s")
def main() -> None:
    """Find the claims in a clinic's web copy, and say which of them the evidence on file cannot carry.

    `claimlint check` looks at the files of the folder you are in. It gives no legal advice.
    """


def _status(run: Any) -> int:
    """Call `run` and turn whatever it raises into one line on standard error and an exit status."""
    try:
        result = run()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        output.say(error.format_message())
        return USAGE
    except click.ClickException as error:
        output.say(f"claimlint: {_plain(error)}")
        return USAGE
    except ClaimlintError as error:
        output.say("\n".join(f"claimlint: {line}" for line in str(error).splitlines()))
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        output.say("claimlint: interrupted; nothing is known of the files not yet read")
        return USAGE
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        output.say(f"claimlint: {name}{error.strerror or error}")
        return USAGE
    except Exception as error:
        output.say(_internal(error))
        return INTERNAL
    return result if isinstance(result, int) else 0


def _plain(error: click.ClickException) -> str:
    message = error.format_message()
    if isinstance(error, click.NoSuchOption):
        message = f"there is no option {error.option_name}{_near_option(error)}"
    elif isinstance(error, click.UsageError) and error.ctx is not None and "; " not in message:
        message = f"{message.rstrip('.')}; `{error.ctx.command_path} --help` lists what there is"
    return " ".join(message.split())


def _near_option(error: click.NoSuchOption) -> str:
    from claimlint.yamlload import did_you_mean

    command = error.ctx.command if error.ctx else main
    known = [
        name for param in command.params if isinstance(param, click.Option) and not param.hidden for name in param.opts
    ]
    return did_you_mean(error.option_name, [*known, "--help"])


def _unknown_command(name: str) -> str:
    from pathlib import Path

    from claimlint.yamlload import did_you_mean

    if Path(name).exists():
        return f"there is no command “{name}”; did you mean `claimlint check {name}`?"
    near = did_you_mean(name, COMMANDS)
    return f"there is no command “{name}”{near or '; there are ' + ', '.join(COMMANDS)}"


def _internal(error: Exception) -> str:
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = ""
    if where is not None:
        code = where.tb_frame.f_code
        place = f" at {code.co_filename.replace(chr(92), '/').rpartition('/')[2]}:{where.tb_lineno} in {code.co_name}"
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"claimlint: internal error: {what}{place}. This is a fault of claimlint. Please report this line, with the "
        f"command and if you can the file, at {ISSUES} (claimlint {__version__}, Python {python}, {sys.platform})"
    )
