"""One zip for Windows PCs without internet and without rights to install: `python .ci/bundle` builds it anywhere.

The folder in the zip holds python.org's own Python, this program, all it stands on, the licence of each, a list of
parts (SBOM), the hash of every file, and a sheet in Japanese for the section that must allow it. The same commit, the
same Python that builds and the same inputs give the same bytes, whatever the folder, the umask, the locale and the time.

Every input is pinned by SHA-256: Python in `.ci/embeddable.py`, wheels in `wheels.txt`. Files are paths with `/` and
their bytes, in memory, so that nothing of this machine's file system reaches the zip.
"""

from __future__ import annotations

Files = dict[str, bytes]
"""Path in the bundle, with `/` -> content."""


class BundleError(Exception):
    """An input that is not the pinned one, or a content that the bundle must not have; the message says what to do."""
