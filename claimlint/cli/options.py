"""Options that several commands share, and parameter types that say what they expected."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class OneOf(click.Choice[str]):
    """A choice that says what was meant where the word is misspelt."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return what was expected; click calls it for a word that is not among the choices."""
        from claimlint.yamlload import did_you_mean

        return f"“{value}” is none of {', '.join(self.choices)}{did_you_mean(str(value), self.choices)}"


class Day(click.ParamType[datetime.date]):
    """A date as 2026-11-24."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Return the date. Fails with what was expected."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a date; expected one such as 2026-11-24", param, ctx)


class Jurisdictions(click.ParamType[tuple[str, ...]]):
    """Codes separated by commas."""

    name = "code[,code…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the codes in lower case."""
        codes = tuple(code.strip().lower() for code in value.split(",") if code.strip())
        if not codes:
            self.fail("names no jurisdiction; expected a code such as us", param, ctx)
        return codes


class Jobs(click.IntRange):
    """A number of processes; 0, which nobody can give, means as many as pay."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number. Fails with what was expected."""
        return value if isinstance(value, int) else super().convert(value, param, ctx)


class Output(click.ParamType[tuple[str, str]]):
    """A format and the file that it is written to, as `sarif=report.sarif`."""

    name = "format=file"

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = formats

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return the format and the name of the file. Fails with what was expected."""
        if isinstance(value, tuple):
            return value
        form, equals, name = value.partition("=")
        if not equals or not name:
            self.fail(f"“{value}” does not say both; expected format=file, such as sarif=report.sarif", param, ctx)
        return OneOf(self.formats).convert(form, param, ctx), name


def judging(command: F) -> F:
    """Add what decides how text is judged: jurisdiction, date, cache, jobs."""
    return _add(
        command,
        click.option("--jurisdiction", "jurisdictions", type=Jurisdictions(), multiple=True, help="Judge for these."),
        click.option("--as-of", type=Day(), metavar="DATE", help="Judge as of this day (default: today)."),
        click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
        click.option("--jobs", type=Jobs(min=1), default=0, help="Processes to use (default: as many as pay)."),
    )


def choosing(command: F) -> F:
    """Add what decides which text is judged: paths, standard input, a text, what git says has changed."""
    return _add(
        command,
        click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]..."),
        click.option("--text", help="Judge this text instead of files."),
        click.option("--about", metavar="TREATMENT[,CONDITION]", help="What the text is about where it does not say."),
        click.option("--stdin-filename", metavar="NAME", help="Call standard input (-) by this name."),
        click.option("--staged", is_flag=True, help="Judge only the lines that are staged in git."),
        click.option("--changed-since", metavar="BASE", help="Judge only lines added since the history left BASE."),
        click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named."),
    )


def fixing(command: F) -> F:
    """Add what puts draft wording into the files."""
    return _add(
        command,
        click.option("--fix", is_flag=True, help="Put in draft wording that nobody has to read first."),
        click.option("--fix-review", is_flag=True, help="Put in first drafts for review too; one file at a time."),
        click.option("--show-fixes", is_flag=True, help="Print what would be put in as a diff; write nothing."),
    )


def _add(command: F, *decorators: Callable[[F], F]) -> F:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command
