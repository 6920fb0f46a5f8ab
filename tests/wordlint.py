"""Stands in for the engine where only fixes are tested: every listed word is a finding with its draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reports import TOOL, finding, made

from claimlint import readers
from claimlint.config import InputFile, Settings
from claimlint.errors import UnreadableError
from claimlint.report import FileEntry, Finding, Report, Suggestion
from claimlint.source import LineIndex


@dataclass
class WordLint:
    """words: from a word to its draft and how that may be applied. calls: how many files it was asked about."""

    words: Mapping[str, tuple[str, str]]
    severity: str = "warning"
    calls: list[str] = field(default_factory=list)

    def findings(self, files: Sequence[InputFile]) -> list[Finding]:
        return [one for file in files for one in self._of(file)]

    def check(self, files: Iterable[InputFile], settings: Settings, knowledge: object = None) -> Report:  # noqa: ARG002
        found: list[Finding] = []
        entries = []
        for file in files:
            try:
                found += self._of(file)
                entries.append(FileEntry(file.path, "checked", None, 1, 5))
            except UnreadableError as error:
                entries.append(FileEntry(file.path, "failed", str(error)))
        return made(found, files=entries, tool=TOOL)

    def _of(self, file: InputFile) -> list[Finding]:
        self.calls.append(file.path)
        found = []
        for document in readers.read(file.path, file.data):
            lines = LineIndex(document.source.text)
            for segment in document.segments:
                for word, (draft, how) in self.words.items():
                    at = segment.text.find(word)
                    if at < 0:
                        continue
                    hull = segment.hull(at, at + len(word))
                    start, end = lines.position(hull.start), lines.position(hull.end)
                    if file.added_lines is not None and start.line not in file.added_lines:
                        continue
                    drafts = (Suggestion("rewrite" if draft else "remove", draft, start, end, how),) if how else ()
                    found.append(
                        finding(
                            word,
                            word,
                            rule=word,
                            rules=(word,),
                            path=file.path,
                            start=start,
                            end=end,
                            spans=((hull.start, hull.end),),
                            sentence=segment.text,
                            surface=segment.surface.value,
                            severity=self.severity,
                            message=f"{word} was found.",
                            suggestions=drafts,
                            part=segment.part,
                        )
                    )
        return found
