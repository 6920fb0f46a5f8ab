"""The weakest reader: quoted strings that look like copy, line by line, for code and data that no reader can take."""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers import prose
from claimlint.readers.values import Assembler, RawText, fragment
from claimlint.segment import Context, Document, Surface
from claimlint.source import SourceFile

_QUOTED = lazy.pattern(
    r"\"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\"?|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?|`[^`\\]*+(?:\\.[^`\\]*+)*+`?", re.DOTALL
)


def read(source: SourceFile) -> Document:
    """Read what stands in quotes; the caller says why and marks the document `partial`."""
    out = Assembler()
    for quoted in _QUOTED.finditer(source.text):
        content = quoted.group()[1:].removesuffix(quoted.group()[0])
        if prose.is_copy(content):
            raw = RawText()
            raw.literal(quoted.start() + 1, content)
            out.add(fragment(raw.finish(), Surface.SCRIPT_STRING), Context())
    return Document(source, tuple(out.segments), insert_at=len(source.text))
