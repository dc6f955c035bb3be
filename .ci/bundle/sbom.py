"""The list of parts (SBOM) as CycloneDX 1.6, which tools look known weaknesses up with.

It names what the bundle was put together from. The libraries inside Python are not components of their own:
their versions are those of the release that is named.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bundle.runtime import Runtime
from bundle.wheels import Wheel, canonical

SPDX_ID = re.compile(r"[A-Za-z0-9.+-]+")


@dataclass(frozen=True)
class Build:
    """What was built from what: version, commit ("" unknown), day, and the Python that compiled ("" for none)."""

    version: str
    commit: str
    day: str
    compiled_by: str


def sbom(build: Build, runtime: Runtime, program: Wheel, wheels: list[Wheel]) -> bytes:
    """The SBOM; its serial number follows from its content, so that the same bundle has the same."""
    components = [_python(runtime), *map(_library, wheels)]
    main = _library(program) | {"type": "application", "properties": _properties(build)}
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": main},
        "components": components,
        "dependencies": _dependencies(program, wheels, components),
    }
    serial = uuid5(NAMESPACE_URL, json.dumps(document, sort_keys=True))
    document = {"serialNumber": f"urn:uuid:{serial}", **document}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _python(runtime: Runtime) -> dict[str, Any]:
    name = f"python-{runtime.version}-embed-amd64.zip"
    return {
        "type": "platform",
        "bom-ref": "python",
        "supplier": {"name": "Python Software Foundation"},
        "name": "Python",
        "version": runtime.version,
        "description": f"python.org's embeddable Python for Windows ({name})",
        "hashes": [{"alg": "SHA-256", "content": runtime.digest}],
        "licenses": [{"license": {"id": "PSF-2.0"}}],
        "cpe": f"cpe:2.3:a:python:python:{runtime.version}:*:*:*:*:*:*:*",
        "purl": f"pkg:generic/python@{runtime.version}?arch=x86_64&os=windows",
    }


def _library(wheel: Wheel) -> dict[str, Any]:
    name = canonical(wheel.name)
    single = SPDX_ID.fullmatch(wheel.licence)
    return {
        "type": "library",
        "bom-ref": name,
        "name": name,
        "version": wheel.version,
        "description": wheel.summary,
        "hashes": [{"alg": "SHA-256", "content": wheel.digest}],
        "licenses": [{"license": {"id": wheel.licence}} if single else {"expression": wheel.licence}],
        "purl": f"pkg:pypi/{name}@{wheel.version}",
    }


def _properties(build: Build) -> list[dict[str, str]]:
    values = {"commit": build.commit, "day": build.day, "compiled-by": build.compiled_by}
    return [{"name": f"uedasns-tui:{name}", "value": value} for name, value in values.items() if value]


def _dependencies(
    program: Wheel, wheels: list[Wheel], components: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    names = {component["bom-ref"] for component in components}
    edges = []
    for wheel in (program, *wheels):
        asked = {canonical(re.match(r"[\w.-]+", text)[0]) for text in wheel.requires}  # type: ignore[index]
        edges.append({"ref": canonical(wheel.name), "dependsOn": sorted({"python"} | (asked & names))})
    return edges
