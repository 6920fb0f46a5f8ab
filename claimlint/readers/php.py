"""PHP code to the strings in it: which value of which array, which of them a visitor may read.

The code between `<?php` and `?>` is stepped through once, aware of strings, comments and heredocs; brackets give the
key path, so that questions find their answers and numbers their labels as in any data file.
"""

from __future__ import annotations

import re

from claimlint import lazy
from claimlint.readers.values import MAX_DEPTH, Path, RawText, Value
from claimlint.record import Record, field
from claimlint.segment import PLACEHOLDER, Comment, Run, Segment, Surface
from claimlint.source import Span

_TOKEN = lazy.pattern(
    r"[^/#<'\"`?=\[({\])},;]*+(?:(?P<comment>(?://|\#(?!\[))(?:[^\r\n?]++|\?(?!>))*+|/\*)"
    r"|(?P<heredoc><<<[ \t]*+(?P<mark>[\"']?)(?P<name>[A-Za-z_]\w*+)(?P=mark)(?=[\r\n]))"
    r"|(?P<single>'[^'\\]*+(?:\\.[^'\\]*+)*+)"
    r"|(?P<double>\"[^\"\\]*+(?:\\.[^\"\\]*+)*+)"
    r"|(?P<tick>`[^`]*+)"
    r"|(?P<end>\?>)|(?P<arrow>=>)|(?P<open>[\[({])|(?P<close>[\])}])|(?P<comma>,)|(?P<stop>;)"
    r"|(?P<other>[/#<?=]))",
    re.DOTALL,
)
_PLAIN = r"(?:'([^'\\]*+)'|\"([^\"\\$]*+)\")"
_MEMBER = lazy.pattern(
    rf"\s*+(?:{_PLAIN}\s*+=>\s*+)?(?:{_PLAIN}|((?<=[>\s])-?\d[\d.]*+|\btrue|\bfalse|\bnull))\s*+(?:(,)|(?=[\])]))"
)
"""What arrays and calls mostly hold, as one token: a plain string or a literal, alone or below a plain key."""
_LITERAL = lazy.pattern(r"\s*+(-?\d[\d.]*+|true\b|false\b|null\b)(?=\s*+(?:[,\])#]|/[/*]))")
_SILENT = lazy.pattern(r"[^'\"`#/<?\[]*+(?:(?<=[\w\])}])\['[^'\\]*+'\][^'\"`#/<?\[]*+)*+\?>")
"""Code up to `?>` with no string in it but those that index something."""
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "e": "", "$": "$", '"': '"', "\\": "\\"}
_DOUBLE_PIECE = lazy.pattern(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([ntrvfe$\"\\]))"
    r"|\{\$[^{}\"\n]*+\}|\$\{[^{}\"\n]*+\}|\$[A-Za-z_]\w*+(?:\[[\w'$-]*+\]|->\w++)?",
)
_SINGLE_PIECE = lazy.pattern(r"\\([\\'])")
_JOIN = lazy.pattern(
    r"\s*+\.\s*+(?:(?:\$\w++|[A-Z][A-Z0-9_]++\b|\w++\s*+\([^()'\"]*+\))(?:(?:->|::)\$?\w++|\[[^\[\]]*+\]|\(\))*+\s*+\.\s*+)?+"
)
_NAME_REVERSED = lazy.pattern(r"\s*+([\w\\]++)")
_VARIABLE = lazy.pattern(r"(?:\$|->|::|\bconst\s|\bpublic\s)\s*+(\w++)(?:\[[^\[\]]*+\])*+\s*+(?:\.|\?\?)?=\s*+\Z")
_INDEXED = lazy.pattern(r"[\w\])}]")
_CASE = lazy.pattern(r"\bcase\Z")
_COMPARED_AFTER = lazy.pattern(r"\s*+[=!]==?")
_LOOK_BACK = 120
_LOST_HEREDOCS = 30
_TRANSLATED = frozenset(
    "__ _e _x _ex _n _nx esc_html__ esc_html_e esc_html_x esc_attr__ esc_attr_e esc_attr_x pll__ pll_e trans t gettext "
    "trans_choice".split()
)
_MUTE = frozenset(
    """
    error_log trigger_error exception runtimeexception invalidargumentexception logicexception wp_error wp_die
    _deprecated_function _doing_it_wrong get_template_part locate_template wp_enqueue_style wp_enqueue_script
    wp_register_style wp_register_script wp_localize_script add_action add_filter do_action apply_filters remove_action
    remove_filter require require_once include include_once get_option update_option get_theme_mod home_url site_url
    preg_match preg_replace preg_split preg_match_all str_replace str_contains strpos stripos in_array explode implode
    date date_i18n gmdate strtotime current_time header ini_set function_exists class_exists method_exists defined
    constant is_plugin_active shortcode_exists post_type_exists taxonomy_exists add_shortcode wp_verify_nonce
    check_ajax_referer wp_create_nonce wp_nonce_field get_query_var set_query_var prepare query get_results get_var
    file_get_contents file_exists fopen json_decode setlocale mb_strtolower wp_cache_get log debug info_log console
    register_rest_route register_setting add_option delete_option current_user_can get_post_meta get_field_object
    asset route url config env view session middleware
    """.split()
)


class Code(Record):
    """What one stretch of PHP holds; `stop` is where the page goes on, behind `?>`.

    keys: keys of several words, each with the path of what it holds.
    """

    values: list[Value] = field(default_factory=list)
    keys: list[Value] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    stop: int = 0
    inner_end: int = 0
    unclosed: bool = False


class _Container(Record):
    """An open bracket: `index` and muted calls hold nothing that is read, `first_only` calls one argument."""

    path: Path
    muted: bool = False
    first_only: bool = False
    through: bool = False
    key: str | None = None
    count: int = 0

    def place(self) -> Path:
        if self.through:
            return self.path
        return (*self.path, self.count if self.key is None else self.key)[:MAX_DEPTH]


def scan(text: str, start: int, end: int, number: int = 0) -> Code:
    """Step through the code that begins at `start`; `number` keeps the paths of several stretches apart."""
    silent = _SILENT.match(text, start, end)
    if silent is not None:
        return Code(stop=silent.end(), inner_end=silent.end() - 2)
    return _Scanner(text, start, end, number).run()


class _Scanner:
    """The state of one pass over a stretch of code."""

    def __init__(self, text: str, start: int, end: int, number: int) -> None:
        self.text, self.at, self.end = text, start, end
        self.found = Code()
        self.number = number
        self.statement = 0
        self.stack = [_Container((number, 0))]
        self.pending: RawText | None = None
        self.span = Span(start, start)
        self.closers_gone: set[str] = set()

    def run(self) -> Code:
        text, end, stack, match = self.text, self.end, self.stack, _TOKEN.match
        while (token := match(text, self.at, end)) is not None:
            self.at = token.end()
            kind = token.lastgroup
            if kind == "other":
                continue
            if kind in ("close", "open", "comma", "stop"):
                if self.pending is not None:
                    self._flush()
                self._punctuation(self.at - 1, kind, stack)
            elif self._take(token, str(kind), token.start(str(kind))):
                break
        else:
            self.found.stop = self.found.inner_end = self.end
        self._flush()
        return self.found

    def _plain_members(self, top: _Container) -> None:
        """Take the members that are but a string or a literal, as the single tokens of each would be taken."""
        text, end = self.text, self.end
        while (member := _MEMBER.match(text, self.at, end)) is not None:
            self.at = member.end()
            single_key, double_key, single, double, _, comma = member.groups()
            key = double_key if single_key is None else single_key
            if key is not None:
                top.key = key[:_LOOK_BACK]
                if " " in key and not top.muted:
                    start = member.start(2 if single_key is None else 1)
                    self._noted(top, Segment(key, (Run(0, start, len(key)),), Surface.DATA_STRING))
            body = double if single is None else single
            if body is None:
                self._literal(top, member.span(5))
            elif not top.muted and not (top.first_only and top.count) and body.strip():
                start = member.start(4 if single is None else 3)
                raw = Segment(body, (Run(0, start, len(body)),), Surface.DATA_STRING)
                self.found.values.append(Value(top.place(), raw))
            if comma:
                top.count += 1
                top.key = None

    def _take(self, token: re.Match[str], kind: str, start: int) -> bool:
        if kind == "comment":
            self._comment(start, token["comment"])
        elif kind in ("single", "double", "tick"):
            self._string(start, kind)
        elif kind == "heredoc":
            self._heredoc(token)
        elif kind == "arrow":
            self._key()
        else:
            self.found.inner_end, self.found.stop = start, self.at
            return True
        return False

    def _punctuation(self, start: int, kind: str, stack: list[_Container]) -> None:
        top = stack[-1]
        if kind == "close":
            if len(stack) > 1:
                stack.pop()
        elif kind == "open":
            top = self._open(start, self.text[start], top)
            stack.append(top)
            self._plain_members(top)
        elif kind == "comma":
            top.count += 1
            top.key = None
            self._plain_members(top)
        else:
            self.statement += 1
            top.key = None
            top.count += 1
            if len(stack) == 1:
                top.path = (self.number, self.statement)

    def _open(self, at: int, bracket: str, top: _Container) -> _Container:
        path = top.place()
        if bracket == "[":
            return _Container(path, muted=top.muted or _INDEXED.match(self.text, at - 1, at) is not None)
        if bracket == "{":
            return _Container(path)
        before = self.text[max(at - _LOOK_BACK, 0) : at]
        called = _NAME_REVERSED.match(before[::-1])
        name = called.group(1)[::-1].rsplit("\\", 1)[-1].lower() if called else ""
        if name in _TRANSLATED:
            return _Container(path, muted=top.muted, first_only=True, through=True)
        variable = _assigned(before[: len(before) - called.end()] if called else before)
        if variable and top.key is None:
            path = (*path, variable)[:MAX_DEPTH]
        return _Container(path, muted=top.muted or name in _MUTE or name.endswith("exception"))

    def _comment(self, start: int, opener: str) -> None:
        inner = self.at
        if opener == "/*":
            close = self.text.find("*/", self.at, self.end)
            inner = self.end if close < 0 else close
            self.at = self.end if close < 0 else close + 2
        body = self.text[start + (1 if opener[0] == "#" else 2) : inner]
        self.found.comments.append(Comment(body.strip(" *\t\r\n/"), Span(start, self.at), secret=True))

    def _string(self, start: int, kind: str) -> None:
        stop = self.at
        if stop >= self.end:
            self.found.unclosed = True
        self.at = min(stop + 1, self.end)
        if kind != "tick":
            self._begin(start)
            self._add(start + 1, stop, kind == "double")
            self.span = Span(self.span.start, self.at)

    def _heredoc(self, token: re.Match[str]) -> None:
        name = token.group("name")
        close = None
        if name not in self.closers_gone and len(self.closers_gone) < _LOST_HEREDOCS:
            close = re.compile(rf"^[ \t]*+{name}\b", re.MULTILINE).search(self.text, token.end(), self.end)
        if close is None:
            self.closers_gone.add(name)
            return
        self._begin(token.start("heredoc"))
        self._add(token.end(), close.start(), token.group("mark") != "'")
        self.at = close.end()
        self.span = Span(self.span.start, self.at)

    def _begin(self, start: int) -> None:
        """Begin a value, or go on with the one before where the two are joined by dots."""
        if self.pending is not None:
            join = _JOIN.match(self.text, self.span.end, start)
            if join is not None and join.end() == start:
                if self.text[self.span.end : start].strip() != ".":
                    self.pending.atomic(PLACEHOLDER, self.span.end, start - self.span.end)
                return
            self._flush()
        self.pending = RawText()
        self.span = Span(start, start)

    def _add(self, start: int, end: int, interpolated: bool) -> None:
        raw = self.pending
        if raw is None:
            return
        last = start
        if self.text.find("\\", start, end) < 0 and not (interpolated and self.text.find("$", start, end) >= 0):
            raw.literal(start, self.text[start:end])
            return
        for piece in (_DOUBLE_PIECE if interpolated else _SINGLE_PIECE).finditer(self.text, start, end):
            raw.literal(last, self.text[last : piece.start()])
            raw.atomic(_reads(piece), piece.start(), piece.end() - piece.start())
            last = piece.end()
        raw.literal(last, self.text[last:end])

    def _key(self) -> None:
        pending, self.pending = self.pending, None
        top = self.stack[-1]
        key = pending.finish() if pending is not None else None
        top.key = key.text[:_LOOK_BACK] if key is not None else None
        if key is not None and " " in key.text and not top.muted:
            self._noted(top, key)
        literal = _LITERAL.match(self.text, self.at, self.end)
        if literal is not None:
            self._literal(top, literal.span(1))

    def _literal(self, top: _Container, span: tuple[int, int]) -> None:
        """Note a number, true, false or null that a key holds."""
        if top.key is not None and not top.muted and not top.through:
            start, end = span
            raw = Segment(self.text[start:end], (Run(0, start, end - start),), Surface.DATA_STRING)
            self.found.values.append(Value(top.place(), raw, literal=True))

    def _noted(self, top: _Container, key: Segment) -> None:
        """Note a key of several words, which may be copy."""
        if not top.through:
            self.found.keys.append(Value(top.place(), key))

    def _flush(self) -> None:
        pending, self.pending = self.pending, None
        if pending is None:
            return
        top = self.stack[-1]
        if top.muted or (top.first_only and top.count):
            return
        before = self.text[max(self.span.start - _LOOK_BACK, 0) : self.span.start]
        if _is_compared(before) or _COMPARED_AFTER.match(self.text, self.span.end, self.end):
            return
        value: Segment = pending.finish()
        if not value.text.strip():
            return
        path = top.place()
        variable = _assigned(before) if top.key is None else None
        if variable:
            path = (*path, variable)[:MAX_DEPTH]
        self.found.values.append(Value(path, value))


def _assigned(before: str) -> str | None:
    """Return the variable that is given what stands behind `before`."""
    found = _VARIABLE.search(before) if before.rstrip().endswith("=") else None
    return found.group(1) if found else None


def _is_compared(before: str) -> bool:
    tail = before.rstrip()
    return tail.endswith(("==", "!=", "<>")) or (tail.endswith("case") and _CASE.search(tail) is not None)


def _reads(piece: re.Match[str]) -> str:
    if piece.re.pattern == _SINGLE_PIECE.pattern:
        return piece.group(1)
    if not piece.group().startswith("\\"):
        return PLACEHOLDER
    point, hexadecimal, octal, simple = piece.groups()
    if simple:
        return _SIMPLE[simple]
    code = int(point or hexadecimal, 16) if point or hexadecimal else int(octal, 8) & 0xFF
    return chr(code) if code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
