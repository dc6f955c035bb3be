"""Several PCs save into one shared folder: a real Samba server, real SMB clients (see README.md beside this file).

Exit status: 0 nothing lost; 1 an acknowledged save was lost, or more saves failed than were allowed; 2 the lab itself
failed, or a PC did not finish; 77 the lab cannot be had on this machine, and a sentence says why.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crowd import Count

from pc_image import HERE, NAMESPACE, Impossible, LabError, build, pack, require, run, site_of

RUNS = ("", "--watch", "--mount nolease", "--server 'smb2 leases = no'")
"""What `--all` runs."""
SERVER = "10.0.2.2"
"""This machine's loopback interface, as the emulated PCs see it."""
POLL = 0.2
PAUSE = 5.0
"""Seconds for which the server stays away, or the share stays full."""


def parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("work", type=Path, help="the work folder; what lies there already is used again")
    parser.add_argument("--project", type=Path, default=HERE.parent.parent, help="the program's folder")
    parser.add_argument(
        "--all", action="store_true", help="the runs of `.ci/run --long`: " + ", ".join(map(repr, RUNS))
    )
    parser.add_argument("--pcs", type=int, default=3)
    parser.add_argument("--saves", type=int, default=25, help="saves of each PC")
    parser.add_argument(
        "--watch", action="store_true", help="a second program on each PC reads all records 5 times a second"
    )
    parser.add_argument("--mount", default="", help="more options for the PCs' mount, such as nolease")
    parser.add_argument(
        "--server",
        action="append",
        default=[],
        metavar="'NAME = VALUE'",
        help="a line for smb.conf's [global]",
    )
    parser.add_argument(
        "--kill-pc", type=int, metavar="N", help="switch PC 1 off once N saves are acknowledged in all"
    )
    parser.add_argument(
        "--restart-server",
        type=int,
        metavar="N",
        help=f"end the server then, and start it {PAUSE:.0f} s later",
    )
    parser.add_argument(
        "--fill", type=int, metavar="N", help=f"fill the share's disk then, for {PAUSE:.0f} s"
    )
    parser.add_argument(
        "--faults", type=int, help="saves that may be refused (default: none, with an event any number)"
    )
    parser.add_argument(
        "--limit", type=int, help="seconds after which a PC is switched off (default 150 and 2 a save)"
    )
    return parser.parse_args(words)


# ---- the server
class Server:
    """Samba as it comes, on the loopback interface, all its state in the run's folder."""

    def __init__(self, folder: Path, settings: list[str]) -> None:
        self.folder = folder
        self.share = folder / "share"
        self.password = secrets.token_hex(8)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.file = folder / "smb.conf"
        self.process: subprocess.Popen[bytes] | None = None
        state = folder / "state"
        state.mkdir()
        lines = [
            "[global]", "server role = standalone server", "interfaces = lo", "bind interfaces only = yes",
            f"smb ports = {self.port}", *(f"{name} = {state}" for name in STATE), f"ncalrpc dir = {state}/ncalrpc",
            f"log file = {folder}/samba.log", "load printers = no", "disable spoolss = yes",
            "rpc start on demand helpers = no", *settings,
            "[share]", f"path = {self.share}", "valid users = root", "read only = no",
        ]  # fmt: skip
        self.file.write_text("\n".join(lines) + "\n")
        run("smbpasswd", "-c", self.file, "-s", "-a", "root", input=f"{self.password}\n" * 2)

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder / "samba.out").open("ab") as out:
            self.process = subprocess.Popen(
                ["smbd", "--foreground", "--no-process-group", "-s", str(self.file)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        for _ in range(150):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(POLL)
        raise LabError(f"Samba did not start: see {self.folder}/samba.log and samba.out")

    def stop(self) -> None:
        """End it with all its children at once, as a server that loses power ends."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


STATE = ("private dir", "lock directory", "state directory", "cache directory", "pid directory")


# ---- the PCs
@dataclass
class Pc:
    """An emulated PC: one processor, 768 MB, which switches itself off when its work is done."""

    number: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def report(self) -> Path:
        return self.folder / f"report{self.number}"

    def last_words(self) -> str:
        texts = (self.folder / f"{name}{self.number}" for name in ("console", "qemu"))
        return "\n".join(text.read_text("utf-8", "replace")[-800:] for text in texts if text.exists())


def start_pc(number: int, options: argparse.Namespace, server: Server) -> Pc:
    variables = {
        "PC": number, "PCS": options.pcs, "SAVES": options.saves, "WATCH": "watch" if options.watch else "",
        "SERVER": SERVER, "PORT": server.port, "PASSWORD": server.password, "MOUNT": options.mount,
    }  # fmt: skip
    # no_timer_check: on a busy machine the emulated clock comes late, and the kernel would give up at once
    append = "console=ttyS0 quiet panic=-1 no_timer_check " + " ".join(
        f"LAB_{name}={value}" for name, value in variables.items()
    )
    folder = server.folder
    words = [
        "qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "768", "-nodefaults",
        "-display", "none", "-no-reboot", "-kernel", str(options.work / "kernel" / "vmlinuz"),
        "-initrd", str(folder / "pc.cpio"), "-append", append,
        "-netdev", "user,id=lan", "-device", "virtio-net-pci,netdev=lan,romfile=",
        "-serial", f"file:{folder}/console{number}", "-serial", f"file:{folder}/report{number}",
    ]  # fmt: skip
    with (folder / f"qemu{number}").open("wb") as out:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    return Pc(number, folder, process)


# ---- events in the middle of the work
@dataclass
class Event:
    """Something that happens once `after` saves are acknowledged, and is undone PAUSE seconds later."""

    after: int
    act: Callable[[], object]
    undo: Callable[[], object] = lambda: None
    until: float = 0.0
    over: bool = False

    def step(self, acknowledged: int) -> None:
        if self.until and time.monotonic() > self.until and not self.over:
            self.undo()
            self.over = True
        if not self.until and acknowledged >= self.after:
            self.act()
            self.until = time.monotonic() + PAUSE


def events(options: argparse.Namespace, server: Server, pcs: list[Pc]) -> list[Event]:
    planned = []
    if options.kill_pc is not None:
        planned.append(Event(options.kill_pc, pcs[0].process.kill))
    if options.restart_server is not None:
        planned.append(Event(options.restart_server, server.stop, server.start))
    if options.fill is not None:
        filler = server.share / "filler"
        planned.append(Event(options.fill, lambda: fill(filler), filler.unlink))
    return planned


def fill(filler: Path) -> None:
    """Take all the room there is."""
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"0" * 4096)


def attend(pcs: list[Pc], planned: list[Event], limit: float) -> None:
    """Wait for the PCs, at most `limit` seconds; let the events happen meanwhile."""
    end = time.monotonic() + limit
    while any(pc.process.poll() is None for pc in pcs) and time.monotonic() < end:
        saved = sum(pc.report.read_bytes().count(b'"saved"') for pc in pcs if pc.report.exists())
        for event in planned:
            event.step(saved)
        time.sleep(POLL)
    for pc in pcs:
        pc.process.kill()
        pc.process.wait()


# ---- one run
def crowd(options: argparse.Namespace) -> int:
    """Let the PCs work, count, print what came of it; the exit status."""
    from crowd import count, prepare  # needs the program, which is not here before the PCs are put together

    print(f"== {shlex.join(sys.argv[2:]) or 'as servers come'}", flush=True)
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="run.", dir=options.work))
    server = Server(folder, options.server)
    server.share.mkdir()
    if options.fill is not None:
        run("mount", "-t", "tmpfs", "-o", "size=16m", "share", server.share)
    image = image_of_run(options.work, folder)
    prepare(server.share)
    pcs: list[Pc] = []
    try:
        server.start()
        pcs += [start_pc(number + 1, options, server) for number in range(options.pcs)]
        planned = events(options, server, pcs)
        attend(pcs, planned, options.limit or 150 + 2 * options.pcs * options.saves)
    finally:
        for pc in pcs:
            pc.process.kill()
        server.stop()
        image.unlink()
    result = count(server.share, {pc.number: pc.report for pc in pcs})
    status = judge(options, result, pcs, planned)
    print(f"took {time.monotonic() - started:.0f} s; reports and logs are in {folder}\n{result}", flush=True)
    return status


def image_of_run(work: Path, folder: Path) -> Path:
    """The PCs' image with the two files of the lab itself on top, so that a change to them is there at once."""
    top = folder / "top"
    (top / "lab").mkdir(parents=True)
    shutil.copy(HERE / "pc_init", top / "init")
    (top / "init").chmod(0o755)
    shutil.copy(HERE / "crowd.py", top / "lab")
    image = folder / "pc.cpio"
    image.write_bytes((work / "base.cpio").read_bytes() + pack(top, folder / "top.cpio").read_bytes())
    return image


def judge(options: argparse.Namespace, result: Count, pcs: list[Pc], planned: list[Event]) -> int:
    """Say what is wrong; the exit status."""
    for fault in result.faults[:5]:
        print(f"  refused: {' '.join(fault.split())[:300]}")
    for name, key in result.lost[:20]:
        print(f"  lost: {key} in {name}")
    finished = {*result.finished, *([1] if options.kill_pc is not None else [])}
    unfinished = [pc for pc in pcs if pc.number not in finished]
    for pc in unfinished:
        print(f"  PC {pc.number} did not finish; its last words:\n{pc.last_words()}")
    late = [event for event in planned if not event.until]
    if late:
        print("  The PCs were done before it happened: take more saves.")
    allowed = options.faults if options.faults is not None else len(result.faults) if planned else 0
    if result.lost or result.present < 3 or len(result.faults) > allowed or (result.unread and not planned):
        return 1
    return 2 if unfinished or late or not result.acknowledged else 0


# ---- the command
def main(words: list[str]) -> int:
    options = parsed(words)
    options.work = options.work.resolve()
    try:
        if os.environ.get("LAB_INSIDE"):
            run("busybox", "ip", "link", "set", "lo", "up")
            return crowd(options)
        require()
        options.work.mkdir(parents=True, exist_ok=True)
        print("putting the PCs together", flush=True)
        build(options.work, options.project.resolve())
    except Impossible as reason:
        print(f"The shared folder was not tried. {reason}")
        return 77
    except (LabError, OSError) as error:
        print(f"The lab failed: {error}")
        return 2
    lines = [shlex.split(line) for line in RUNS] if options.all else [words[1:]]
    return max([in_namespace(options.work, line) for line in lines])


def in_namespace(work: Path, words: list[str]) -> int:
    """One run, with the program that the PCs have, in a network, a mount and a process namespace of its own: no port is
    taken, nothing is left running."""
    site = {"PYTHONPATH": str(site_of(work)), "PYTHONDONTWRITEBYTECODE": "1", "LAB_INSIDE": "yes"}
    command = [*NAMESPACE, sys.executable, __file__, str(work), *words]
    return subprocess.run(command, env={**os.environ, **site}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
