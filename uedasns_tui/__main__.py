"""`uedasns-tui` and `python -m uedasns_tui`: hands over to the command line."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line on the process's arguments and give its exit code."""
    # what a start makes stays: looking for garbage in it only takes time; turned on again when it is over
    gc.disable()
    from uedasns_tui.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
