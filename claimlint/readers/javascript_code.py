"""Code of JavaScript and TypeScript to a flat list of the strings it holds.

One pass with a stack of frames instead of recursion: string literals with their key path and the call around them,
numbers beside a key, comments. Nothing is evaluated. Where the text is not well-formed the scan goes on and says so in
`fault`.
"""

from __future__ import annotations

import re

from claimlint.readers import prose
from claimlint.readers.javascript_tokens import (
    ARRAY,
    BEFORE_OPERAND,
    BLOCK,
    CLOSE,
    COMMENT,
    COMPARED,
    DECLARED,
    DOCUMENT,
    DOCUMENT_END,
    DULL,
    ENDS_STATEMENT,
    EXPRESSION,
    GROUP,
    HEADS,
    HOLE,
    IN_TEMPLATE,
    IN_VALUE,
    INDEX,
    KEY_COLON,
    KEYWORDS,
    LESS,
    LINE_END,
    MACHINE_AFTER,
    NUMBER,
    OBJECT,
    OBJECT_AFTER,
    OPEN,
    OPERATOR,
    PLAIN_ITEM,
    PLAIN_MEMBER,
    REGEX,
    SLASH,
    SPECIAL_OPERATORS,
    STRING,
    TEMPLATE,
    TICK,
    TOKEN,
    WEAK_STRING,
    WORD,
    Frame,
    In,
    Literal,
    Scalar,
    Scan,
)
from claimlint.source import Span

_ENDS_VALUE = (",", ";", ")", "]", "}")
_PAIRS = {")": "(", "]": "[", "}": "{"}


class CodeScanner:
    """The state of one pass. `previous` is the last token: an operator, a keyword, or "w" for an operand.

    divides: no regular expression begins before this offset, since one that was looked for there does not end.
    documents: false once no `</html>` with a backtick is left.
    """

    __slots__ = (
        "divides",
        "documents",
        "found",
        "numbers",
        "operand",
        "pos",
        "previous",
        "stop",
        "text",
        "top",
        "word",
    )

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text, self.pos, self.stop = text, start, stop
        self.top = Frame(BLOCK, start, None, 0)
        self.previous = self.word = ""
        self.operand = False
        self.numbers = 0
        self.divides = -1
        self.documents = True
        self.found = Scan()

    def run(self) -> Scan:
        """Scan to the end and return what was found."""
        while self.pos < self.stop:
            self._step()
        left: Frame | None = self.top
        while left is not None and left.parent is not None:
            self._left_open(left)
            left = left.parent
        self.found.literals.sort(key=lambda literal: literal.start)
        self.found.comments.sort()
        self.found.marks.sort(key=lambda mark: mark.end)
        return self.found

    def _step(self) -> None:
        """Go on in the innermost frame until another is the innermost."""
        if self.top.kind is IN_TEMPLATE:
            self._template()
        else:
            self._code()

    def _enters_markup(self, _at: int) -> bool:
        """Enter the markup that begins where an operand may stand; plain code has none."""
        return False

    def _leave_expression(self, frame: Frame, end: int) -> None:
        """Note that the code that stood in markup ends; plain code does not stand there."""

    def _left_open(self, frame: Frame) -> None:
        """Note a frame that the end of the text leaves open."""
        if frame.kind is IN_TEMPLATE:
            self._unclosed_template(frame)
        else:
            self._fault("it ends before all brackets and tags are closed", frame.start)

    def _unclosed_template(self, frame: Frame) -> None:
        self._fault("a template literal is not closed", frame.start)
        if not frame.chunks or frame.parent is None:
            return
        rest = frame.chunks[-1]
        if prose.is_copy(self.text[rest.start : rest.end], frame.parent.key):
            self.found.literals.append(Literal(frame.start, rest.end, "`", frame.chunks, frame.parent.slot))
            return
        for weak in WEAK_STRING.finditer(self.text, rest.start, rest.end):
            start, end = weak.span(2)
            path = (frame.path[0], weak.group(1) or "")
            self.found.literals.append(Literal(start, end, weak.group(2)[0], (Span(start + 1, end - 1),), path))

    def _fault(self, what: str, at: int) -> None:
        if self.found.fault is None:
            self.found.fault, self.found.fault_at = what, at

    def _push(self, kind: In, start: int, *, callee: str = "") -> Frame:
        self.numbers += 1
        self.top = Frame(kind, start, self.top, self.numbers, callee)
        return self.top

    def _pop(self) -> Frame:
        frame = self.top
        if frame.parent is not None:
            self.top = frame.parent
        return frame

    # Code

    def _code(self) -> None:
        text, stop, match = self.text, self.stop, TOKEN.match
        pos = self.pos
        while pos < stop:
            token = match(text, pos, stop)
            if token is None:
                pos = stop
                break
            kind = token.lastindex
            pos = token.end()
            if kind == WORD:
                word = token.group(WORD)
                if word in KEYWORDS or self.previous in ("{", ","):
                    pos = self._on_word(word, token.start(WORD), pos)
                else:
                    self.operand = True
                    self.previous = "w"
                    self.word = word
            elif kind == OPERATOR:
                operator = token.group(OPERATOR)
                if operator == ",":
                    top = self.top
                    self.previous = ","
                    self.operand = False
                    if top.kind is not BLOCK:
                        top.key = ""
                        top.count += 1
                        pos = self._plain_members(top, pos)
                elif operator in SPECIAL_OPERATORS:
                    self._on_operator(operator)
                else:
                    self.previous = operator
                    self.operand = False
            elif kind == DULL:
                self._on_dull(token.group(DULL))
            elif kind == OPEN:
                self._on_open(token.group(OPEN), pos - 1)
                pos = self._plain_members(self.top, pos)
            elif kind == STRING:
                pos = self._on_string(token.start(STRING), pos)
            elif kind in (TICK, CLOSE, LESS):
                if self._changes_mode(kind, token.group(kind), pos):
                    return
            else:
                pos = self._on_rest(kind, token, pos)
        self.pos = pos

    def _plain_members(self, top: Frame, pos: int) -> int:
        """Take the members that are but a string or a number, and return the offset behind them."""
        if top.kind is ARRAY:
            return self._plain_items(top, pos)
        if top.kind is not OBJECT:
            return pos
        text, stop, path, found = self.text, self.stop, top._path or top.path, self.found
        while (member := PLAIN_MEMBER.match(text, pos, stop)) is not None:
            key = member.group(1)
            if key[0] in "\"'":
                top.key = key[1:-1]
                self._quoted_key(top, *member.span(1))
            else:
                top.key = key
            if member.group(2) is not None:
                start, end = member.span(2)
                span = Span(start + 1, end - 1)
                found.literals.append(Literal(start, end, text[start], (span,), (*path, top.key), top.mute))
            elif top.key or text[member.start(3)] in "tfn":
                found.scalars.append(Scalar(*member.span(3), (*path, top.key)))
            pos = member.end()
            if not self._after_member(top, member.group(4)):
                break
        return pos

    def _quoted_key(self, top: Frame, start: int, end: int) -> None:
        """Note the key that `top.key` is, where it may be more than a name."""
        if " " in top.key and not top.mute:
            span, path = Span(start + 1, end - 1), (*top.path, top.key)
            self.found.keys.append(Literal(start, end, self.text[start], (span,), path))

    def _plain_items(self, top: Frame, pos: int) -> int:
        text, stop, path = self.text, self.stop, top._path or top.path
        while (item := PLAIN_ITEM.match(text, pos, stop)) is not None:
            start, end = item.span(1)
            span = Span(start + 1, end - 1)
            self.found.literals.append(Literal(start, end, text[start], (span,), (*path, top.count), top.mute))
            pos = item.end()
            if not self._after_member(top, item.group(2)):
                break
        return pos

    def _after_member(self, top: Frame, comma: str | None) -> bool:
        if comma:
            top.key = ""
            top.count += 1
            self.previous = ","
            return True
        self._operand_seen("")
        return False

    def _on_rest(self, kind: int | None, token: re.Match[str], pos: int) -> int:
        if kind == COMMENT:
            self._comment(token.start(COMMENT), pos)
        elif kind == NUMBER:
            self._on_number(token.start(NUMBER), pos)
        elif kind == SLASH:
            return self._on_slash(pos)
        else:
            self._fault("a string is not closed on its line", pos - 1)
            self._operand_seen("")
        return pos

    def _changes_mode(self, kind: int | None, token: str, pos: int) -> bool:
        """Act on a backtick, a closing bracket or `<`; say whether what follows is no longer code."""
        if kind == TICK:
            self._on_tick(pos)
            return True
        if kind == CLOSE:
            self.pos = pos
            return self._on_close(token, pos)
        if not self.operand and self._enters_markup(pos - 1):
            return True
        self.operand = False
        self.previous = "<"
        return False

    def _comment(self, start: int, end: int) -> None:
        self.found.comments.append(Span(start, end))
        opening = self.text[start : start + 4]
        closing = "*/" if opening.startswith("/*") else "-->" if opening == "<!--" else ""
        if end == self.stop and not self.text.endswith(closing, start + 2, end):
            self._fault("a comment is not closed", start)

    def _operand_seen(self, word: str) -> None:
        self.operand = True
        self.previous = "w"
        self.word = word

    def _takes_key(self, key: str, pos: int) -> int:
        """Return the offset after the colon where `key` names a member of the object around it, else 0."""
        top = self.top
        if top.kind is not OBJECT:
            return 0
        colon = KEY_COLON.match(self.text, pos, self.stop)
        if colon is None:
            return 0
        top.key = key
        self.previous = ":"
        self.operand = False
        return colon.end()

    def _on_word(self, word: str, start: int, pos: int) -> int:
        if self.previous in ("{", ",") and (after := self._takes_key(word, pos)):
            return after
        top = self.top
        if word in ("true", "false") and top.kind is OBJECT and self.previous == ":":
            self.found.scalars.append(Scalar(start, pos, top.slot))
        if word in BEFORE_OPERAND:
            self.operand = False
            self.previous = word
            self.word = word
        else:
            self._operand_seen(word)
        if top.kind is BLOCK:
            if word in ("const", "let", "var"):
                named = DECLARED.match(self.text, pos, self.stop)
                top.key = named.group(1) if named else ""
                top.declared = named is not None
            elif word in ENDS_STATEMENT:
                top.key = ""
        return pos

    def _on_operator(self, operator: str) -> None:
        top = self.top
        if operator == "=":
            if top.declared:
                top.declared = False
            elif self.previous == "w" and top.kind is not ARRAY:
                top.key = self.word.rpartition(".")[2]
        elif operator == ";":
            top.key = ""
            top.declared = False
        elif operator == ":" and self.previous == "default":
            operator = ";"
        if operator not in ("++", "--"):
            self.previous = operator
            self.operand = False

    def _on_number(self, start: int, end: int) -> None:
        top = self.top
        member = top.kind is OBJECT and top.key and self.previous in (":", "-")
        if member or (top.kind is IN_VALUE and self.previous == "("):
            self.found.scalars.append(Scalar(start, end, top.slot))
        self._operand_seen("")

    def _on_slash(self, pos: int) -> int:
        if not self.operand and pos > self.divides:
            pattern = REGEX.match(self.text, pos - 1, self.stop)
            if pattern:
                self._operand_seen("")
                return pattern.end()
            line_end = LINE_END.search(self.text, pos, self.stop)
            self.divides = line_end.start() if line_end else self.stop
        self.previous = "/"
        self.operand = False
        return pos

    def _on_string(self, start: int, end: int) -> int:
        if self.previous in ("{", ",") and (after := self._takes_key(self.text[start + 1 : end - 1], end)):
            self._quoted_key(self.top, start, end)
            return after
        top, text = self.top, self.text
        machine = (
            top.mute
            or self.previous in MACHINE_AFTER
            or (text[end : end + 1] not in _ENDS_VALUE and COMPARED.match(text, end, self.stop) is not None)
        )
        self.found.literals.append(Literal(start, end, text[start], (Span(start + 1, end - 1),), top.slot, machine))
        self.operand = True
        self.previous = "w"
        self.word = ""
        return end

    def _on_tick(self, pos: int) -> None:
        tag = self.word if self.operand and self.previous == "w" else ""
        frame = self._push(IN_TEMPLATE, pos - 1, callee=tag)
        frame.mute = frame.mute or self.previous in MACHINE_AFTER
        self.pos = pos
        if self.documents and DOCUMENT.match(self.text, pos, self.stop):
            self._whole_document(pos)

    def _whole_document(self, pos: int) -> None:
        """Take a whole HTML document in backticks to its `</html>`, though scripts in it hold bare backticks."""
        inner = TEMPLATE.match(self.text, pos, self.stop)
        close = DOCUMENT_END.search(self.text, pos, self.stop)
        if inner is None or close is None:
            self.documents = close is not None
            return
        if self.text.startswith("`", inner.end()) and inner.end() < close.end() - 1:
            self._fault("a template literal holds backticks that are not escaped", inner.end())
            self.top.chunks = (*self.top.chunks, Span(pos, close.end() - 1))
            self._close_template(close.end())

    def _on_dull(self, brackets: str) -> None:
        first = brackets[0]
        if first == "{":
            self.operand = not self.operand and self.previous in OBJECT_AFTER
        else:
            self.operand = first != "(" or self.previous != "w" or self.word not in HEADS
        self.previous = brackets[-1]
        self.word = ""

    def _on_open(self, bracket: str, start: int) -> None:
        if bracket == "(":
            self._push(GROUP, start, callee=self.word if self.operand and self.previous == "w" else "")
        elif bracket == "[":
            self._push(INDEX if self.operand else ARRAY, start)
        else:
            block = self.operand or self.previous not in OBJECT_AFTER
            self._push(BLOCK if block else OBJECT, start)
        self.previous = bracket
        self.operand = False

    def _on_close(self, bracket: str, pos: int) -> bool:
        """Close the innermost bracket; a mismatch is mended where the next one out fits. True where code ends here."""
        wanted = _PAIRS[bracket]
        top = self.top
        if top.kind.bracket != wanted or top.parent is None:
            self._fault("brackets do not match", pos - 1)
            outer = top.parent
            mendable = top.kind in (BLOCK, OBJECT, ARRAY, INDEX, GROUP)
            if not mendable or outer is None or outer.parent is None or outer.kind.bracket != wanted:
                return False
            self._pop()
            top = self.top
        self._pop()
        self.previous = bracket
        self.word = ""
        self.operand = not (top.kind is BLOCK or (top.kind is GROUP and top.callee in HEADS))
        if top.kind is EXPRESSION:
            self._leave_expression(top, pos)
        return top.kind in (HOLE, IN_VALUE, EXPRESSION)

    # Template literals

    def _template(self) -> None:
        frame, text = self.top, self.text
        inner = TEMPLATE.match(text, self.pos, self.stop)
        end = inner.end() if inner else self.stop
        frame.chunks = (*frame.chunks, Span(self.pos, end))
        if text.startswith("`", end, self.stop):
            self._close_template(end + 1)
        elif text.startswith("${", end, self.stop):
            self._push(HOLE, end)
            self.previous = "("
            self.operand = False
            self.pos = end + 2
        else:
            self.pos = self.stop

    def _close_template(self, end: int) -> None:
        frame = self._pop()
        machine = frame.mute or COMPARED.match(self.text, end, self.stop) is not None
        slot = self.top.slot
        self.found.literals.append(Literal(frame.start, end, "`", frame.chunks, slot, machine=machine))
        self._operand_seen("")
        self.pos = end
