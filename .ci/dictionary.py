#!/usr/bin/env python3
"""Every word of a freely licensed dictionary in six frames: which of them the word lists speak at (a developer's tool).

    python .ci/dictionary.py [SKK-JISYO.L]

Without a file it takes Debian's package `skkdic` (GPL-2+) by `apt-get download`; nothing of it is carried in the
repository. A word may speak when it is listed itself, or stands in `.ci/dictionary.txt` (one a line, with what is said);
any other makes the exit code 1. Takes two minutes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.findings import scoring  # noqa: E402
from tests.findings.test_ordinary_words import FRAMES  # noqa: E402
from uedasns_tui.findings import words  # noqa: E402
from uedasns_tui.findings.post_text import PostText  # noqa: E402

ALLOWED = Path(__file__).with_suffix(".txt")


def entries(path: Path) -> set[str]:
    """The words of an SKK dictionary, two letters or more; its entries with okurigana are stems, and left out."""
    found = set()
    for line in path.read_text(encoding="euc_jp", errors="replace").splitlines():
        key, _, candidates = line.partition(" /")
        if not line.startswith(";") and candidates and not re.search("[a-z#>]$", key):
            found |= {word.split(";")[0] for word in candidates.strip("/").split("/")}
    return {word for word in found if len(word) >= 2 and not re.search(r'[(#"\\\[\]]', word)}


def speaking(dictionary: set[str]) -> Iterator[tuple[str, str, str]]:
    """Word, kind and text of each that a list speaks at and does not itself list."""
    context = scoring.bundled()
    for word in sorted(dictionary):
        text = PostText("\n".join(frame.format(word) for frame in FRAMES))
        for kind, hit in sorted({(hit.kind, hit.text) for hit in words.find(text, context)}):
            if not hit.startswith(word):
                yield word, kind, hit


def downloaded(folder: str) -> Path:
    """Debian's dictionary, fetched into a folder."""
    subprocess.run(["apt-get", "download", "-q", "skkdic"], cwd=folder, check=True)
    package = next(Path(folder).glob("skkdic*.deb"))
    subprocess.run(["dpkg-deb", "-x", package.name, "."], cwd=folder, check=True)
    return Path(folder) / "usr/share/skk/SKK-JISYO.L"


def main() -> int:
    """Print what speaks and is not allowed to."""
    with tempfile.TemporaryDirectory() as folder:
        dictionary = entries(Path(sys.argv[1]) if sys.argv[1:] else downloaded(folder))
    allowed = {line.split("\t")[0] for line in ALLOWED.read_text(encoding="utf-8").splitlines()}
    every = list(speaking(dictionary))
    new = [item for item in every if item[0] not in allowed]
    for word, kind, hit in new:
        print(f"{word}\t{kind}\t{hit}")
    print(f"{len(dictionary)} words; {len(every) - len(new)} may speak; {len(new)} must not", file=sys.stderr)
    return 1 if new else 0


if __name__ == "__main__":
    raise SystemExit(main())
