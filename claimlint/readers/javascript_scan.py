"""JavaScript, TypeScript, JSX and the markup of Svelte and Astro to a flat list of what the text holds.

One pass with a stack of frames instead of recursion: string literals with their key path and the call around them,
numbers beside a key, marks of the markup (tags, text, expressions) and comments. Nothing is evaluated. Where the text
is not well-formed the scan goes on and says so in `fault`.
"""

from __future__ import annotations

import re

from claimlint.readers import prose
from claimlint.readers.javascript_tokens import (
    BEFORE_OPERAND,
    CLOSE,
    COMMENT,
    COMPARED,
    DECLARED,
    DOCUMENT,
    DOCUMENT_END,
    ELEMENT,
    END_TAG,
    ENDS_STATEMENT,
    GENERIC,
    HEADS,
    IN_TAG,
    KEY_COLON,
    KEYWORDS,
    LESS,
    LINE_END,
    MACHINE_AFTER,
    MARKUP_COMMENT,
    NUMBER,
    OBJECT_AFTER,
    OPEN,
    OPERATOR,
    RAW_END,
    REGEX,
    SLASH,
    SPECIAL_OPERATORS,
    STRING,
    SVELTE_BLOCK,
    TEMPLATE,
    TEXT,
    TICK,
    TOKEN,
    VOID,
    WEAK_STRING,
    WORD,
    Frame,
    In,
    Literal,
    Mark,
    Scalar,
    Scan,
)
from claimlint.source import Span

_PAIRS = {")": "(", "]": "[", "}": "{"}
_LOOK_UP = 8
"""How many open elements an end tag may close at once in lenient markup."""


def scan(text: str, start: int = 0, end: int | None = None, *, markup: str = "") -> Scan:
    """Scan `text[start:end]`. `markup`: "" for plain code, "jsx", or "svelte" and "astro" for a page of markup.

    A `<` taken for JSX whose element never ends is tried again as an operator, once.
    """
    stop = len(text) if end is None else end
    first = _Scanner(text, start, stop, markup, None).run()
    if markup != "jsx" or first.root is None:
        return first
    second = _Scanner(text, start, stop, markup, first.root).run()
    return first if second.fault else second


class _Scanner:
    """The state of one pass. `previous` is the last token: an operator, a keyword, or "w" for an operand.

    divides: no regular expression begins before this offset, since one that was looked for there does not end.
    documents: false once no `</html>` with a backtick is left.
    """

    __slots__ = (
        "divides",
        "documents",
        "found",
        "markup",
        "not_markup",
        "numbers",
        "operand",
        "page",
        "pos",
        "previous",
        "stop",
        "text",
        "top",
        "word",
    )

    def __init__(self, text: str, start: int, stop: int, markup: str, not_markup: int | None) -> None:
        self.text, self.pos, self.stop = text, start, stop
        self.markup, self.not_markup = markup, not_markup
        self.page = markup in ("svelte", "astro")
        self.top = Frame(In.CHILDREN if self.page else In.BLOCK, start, None, 0)
        self.previous = self.word = ""
        self.operand = False
        self.numbers = 0
        self.divides = -1
        self.documents = True
        self.found = Scan()

    def run(self) -> Scan:
        modes = {In.TEMPLATE: self._template, In.TAG: self._tag, In.CHILDREN: self._children}
        while self.pos < self.stop:
            modes.get(self.top.kind, self._code)()
        self._finish()
        return self.found

    def _finish(self) -> None:
        left: Frame | None = self.top
        while left is not None and left.parent is not None:
            markup = left.kind in (In.CHILDREN, In.TAG)
            if markup and not self.page and left.parent.kind is not In.CHILDREN:
                self.found.root = left.start
            if left.kind is In.TEMPLATE:
                self._unclosed_template(left)
            elif not (self.page and left.kind is In.CHILDREN):
                self._fault("it ends before all brackets and tags are closed", left.start)
            left = left.parent
        self.found.literals.sort(key=lambda literal: literal.start)
        self.found.comments.sort()
        self.found.marks.sort(key=lambda mark: mark.end)

    def _unclosed_template(self, frame: Frame) -> None:
        self._fault("a template literal is not closed", frame.start)
        if not frame.chunks or frame.parent is None:
            return
        rest = frame.chunks[-1]
        if prose.is_copy(self.text[rest.start : rest.end], frame.parent.key):
            chunks = tuple(frame.chunks)
            self.found.literals.append(Literal(frame.start, rest.end, "`", chunks, frame.parent.slot))
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
                if operator in SPECIAL_OPERATORS:
                    self._on_operator(operator)
                else:
                    self.previous = operator
                    self.operand = False
            elif kind == OPEN:
                self._on_open(token.group(OPEN), pos - 1)
            elif kind == STRING:
                pos = self._on_string(token.start(STRING), pos)
            elif kind in (TICK, CLOSE, LESS):
                if self._changes_mode(kind, token.group(kind), pos):
                    return
            else:
                pos = self._on_rest(kind, token, pos)
        self.pos = pos

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
        if self.markup and not self.operand and self._starts_element(pos - 1):
            self._open_element(pos - 1)
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
        if top.kind is not In.OBJECT or self.previous not in ("{", ","):
            return 0
        colon = KEY_COLON.match(self.text, pos, self.stop)
        if colon is None:
            return 0
        top.key = key
        self.previous = ":"
        self.operand = False
        return colon.end()

    def _on_word(self, word: str, start: int, pos: int) -> int:
        after = self._takes_key(word, pos)
        if after:
            return after
        top = self.top
        if word in ("true", "false") and top.kind is In.OBJECT and self.previous == ":":
            self.found.scalars.append(Scalar(start, pos, top.slot))
        if word in BEFORE_OPERAND:
            self.operand = False
            self.previous = word
            self.word = word
        else:
            self._operand_seen(word)
        if top.kind is In.BLOCK:
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
            elif self.previous == "w" and top.kind is not In.ARRAY:
                top.key = self.word.rpartition(".")[2]
        elif operator == ";":
            top.key = ""
            top.declared = False
        elif operator == "," and top.kind is not In.BLOCK:
            top.key = ""
            top.count += 1
        elif operator == ":" and self.previous == "default":
            operator = ";"
        if operator not in ("++", "--"):
            self.previous = operator
            self.operand = False

    def _on_number(self, start: int, end: int) -> None:
        top = self.top
        member = top.kind is In.OBJECT and top.key and self.previous in (":", "-")
        if member or (top.kind is In.VALUE and self.previous == "("):
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
        after = self._takes_key(self.text[start + 1 : end - 1], end)
        if after:
            return after
        top = self.top
        machine = top.mute or self.previous in MACHINE_AFTER or COMPARED.match(self.text, end, self.stop) is not None
        chunks = (Span(start + 1, end - 1),)
        self.found.literals.append(Literal(start, end, self.text[start], chunks, top.slot, machine=machine))
        self._operand_seen("")
        return end

    def _on_tick(self, pos: int) -> None:
        tag = self.word if self.operand and self.previous == "w" else ""
        frame = self._push(In.TEMPLATE, pos - 1, callee=tag)
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
            self.top.chunks.append(Span(pos, close.end() - 1))
            self._close_template(close.end())

    def _on_open(self, bracket: str, start: int) -> None:
        if bracket == "(":
            self._push(In.GROUP, start, callee=self.word if self.operand and self.previous == "w" else "")
        elif bracket == "[":
            self._push(In.INDEX if self.operand else In.ARRAY, start)
        else:
            block = self.operand or self.previous not in OBJECT_AFTER
            self._push(In.BLOCK if block else In.OBJECT, start)
        self.previous = bracket
        self.operand = False

    def _on_close(self, bracket: str, pos: int) -> bool:
        """Close the innermost bracket; a mismatch is mended where the next one out fits. True where code ends here."""
        wanted = _PAIRS[bracket]
        top = self.top
        if top.kind.bracket != wanted or top.parent is None:
            self._fault("brackets do not match", pos - 1)
            outer = top.parent
            mendable = top.kind in (In.BLOCK, In.OBJECT, In.ARRAY, In.INDEX, In.GROUP)
            if not mendable or outer is None or outer.parent is None or outer.kind.bracket != wanted:
                return False
            self._pop()
            top = self.top
        self._pop()
        self.previous = bracket
        self.word = ""
        self.operand = not (top.kind is In.BLOCK or (top.kind is In.GROUP and top.callee in HEADS))
        if top.kind is In.EXPRESSION:
            self._end_expression(top, pos)
        return top.kind in (In.HOLE, In.VALUE, In.EXPRESSION)

    def _end_expression(self, frame: Frame, end: int) -> None:
        """An expression among children ends: its place is marked unless markup stands inside it."""
        marks = self.found.marks
        if frame.callee == ":":
            marks.append(Mark("part", frame.start, end))
        if frame.callee in (":", "#") or frame.roots:
            return
        inner = self.text[frame.start + 1 : end - 1]
        literal = self.found.literals[-1] if self.found.literals else None
        if literal and literal.start > frame.start and not _has_more(self.text, frame.start + 1, end - 1, literal):
            marks.append(Mark("literal", frame.start, end, literal=literal))
            self.found.literals.pop()
        elif self.found.comments and self.found.comments[-1].start > frame.start and _only_comment(inner):
            return
        elif inner.strip():
            marks.append(Mark("value", frame.start, end))

    # Template literals

    def _template(self) -> None:
        frame, text = self.top, self.text
        inner = TEMPLATE.match(text, self.pos, self.stop)
        end = inner.end() if inner else self.stop
        frame.chunks.append(Span(self.pos, end))
        if text.startswith("`", end, self.stop):
            self._close_template(end + 1)
        elif text.startswith("${", end, self.stop):
            self._push(In.HOLE, end)
            self.previous = "("
            self.operand = False
            self.pos = end + 2
        else:
            self.pos = self.stop

    def _close_template(self, end: int) -> None:
        frame = self._pop()
        machine = frame.mute or COMPARED.match(self.text, end, self.stop) is not None
        slot = self.top.slot
        self.found.literals.append(Literal(frame.start, end, "`", tuple(frame.chunks), slot, machine=machine))
        self._operand_seen("")
        self.pos = end

    # Markup

    def _starts_element(self, at: int) -> bool:
        if at == self.not_markup or not ELEMENT.match(self.text, at, self.stop):
            return False
        return not GENERIC.match(self.text, at, self.stop)

    def _open_element(self, at: int) -> None:
        element = ELEMENT.match(self.text, at, self.stop)
        if element is None:
            self.pos = at + 1
            return
        name = element.group(1) or ""
        holder = self.top
        if holder.kind is not In.CHILDREN:
            self.found.marks += (Mark("root" if holder.kind is not In.EXPRESSION or holder.roots else "join", at, at),)
            self._note_root(holder)
        frame = self._push(In.TAG, at, callee=name)
        if name:
            self.pos = element.end()
        else:
            self._end_head(frame, ">", element.end())

    @staticmethod
    def _note_root(holder: Frame) -> None:
        """Tell the expression around it that markup stands inside; parentheses and arrow functions may lie between."""
        frame: Frame | None = holder
        for _ in range(_LOOK_UP):
            if frame is None:
                return
            frame.roots += 1
            if frame.kind is In.EXPRESSION:
                return
            frame = frame.parent

    def _tag(self) -> None:
        frame, text, stop = self.top, self.text, self.stop
        pos = self.pos
        while pos < stop:
            piece = IN_TAG.match(text, pos, stop)
            if piece is None:
                pos = stop
                break
            pos = piece.end()
            kind = piece.lastindex or 0
            if kind == 1:
                self._end_head(frame, piece.group(1), pos)
                return
            if kind == 3:
                self._comment(piece.start(3), pos)
            elif kind == 5:
                self._attribute(piece.group(4), piece.start(5), pos)
            elif kind in (2, 6, 7):
                frame.key = piece.group(4) or ""
                self._enter_value(kind, pos)
                return
            elif kind == 9 and piece.group(9) == "<" and self._starts_element(pos - 1):
                self._open_element(pos - 1)
                return
            elif kind == 9 and piece.group(9) not in "/= \t\r\n":
                self._fault("a tag is not well-formed", pos - 1)
        self.pos = pos

    def _enter_value(self, kind: int, pos: int) -> None:
        self.operand = False
        self.previous = "("
        if kind == 7:
            self._on_tick(pos)
            return
        self._push(In.VALUE, pos - 1)
        self.pos = pos

    def _attribute(self, name: str, start: int, end: int) -> None:
        frame = self.top
        frame.key = name
        chunks: tuple[Span, ...] = (Span(start + 1, end - 1),)
        if self.markup == "svelte" and "{" in self.text[start:end]:
            chunks = _outside_braces(self.text, start + 1, end - 1)
        self.found.literals.append(
            Literal(start, end, self.text[start], chunks, frame.slot, element=frame.callee, attribute=name)
        )
        if name in ("className", "class"):
            frame.chunks = [Span(start, end)]
        frame.key = ""

    def _end_head(self, frame: Frame, closing: str, end: int) -> None:
        name = frame.callee
        self._pop()
        if self.page and name in RAW_END and closing == ">":
            self._raw(frame, name, end)
            return
        void = closing == "/>" or (self.page and name.lower() in VOID)
        self.found.marks.append(
            Mark("void" if void else "open", frame.start, end, name, frame.chunks[0] if frame.chunks else None)
        )
        self.pos = end
        if void:
            self._after_element(end)
        else:
            self._push(In.CHILDREN, frame.start, callee=name)

    def _raw(self, frame: Frame, name: str, start: int) -> None:
        close = RAW_END[name].search(self.text, start, self.stop)
        if close is None:
            self._fault(f"a <{name}> is not closed", frame.start)
        stop = close.start() if close else self.stop
        self.found.raw.append((name, Span(frame.start, start), Span(start, stop)))
        self.pos = close.end() if close else self.stop
        self.found.marks.append(Mark("gone", frame.start, self.pos))

    def _after_element(self, end: int) -> None:
        """Back in code after a whole element, which is an operand there; among children nothing changes."""
        if self.top.kind not in (In.CHILDREN, In.TAG):
            self._operand_seen("")
            self.found.marks.append(Mark("rooted", end, end))

    def _children(self) -> None:
        text, stop = self.text, self.stop
        while self.pos < stop:
            words = TEXT.match(text, self.pos, stop)
            if words:
                self.found.marks.append(Mark("text", self.pos, words.end()))
                self.pos = words.end()
                if self.pos >= stop:
                    return
            if text[self.pos] == "{":
                if self._brace():
                    return
            elif self._angle():
                return

    def _brace(self) -> bool:
        """Enter the expression that opens here; a Svelte `{/if}` is passed over."""
        start = self.pos
        block = SVELTE_BLOCK.match(self.text, start, self.stop) if self.markup == "svelte" else None
        if block and block.group(1):
            self.pos = block.end()
            return False
        self._push(In.EXPRESSION, start, callee=block.group(2) if block and block.group(2) != "@" else "")
        self.pos = block.end() if block else start + 1
        self.previous = "("
        self.operand = False
        return True

    def _angle(self) -> bool:
        """Act on `<` among children: a comment, an end tag, a start tag, or a character of the text."""
        text, start = self.text, self.pos
        comment = MARKUP_COMMENT.match(text, start, self.stop) if self.page else None
        if comment:
            self._comment(start, comment.end())
            self.pos = comment.end()
            return False
        close = END_TAG.match(text, start, self.stop)
        if close:
            self.pos = close.end()
            return self._close_element(close.group(1), start, close.end())
        if ELEMENT.match(text, start, self.stop):
            self._open_element(start)
            return True
        self.found.marks.append(Mark("text", start, start + 1))
        self.pos = start + 1
        if not self.page:
            self._fault("a tag is not well-formed", start)
        return False

    def _close_element(self, name: str, start: int, end: int) -> bool:
        frame: Frame | None = self.top
        for _ in range(_LOOK_UP):
            if frame is None or frame.kind is not In.CHILDREN or frame.parent is None:
                frame = None
                break
            if frame.callee == name:
                break
            frame = frame.parent
        else:
            frame = None
        if frame is not self.top and not self.page:
            self._fault(f"</{name}> closes no open tag", start)
        if frame is None:
            return False
        self.top = frame.parent or self.top
        self.found.marks.append(Mark("close", start, end, name))
        self._after_element(end)
        return self.top.kind is not In.CHILDREN


def _has_more(text: str, start: int, end: int, literal: Literal) -> bool:
    return bool(text[start : literal.start].strip() or text[literal.end : end].strip())


def _only_comment(inner: str) -> bool:
    bare = inner.strip()
    return bare.startswith(("/*", "//")) and bare.find("*/") in (-1, len(bare) - 2)


def _outside_braces(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the stretches of a Svelte attribute value between its `{…}`."""
    chunks: list[Span] = []
    depth = 0
    for at in range(start, end):
        if text[at] == "{":
            if depth == 0:
                chunks.append(Span(start, at))
            depth += 1
        elif text[at] == "}" and depth:
            depth -= 1
            start = at + 1
    if depth == 0:
        chunks.append(Span(start, end))
    return tuple(chunks)
