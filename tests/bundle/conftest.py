"""The builder of the bundle lies in .ci and is no part of the program: its folder goes onto Python's path here."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / ".ci")]
