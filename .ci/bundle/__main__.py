"""`python .ci/bundle --python python-3.13.12-embed-amd64.zip`: see the package's docstring, and README."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2])]

from bundle.command import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
