"""Print a command of README.md, so that README and CI cannot drift: `readme_command.py run|test`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

WANTED = {
    "run": r"^python3 -m venv \.venv && \.venv/bin/pip install \. && .*$",
    "test": r"^python3 -m venv \.venv && \.venv/bin/pip install '\.\[test\]' && .*$",
}

found = re.findall(WANTED[sys.argv[1]], Path("README.md").read_text(encoding="utf-8"), re.M)
if len(found) != 1:
    sys.exit(f"README.md holds {len(found)} {sys.argv[1]} commands; it must hold exactly one")
print(found[0])
