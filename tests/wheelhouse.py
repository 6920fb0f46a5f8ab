"""A wheelhouse out of the running environment: a wheel for each distribution that links to it instead of copying it.

Such a wheel holds the distribution's metadata and a `.pth` file with the folder where its modules are, so pip resolves
and installs it like any other, without network and in no time.
"""

from __future__ import annotations

import re
import zipfile
from importlib import metadata
from pathlib import Path

_WHEEL = "Wheel-Version: 1.0\nGenerator: claimlint tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def build(folder: Path) -> int:
    """Write the wheels into `folder` and return how many there are."""
    made = set()
    for distribution in metadata.distributions():
        text = distribution.read_text("METADATA")
        name = re.sub(r"[-_.]+", "_", distribution.metadata["Name"] or "").lower()
        if not text or not name or name in made or name == "claimlint_clinic":
            continue
        made.add(name)
        _write(folder, name, distribution.version, text, str(distribution.locate_file("")))
    return len(made)


def _write(folder: Path, name: str, version: str, text: str, place: str) -> None:
    info = f"{name}-{version}.dist-info"
    files = {f"{name}_linked.pth": f"{place}\n", f"{info}/METADATA": text, f"{info}/WHEEL": _WHEEL}
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, content in {**files, f"{info}/RECORD": record}.items():
            wheel.writestr(path, content)
