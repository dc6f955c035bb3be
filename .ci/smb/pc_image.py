"""What a PC of the lab starts from: Debian's cloud kernel and a small tree with Python and the program, as an initrd.

Needs root on Debian (amd64): packages that are missing are installed (no server is started by that), the kernel is
fetched and unpacked without being installed. No KVM is needed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

PACKAGES = {
    "smbd": "samba",
    "qemu-system-x86_64": "qemu-system-x86",
    "busybox": "busybox-static",
    "modprobe": "kmod",
    "cpio": "cpio",
    "unshare": "util-linux",
}
MODULES = [
    "virtio_pci",
    "virtio_net",
    "nls_utf8",
    "cifs",
    "cmac",
    "hmac",
    "md5",
    "sha256_generic",
    "sha512_generic",
]
MODULES += ["ccm", "gcm", "ctr", "ghash_generic", "seqiv", "ecb"]
COMMANDS = ("sh", "cat", "dmesg", "grep", "hostname", "ip", "mount", "poweroff", "tail")
LEFT_OUT = re.compile(
    r"test|site-packages|dist-packages|idlelib|tkinter|lib2to3|ensurepip|turtledemo|config-.*|.*\.a|_test.*"
)
NAMESPACE = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
"""Where a run takes place: no port is taken, nothing is left running."""
POLICY = Path("/usr/sbin/policy-rc.d")
HERE = Path(__file__).resolve().parent


class LabError(Exception):
    """The lab itself failed; nothing was learned about the program."""


class Impossible(Exception):
    """The lab cannot be had on this machine."""


def run(*words: str | Path, **options: object) -> str:
    """Run a command; its standard output. Raises LabError with what it said."""
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        raise LabError(f"{words[0]} ended with {done.returncode}: {(done.stderr or done.stdout)[-800:]}")
    return str(done.stdout)


# ---- packages
def require() -> None:
    """Install what is missing. Raises Impossible."""
    missing = [package for command, package in PACKAGES.items() if shutil.which(command) is None]
    if "busybox-static" not in missing and not _is_static(shutil.which("busybox") or ""):
        missing.append("busybox-static")
    release = Path("/etc/os-release")
    if not release.exists() or "\nID=debian\n" not in "\n" + release.read_text():
        raise Impossible("The PCs start with Debian's kernel and packages, and this is no Debian.")
    if os.geteuid() != 0:
        raise Impossible("Only root can start the server and put the PCs together.")
    if os.uname().machine != "x86_64":
        raise Impossible("The PCs are amd64, and this machine is not.")
    if subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode:
        raise Impossible("This machine gives no network and process namespace of its own.")
    if missing:
        print(f"installing {' '.join(missing)}", flush=True)
        try:
            with _no_server_started():
                _apt("update")
                _apt("install", "--no-install-recommends", "-y", *missing)
        except LabError as error:
            raise Impossible(f"The packages {' '.join(missing)} could not be installed: {error}") from error


def _is_static(file: str) -> bool:
    return subprocess.run(["ldd", file], capture_output=True, check=False).returncode != 0


def _apt(*words: str, folder: Path | None = None) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "-qq", "-o", "APT::Sandbox::User=root", *words, cwd=folder, env=environment)


@contextmanager
def _no_server_started():  # type: ignore[no-untyped-def]
    """While packages are installed, none of them may start a server that listens on the network."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink()


# ---- the image
def build(work: Path, project: Path) -> Path:
    """Put together what the PCs start from; the initrd, without `crowd.py` and `pc_init`."""
    kernel = fetch_kernel(work)
    root = work / "root"
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("bin", "dev", "etc", "lab", "mnt", "proc", "root", "sbin", "sys", "tmp"):
        (root / folder).mkdir(parents=True)
    _add_commands(root)
    _add_modules(root, kernel)
    python = _add_python(root)
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--root-user-action=ignore",
        "--target",
        site_of(work),
        project,
    )
    _add_libraries(root, [python, *(path for path in root.rglob("*.so*") if path.is_file())])
    (root / "lab" / "python").write_text(f"{python}\n")
    (root / "lab" / "modules").write_text(" ".join(MODULES) + "\n")
    return pack(root, work / "base.cpio")


def site_of(work: Path) -> Path:
    """Where the program lies that the PCs have, and what it depends on."""
    return work / "root" / "lab" / "site"


def pack(root: Path, file: Path) -> Path:
    """Everything beneath a folder as an archive; not compressed, which an emulated processor unpacks too slowly."""
    names = b"\0".join(os.fsencode(path.relative_to(root)) for path in sorted(root.rglob("*")))
    with file.open("wb") as archive:
        subprocess.run(
            ["cpio", "-0", "-o", "-H", "newc", "--quiet"], cwd=root, input=names, stdout=archive, check=True
        )
    return file


def fetch_kernel(work: Path) -> Path:
    """Debian's kernel for virtual machines, unpacked; fetched once."""
    kernel = work / "kernel"
    if (kernel / "vmlinuz").exists():
        return kernel
    shutil.rmtree(kernel, ignore_errors=True)
    fetched = work / "deb"
    shutil.rmtree(fetched, ignore_errors=True)
    fetched.mkdir(parents=True)
    _apt("update")
    depends = run("apt-cache", "depends", "linux-image-cloud-amd64")
    name = re.search(r"Depends: (linux-image-\d\S*)", depends)
    if name is None:
        raise LabError(f"Debian names no kernel: {depends}")
    _apt("download", name[1], folder=fetched)
    run("dpkg-deb", "-x", next(fetched.glob("*.deb")), kernel)
    shutil.rmtree(fetched)
    run("depmod", "-b", kernel, version_of(kernel))
    next((kernel / "boot").glob("vmlinuz-*")).rename(kernel / "vmlinuz")
    return kernel


def version_of(kernel: Path) -> str:
    return next((kernel / "lib" / "modules").iterdir()).name


def _add_commands(root: Path) -> None:
    shutil.copy(shutil.which("busybox") or "", root / "bin" / "busybox")
    for name in COMMANDS:
        (root / "bin" / name).symlink_to("busybox")
    (root / "sbin" / "modprobe").symlink_to("../bin/busybox")


def _add_modules(root: Path, kernel: Path) -> None:
    """The kernel's modules that a PC needs, and those they need."""
    version = version_of(kernel)
    files = set()
    for module in MODULES:
        shown = run("modprobe", "-d", kernel, "-S", version, "--show-depends", module)
        files.update(re.findall(r"^insmod (\S+)", shown, re.MULTILINE))
    folder = Path("lib", "modules", version)
    for file in files:
        _copy(Path(file), root / folder / file.partition(f"/{folder}/")[2])
    for name in ("modules.builtin", "modules.builtin.modinfo", "modules.order"):
        _copy(kernel / folder / name, root / folder / name)
    run("depmod", "-b", root, version)


def _add_python(root: Path) -> Path:
    """The running Python where it lies here, without what no PC of the lab needs."""
    python = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    library = Path(sysconfig.get_path("stdlib"))
    _copy(python, root / python.relative_to("/"))
    shutil.copytree(
        library,
        root / library.relative_to("/"),
        ignore=lambda _folder, names: [name for name in names if LEFT_OUT.fullmatch(name)],
    )
    return python


def _add_libraries(root: Path, programs: Iterable[Path]) -> None:
    """The libraries that these programs need, under the names by which they are looked for."""
    for program in programs:
        shown = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False).stdout
        for library in re.findall(r"(?:=>|^)\s*(/\S+) \(", shown, re.MULTILINE):
            target = root / library.lstrip("/")
            if not target.exists():
                _copy(Path(library), target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
