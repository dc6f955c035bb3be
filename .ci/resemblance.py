#!/usr/bin/env python3
"""Learns the weights by which a sentence resembles what may not be posted (a developer's tool; needs scikit-learn).

    python .ci/resemblance.py ORDINARY.txt…

The examples of each kind are `.ci/examples/KIND.txt` and the tuned half of `tests/findings/drafts`, all our own writing;
`ok.txt` there holds sentences on the same matters that a city does post. ORDINARY.txt holds other people's ordinary
sentences, one a line, which are not carried: the first sentences of web pages of the Kyoto University Web Document Leads
Corpus, the passages of JSQuAD and notices of cities were used. Prints how many of the ordinary sentences kept aside
are taken for a kind.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.findings import scoring  # noqa: E402
from tests.findings.test_ordinary_words import FRAMES, WORDS  # noqa: E402
from uedasns_tui.findings.post_text import PostText  # noqa: E402
from uedasns_tui.findings.resemblance import sentences  # noqa: E402

KINDS = scoring.BY_OVERLAP
EXAMPLES = Path(__file__).parent / "examples"
WEIGHTS = ROOT / "uedasns_tui" / "findings" / "weights"
SIZE = 3000
"""Runs of letters a kind; more make it no better."""
STRICT = {
    "abuse": 0.0,
    "confidential": 0.2,
    "rumor": 0.3,
    "undecided": -0.5,
    "unlawful": 0.7,
    "indecent": 0.2,
}
"""Added to what a sentence needs, so that the silent drafts stay silent; where examples are few, more."""
Runs = frozenset[str]


def windows(text: str) -> list[Runs]:
    """The runs of each sentence, and of each two that follow one another."""
    runs = [entry[2] for entry in sentences(PostText(text).masked) if entry[2]]
    return [*runs, *(first | second for first, second in pairwise(runs))]


def whole(text: str) -> Runs:
    """The runs of a text."""
    return frozenset().union(*(entry[2] for entry in sentences(PostText(text).masked)))


def lines(path: Path) -> list[str]:
    """The texts of a file."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def examples() -> tuple[dict[str, list[Runs]], list[Runs]]:
    """The examples of each kind, and what must not be taken for one.

    The drafts of confidential are left out: most hold a mark (部外秘), which its list reads, and little else.
    """
    drafts = [draft for kind in scoring.KINDS for draft in scoring.drafts(kind) if draft.half == "tuned"]
    wanted = {
        kind: [
            *lines(EXAMPLES / f"{kind}.txt"),
            *(draft.text for draft in drafts if draft.kind == kind != "confidential" and draft.found),
        ]
        for kind in KINDS
    }
    plain = [draft.text for draft in drafts if draft.kind not in KINDS or not draft.found]
    plain += [*lines(EXAMPLES / "ok.txt"), *(frame.format(word) for frame in FRAMES[:4] for word in WORDS)]
    known = {kind: [runs for text in texts if (runs := whole(text))] for kind, texts in wanted.items()}
    return known, [runs for text in plain for runs in windows(text)]


def chosen(likes: list[Runs], others: list[Runs]) -> list[str]:
    """The runs that tell most."""
    inside, outside = Counter[str](), Counter[str]()
    for runs in likes:
        inside.update(runs)
    for runs in others:
        outside.update(runs)
    ratio = len(likes) / len(others)
    scores = {}
    for run in inside.keys() | {run for run, count in outside.items() if count >= 25}:
        if (inside[run] >= 2 and inside[run] + outside[run] >= 3) or outside[run] >= 25:
            share = (inside[run] + 0.3) / (len(likes) + 0.6) / ((outside[run] + 0.3) / (len(others) + 0.6))
            scores[run] = abs(math.log(share)) * math.sqrt(inside[run] + 0.2 * outside[run] * ratio)
    return sorted(scores, key=lambda run: (-scores[run], run))[:SIZE]


def matrix(samples: list[Runs], index: dict[str, int]) -> csr_matrix:
    """A row a text: each chosen run in it, over the root of how many runs it has."""
    rows = [
        (row, index[run], len(runs) ** -0.5)
        for row, runs in enumerate(samples)
        for run in sorted(runs & index.keys())
    ]
    at, column, value = zip(*rows, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(samples), len(index)))


def learned(likes: list[Runs], plain: list[Runs], others: list[Runs]) -> tuple[float, dict[str, float]]:
    """What a text needs, and the weight of each run. An example counts for more than an ordinary sentence."""
    names = chosen(likes, [*plain, *others])
    index = {run: place for place, run in enumerate(names)}
    kinds = numpy.array([1] * len(likes) + [0] * (len(plain) + len(others)))
    counts = numpy.array([6.0] * len(likes) + [10.0] * len(plain) + [1.0] * len(others))
    model = LogisticRegression(C=30, max_iter=3000, tol=1e-7).fit(
        matrix([*likes, *plain, *others], index), kinds, counts
    )

    return float(model.intercept_[0]), dict(zip(names, map(float, model.coef_[0]), strict=True))


def write(kind: str, base: float, weights: dict[str, float]) -> None:
    """weights/KIND.txt: in hundredths what a text needs, then each weight with its runs."""
    by_weight: dict[int, list[str]] = defaultdict(list)
    for run, weight in weights.items():
        rounded = round(weight * 100 / 5) * 5
        if rounded and not run.isspace():
            by_weight[rounded].append(run)
    rows = [f"{weight} {' '.join(sorted(runs))}" for weight, runs in sorted(by_weight.items(), reverse=True)]
    head = "# Made by .ci/resemblance.py: in hundredths, what a text needs, then each weight with its runs of letters."
    (WEIGHTS / f"{kind}.txt").write_text(
        "\n".join([head, str(round(base * 100)), *rows, ""]), encoding="utf-8"
    )


def main() -> int:
    """Learn every kind."""
    ordinary = sorted({line for name in sys.argv[1:] for line in lines(Path(name))})
    random.Random(1).shuffle(ordinary)
    aside, ordinary = ordinary[:2000], ordinary[2000:]
    known, plain = examples()
    others = [runs for line in ordinary if (runs := whole(line))]
    for kind in KINDS:
        unlike = [runs for other in KINDS if other != kind for runs in known[other]]
        base, weights = learned(known[kind], plain, [*unlike, *others])
        write(kind, base - STRICT[kind], weights)
        taken = sum(
            base - STRICT[kind] + sum(weights.get(run, 0) for run in runs) / len(runs) ** 0.5 > 0
            for line in aside
            if (runs := whole(line))
        )
        print(f"{kind}: {len(known[kind])} examples, {len(plain)} plain; of {len(aside)} kept aside {taken}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
