#!/usr/bin/env python3
"""Write guideline/phrases.txt anew: the phrases of the chapters' texts (a developer's tool, not part of the program).

Run it where the program runs, after a chapter was changed: python .ci/phrases.py
It writes what BudouX says, which the program would otherwise ask at every start. A text that is missing there is
only slower to show; a guideline without the file is read as well.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "guideline" / "phrases.txt"
HEAD = """\
# 本文の文節の切れ目。行をここで折り返します。なくても読めますが、開くのが少し遅くなります。
# .ci/phrases.py が書きます。本文を変えたら、もう一度書かせてください。
"""


def made() -> str:
    """What belongs into the file."""
    import budoux

    from uedasns_tui.guideline.loader import load
    from uedasns_tui.japanese.phrases import BETWEEN

    guideline = load(ROOT / "guideline").guideline
    if guideline is None:
        raise SystemExit("the guideline cannot be read")
    parse = budoux.load_default_japanese_parser().parse
    texts = [line for one in guideline.clauses for line in f"{one.title}\n{one.text}".split("\n")]
    phrases = {line: parse(line) for line in texts if BETWEEN not in line and not line.startswith("#")}
    return HEAD + "".join(BETWEEN.join(found) + "\n" for found in phrases.values() if len(found) > 1)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    TARGET.write_text(made(), encoding="utf-8", newline="\n")
