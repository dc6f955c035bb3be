"""The benchmarks still run: each measures something small, and says every figure that it promises."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(FOLDER))

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        return module

    return load


def test_the_growth_of_the_index(benchmark: object) -> None:
    module = benchmark("store_growth")  # type: ignore[operator]
    figures = module.measure(60)
    assert set(module.LIMITS) <= set(figures) and all(value >= 0 for value in figures.values())


def test_the_register(benchmark: object, tmp_path: Path) -> None:
    module = benchmark("register")  # type: ignore[operator]
    seconds, unchanged = module.measure(tmp_path, 3)
    assert unchanged and all(value > 0 for value in seconds.values())


@pytest.mark.skipif(os.name == "nt", reason="it drives the program in a pseudo-terminal")
def test_the_growth_of_the_screen(benchmark: object, tmp_path: Path) -> None:
    module = benchmark("screen_growth")  # type: ignore[operator]
    root = module.records_of(module.dwelling(tmp_path))
    asking = module.lay_out(root, module.ACCOUNTS + 60)
    found = list(module.files(root))
    assert len(found) == module.ACCOUNTS + 60 and 0 < asking < len(found)
