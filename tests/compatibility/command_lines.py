"""Runs several command lines, one after another, in this one process, and prints what each gave as JSON.

Run as a script by office.py. The program's entry point is all it knows of the program, so that renaming whatever
lies behind it changes nothing here. Standard input: a list of steps {"arguments", "now", "answers", "others"}.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from uedasns_tui.__main__ import main

WRITTEN = 1795219200
"""When another person's files were written: 2026-11-21 00:00 UTC."""


class Keyboard(io.StringIO):
    """A terminal at which the answers are typed. Before the first is read, another person's files are put in place."""

    def __init__(self, answers: str, others: dict[str, str]) -> None:
        super().__init__(answers)
        self.others = others

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:
        for name, text in self.others.items():
            Path(name).write_bytes(text.encode())
            os.utime(name, (WRITTEN, WRITTEN))
        self.others = {}
        return super().readline(-1 if size is None else size)


def run(step: dict[str, Any]) -> dict[str, Any]:
    """Run one command line; its exit code, and what it wrote to standard output and standard error."""
    os.environ["UEDASNS_NOW"] = step["now"]
    sys.argv = ["uedasns-tui", *step["arguments"]]
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdout = io.TextIOWrapper(out, "utf-8", newline="\n")
    sys.stderr = io.TextIOWrapper(err, "utf-8", newline="\n")
    if step.get("answers") is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(step.get("input", "").encode()), "utf-8")
    else:
        sys.stdin = Keyboard(step["answers"], step.get("others", {}))
    try:
        code = main()
        sys.stdout.flush()
        sys.stderr.flush()
        return {
            "code": code,
            "out": out.getvalue().decode("latin-1"),
            "err": err.getvalue().decode("latin-1"),
        }
    finally:
        sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__


if __name__ == "__main__":
    steps = json.loads(sys.stdin.buffer.read())
    results = [run(step) for step in steps]
    sys.stdout.write(json.dumps(results))
