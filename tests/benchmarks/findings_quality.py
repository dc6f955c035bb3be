"""How well and how fast drafts are read: precision and recall a kind, both halves, and the time of 300 characters.

Run: python tests/benchmarks/findings_quality.py [-v] (with -v each draft read wrongly is printed, the tuned half
only: whoever looks at the held half has tuned on it). Exit 1 when a reading takes more than 5 ms; precision and
recall below 0.95 are marked, and are the aim rather than a limit.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.findings import scoring
from uedasns_tui.findings.registry import find

AIM = 0.95
LIMIT = 0.005
ROUNDS = 200


def main() -> int:
    """Print the table; see the module."""
    print(f"{'kind':14}" + "".join(f"{half:>8}  rows  precision  recall" for half in ("tuned", "held")))
    for kind in scoring.KINDS:
        line = f"{kind:14}"
        for half in ("tuned", "held"):
            one = scoring.score(kind, half)
            rows = sum(draft.half == half for draft in scoring.drafts(kind))
            mark = "  " if min(one.precision, one.recall) >= AIM else " !"
            line += f"{'':8}{rows:6}{one.precision:11.2f}{one.recall:8.2f}{mark}"
        print(line)
    if "-v" in sys.argv:
        wrong()
    return timing()


def wrong() -> None:
    """Each draft of the tuned half that is read wrongly."""
    for kind in scoring.KINDS:
        for draft in scoring.drafts(kind):
            _, missed, false = scoring.outcome(draft)
            if draft.half == "tuned" and (missed or false):
                print(f"{kind}: {draft.text[:60]!r} missed {missed} false {false}")


def bare(joined: str) -> float:
    """The median of one pass of a plain pattern over 300 characters: what the machine itself is worth."""
    plain = re.compile(r"[0-9０-９]{2,}")
    spent = []
    for at in range(ROUNDS):
        began = time.perf_counter()
        list(plain.finditer(joined, at * 37, at * 37 + 300))
        spent.append(time.perf_counter() - began)
    return sorted(spent)[ROUNDS // 2]


def timing() -> int:
    """The median reading of 300 characters that nobody has read before, all platforms and words on."""
    context = replace(scoring.bundled(), platforms=tuple(scoring.known_platforms().values()))
    texts = [draft.text for kind in scoring.KINDS if kind != "length" for draft in scoring.drafts(kind)]
    joined = "\n".join(texts)
    spent = []
    for at in range(ROUNDS + 1):
        start = at * 37 % (len(joined) - 300)
        text = joined[start : start + 300]
        began = time.perf_counter()
        find(text, context)
        spent.append(time.perf_counter() - began)
    rest = sorted(spent[1:])
    median, slow = rest[len(rest) // 2], rest[int(len(rest) * 0.95)]
    print(f"300 characters: median {median * 1000:.2f} ms, 95th of 100 {slow * 1000:.2f} ms")
    print(f"{median / bare(joined):.0f} times a bare pass of one pattern for digits")
    print(f"{median / LIMIT:.2f} of the limit of {LIMIT * 1000:.0f} ms")
    return 0 if median <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
