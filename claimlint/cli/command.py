"""The process of the command `claimlint`: nothing else lives in it, so it may take short cuts on the way in and out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimlint.cli import replay


def run() -> None:
    """Run the command line and leave: what was printed is flushed, what the interpreter would tidy up is not."""
    from claimlint.cli import replay

    asked = replay.asked(sys.argv[1:])
    status: object = replay.answered(asked) if asked else None
    _leave(_run(asked) if status is None else status)


def _run(asked: replay.Asked | None) -> object:
    from claimlint.cli.app import main
    from claimlint.cli.recording import Recording
    from claimlint.language import fast

    given = _standard_input() if "-" in sys.argv else None
    fast.allow()
    recording = Recording(asked) if asked else None
    if recording:
        recording.listen()
    status: object = 0
    try:
        main(obj=recording)
    except SystemExit as done:
        status = done.code
    except fast.Blocked:
        status = _anew(given, fast.OPT_OUT)
    return status


def _leave(status: object) -> None:
    if status is not None and not isinstance(status, int):
        sys.exit(str(status))
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status or 0)


def _standard_input() -> bytes | None:
    """Read standard input and put it back, for a second process may need it too."""
    import io

    if sys.stdin is None:
        return None
    given = sys.stdin.buffer.read()
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding=sys.stdin.encoding)
    return given


def _anew(given: bytes | None, opt_out: str) -> int:
    """Run the same command on the stock road; nothing has been printed yet."""
    import subprocess

    command = [sys.executable, "-m", "claimlint", *sys.argv[1:]]
    return subprocess.run(command, input=given, env={**os.environ, opt_out: "1"}, check=False).returncode
