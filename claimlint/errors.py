"""What can go wrong, said once: what is wrong, where, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable

from claimlint.record import Record


class ClaimlintError(Exception):
    """An error the person who runs claimlint can act on; its text is one line, exit status 2."""


class UsageError(ClaimlintError):
    """The command line asks for something that cannot be done."""


class UnreadableError(ClaimlintError):
    """A file cannot be read or decoded; it is reported as `failed`, never as free of findings."""


class Problem(Record, frozen=True, order=True):
    """One fault in a YAML file. `line` and `column` are 1-based."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class KnowledgeError(ClaimlintError):
    """Faults in rules, vocabularies, evidence, wording, jurisdictions or configuration: all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
