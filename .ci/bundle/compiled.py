"""Compiled files (.pyc) beside the program's sources: without them each start in a read-only folder compiles anew.

Made only where the Python that builds is of the bundle's version (3.11 for 3.11), in a process of its own with nothing
else loaded, because what is written depends on which strings that process holds already.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

from bundle import Files
from bundle.runtime import Runtime

_COMPILE = """
import importlib.util, marshal, pathlib, sys
folder = pathlib.Path(sys.argv[1])
for name in sys.stdin.buffer.read().decode().split("\\0"):
    source = (folder / name).read_bytes()
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    flags = (0b01).to_bytes(4, "little")  # known by its source's hash, which is not looked at again
    header = importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source)
    (folder / (name + "c")).write_bytes(header + marshal.dumps(code))
"""


def can_compile(runtime: Runtime) -> bool:
    """Whether this machine's Python compiles for the bundle's."""
    return sys.implementation.name == "cpython" and sys.version_info[:2] == runtime.minor


def compiled(files: Files, folder: str) -> Files:
    """The compiled files of every source under `folder`, where Python looks for them."""
    sources = sorted(path for path in files if path.startswith(f"{folder}/") and path.endswith(".py"))
    with tempfile.TemporaryDirectory() as temporary:
        for path in sources:
            target = Path(temporary, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path])
        command = [sys.executable, "-I", "-S", "-c", _COMPILE, temporary]
        subprocess.run(command, input="\0".join(sources).encode(), check=True)
        return {_cached(path): Path(temporary, path + "c").read_bytes() for path in sources}


def _cached(path: str) -> str:
    source = PurePosixPath(path)
    return str(source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc")
