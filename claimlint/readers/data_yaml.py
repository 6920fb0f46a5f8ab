"""YAML data files to a document: menus, testimonials, services, locale files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimlint import lazy
from claimlint.readers.data_json import says_page, title_of
from claimlint.readers.values import assemble
from claimlint.readers.yaml_strings import loose_strings, yaml_comments, yaml_values
from claimlint.segment import Document
from claimlint.source import SourceFile

if TYPE_CHECKING:
    import yaml
else:
    yaml = lazy.module("yaml")


def read(source: SourceFile) -> Document:
    """Read a YAML file; one that is no valid YAML (a template, a merge conflict) is read line by line, `partial`."""
    reason = None
    try:
        values = yaml_values(source.text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        values = list(loose_strings(source.text))
        reason = f"is not valid YAML{_place(error)}; its values were read line by line"
    segments = assemble(values)
    return Document(
        source,
        tuple(segments),
        status="partial" if reason else "checked",
        reason=reason,
        title=(title := None if reason else title_of(values, segments)),
        is_page=title is not None and says_page(values),
        comments=yaml_comments(source.text),
        insert_at=len(source.text),
    )


def _place(error: Exception) -> str:
    mark = error.problem_mark or error.context_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
