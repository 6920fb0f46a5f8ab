"""The command line run inside the process of the tests."""

from __future__ import annotations

from dataclasses import dataclass

from click.testing import CliRunner

from claimlint.cli import main


@dataclass(frozen=True)
class Ran:
    """The exit status and what was printed; `bytes` is standard output as it was written."""

    code: int
    out: str
    err: str
    bytes: bytes


def command(*arguments: str, stdin: bytes | str | None = None) -> Ran:
    """Run `claimlint` with the arguments; an exception that it does not turn into a message is raised."""
    result = CliRunner().invoke(main, list(arguments), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr, result.stdout_bytes)
