"""Start the installed program from an empty folder, as a newcomer would: `wheel.py PATH/TO/uedasns-tui`.

Reads a clause, runs doctor, and drives the screen in a pseudo-terminal: a sentence of the guideline is seen, the
next key is answered, a policy is filed and a post checked, and both are found again as TOML files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "journeys"))

from newcomer import found_again, newcomer
from terminal import Terminal


def main(program: str) -> int:
    with tempfile.TemporaryDirectory() as empty:
        home = Path(empty) / "home"
        home.mkdir()
        place = Path(empty) / "empty"
        place.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        read = subprocess.run(
            [program, "read", "5(8)オ"], cwd=place, env=env, capture_output=True, text=True, check=True
        )
        assert "守秘義務に関する情報" in read.stdout, read.stdout
        print(read.stdout.strip())
        doctor = subprocess.run(
            [program, "doctor"], cwd=place, env=env, capture_output=True, text=True, check=False
        )
        print(doctor.stdout.strip())
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr
        with Terminal([program], cwd=place, env=env, columns=80, rows=24, patience=40) as screen:
            screen.wait_for("国民生活に急速に浸透し始めている")
            before = screen.text()
            screen.send("j")
            print(screen.wait(lambda text: text != before, "a key to be answered"))
            screen.send("home")
            newcomer(screen)
        records = sorted(home.rglob("records/p*/**/*.toml"))
        assert len(records) == 2, records
        for one in records:
            print(one.relative_to(home))
        with Terminal([program], cwd=place, env=env, columns=80, rows=24, patience=40) as screen:
            found_again(screen)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
