"""What a YAML parser cannot read, to what the person who wrote it should change: tabs, colons, quotes, indentation."""

from __future__ import annotations

_COLON = "mapping values are not allowed"
_TOKEN = "cannot start any token"


def explained(problem: str, text: str, line: int, column: int) -> str:
    """Return a parser's complaint in one line, with what most likely is meant; line, column: where it stopped."""
    said = " ".join(problem.split("\n")[0].split())
    lines = text.split("\n")
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "is indented with a tab; use spaces"
    if _COLON in said:
        return "has a colon and a space inside a text; put the text in quotation marks"
    if _TOKEN in said and 0 < column <= len(here):
        return f"has a text that begins with “{here[column - 1]}”; put it in quotation marks"
    opened = _unclosed(lines[:line])
    if opened:
        return f"is not valid YAML: {said}; the quotation mark that opens on line {opened} may not be closed"
    return f"is not valid YAML: {said}"


def _unclosed(lines: list[str]) -> int | None:
    """Return the last line before the complaint that holds an odd number of double quotes, if any."""
    odd = [number for number, line in enumerate(lines, 1) if line.replace('\\"', "").count('"') % 2]
    return odd[-1] if len(odd) == 1 else odd[0] if odd else None
