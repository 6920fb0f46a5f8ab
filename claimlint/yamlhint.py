"""What a YAML parser cannot read, to what the person who wrote it should change: tabs, colons, quotes, indentation."""

from __future__ import annotations

_COLON = "mapping values are not allowed"
_TOKEN = "cannot start any token"
_KEY = "did not find expected key"
_DASH = "did not find expected '-' indicator"
_ALIAS = ("did not find expected alphabetic or numeric character", "found undefined alias")
_TAG = "did not find expected whitespace or line break"
_BRACKET = {"did not find expected ',' or ']'": "[", "did not find expected ',' or '}'": "{"}
CURLY = "“”‘’„"
"""Quotation marks of a word processor, which YAML takes for letters."""


def explained(problem: str, text: str, line: int, column: int, opened: int = 0) -> str:
    """Return a parser's complaint in one line, with what most likely is meant.

    line, column: where it stopped. opened: the line on which what it was reading began, 0 where it does not say.
    """
    said = " ".join(problem.split("\n")[0].split())
    lines = text.split("\n")
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "is indented with a tab; use spaces"
    return (
        _indentation(said, lines[:line], column)
        or _needs_quotes(said, lines[:line], column)
        or _open(said, lines, line, opened)
        or f"is not valid YAML: {said}"
    )


def curly(text: str) -> str:
    """Return “; …” where a value begins with a quotation mark that YAML takes for a letter, else nothing."""
    if not text or text[0] not in CURLY:
        return ""
    return "; curly quotation marks are part of the text here, so write straight ones or none"


def _indentation(said: str, lines: list[str], column: int) -> str:
    """Return what to say of a line that begins in a column in which nothing around it begins, else nothing."""
    here = lines[-1] if lines else ""
    begins = len(here) - len(here.lstrip()) + 1
    if _COLON in said and ": " not in here[: column - 1]:
        return (
            f"begins in column {begins}, though the line above has its value already; "
            "keys that belong together begin in the same column"
        )
    if (_KEY in said or _DASH in said) and column == begins:
        above = _columns(lines[:-1])
        if begins in above:
            return "is out of place here: items of a list begin with “- ”, keys end in “:”, and the two do not mix"
        columns = " or ".join(map(str, above))
        return f"begins in column {begins}; the lines above it begin in column {columns}: use the same, with spaces"
    return ""


def _columns(lines: list[str]) -> list[int]:
    """Return the columns in which keys and items stand that are still open after these lines, in order."""
    found: list[int] = []
    for line in lines:
        rest = line.lstrip()
        if not rest or rest.startswith("#"):
            continue
        begins = len(line) - len(rest) + 1
        found = [column for column in found if column < begins]
        found.append(begins)
        while rest.startswith("- "):
            inner = rest[2:].lstrip()
            begins += len(rest) - len(inner)
            found.append(begins)
            rest = inner
    return found


def _needs_quotes(said: str, lines: list[str], column: int) -> str:
    here = lines[-1] if lines else ""
    if _COLON in said:
        return "has a colon and a space inside a text; put the text in quotation marks"
    if _TOKEN in said and 0 < column <= len(here):
        return f"has a text that begins with “{here[column - 1]}”; put it in quotation marks"
    if any(alias in said for alias in _ALIAS):
        return "has a text that begins with “*”; put it in quotation marks"
    if _TAG in said:
        return "has a text that begins with “!”; put it in quotation marks"
    if "unknown escape character" in said:
        return "has a “\\” between double quotation marks; use single ones (') instead"
    if _KEY in said and here[: column - 1].rstrip().endswith(("'", '"')) and _unclosed(lines) is None:
        return "has text after a closed quotation mark; write quotation marks inside a text in the other kind (' or \")"
    return ""


def _open(said: str, lines: list[str], line: int, opened: int) -> str:
    """Return what to say of a bracket or a quotation mark that is not closed, else nothing."""
    bracket = next((mark for complaint, mark in _BRACKET.items() if complaint in said), None)
    if bracket and line == opened:
        return f"has no comma between two items after “{bracket}”, or a text there has quotation marks of its own"
    if bracket:
        return f"has a “{bracket}” that is not closed; it opens on line {opened or line}"
    number = opened if "quoted scalar" in said or "end of stream" in said else 0
    number = number or _unclosed(lines[:line]) or 0
    if number:
        return f"is not valid YAML: {said}; the quotation mark that opens on line {number} may not be closed"
    return ""


def _unclosed(lines: list[str]) -> int | None:
    """Return the last line before the complaint that holds an odd number of double quotes, if any."""
    odd = [number for number, line in enumerate(lines, 1) if line.replace('\\"', "").count('"') % 2]
    return odd[-1] if len(odd) == 1 else odd[0] if odd else None
