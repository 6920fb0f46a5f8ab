"""Text to what an XML document can hold, and elements to a document."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring

from claimlint import lazy
from claimlint.reporters.words import safe

_FORBIDDEN = lazy.pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """Return text on one line; characters that XML forbids are shown as escapes."""
    return _FORBIDDEN.sub(lambda match: f"\\u{ord(match.group()):04x}", safe(value))


def document(root: Element) -> str:
    """Return the document, indented, with a final line feed."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
