from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def publish(name: str, text: str, *, write: bool) -> None:
    """Print a result; with `write` also put it into docs/benchmarks.md in place of the old one."""
    print(text, flush=True)
    if not write:
        return
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    before = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# Benchmarks\n"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    after, found = pattern.subn(lambda _: section, before)
    DOCUMENT.write_text(after if found else f"{before.rstrip()}\n\n{section}\n", encoding="utf-8")
