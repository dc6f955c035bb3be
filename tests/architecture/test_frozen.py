"""`uedasns_tui.frozen.dataclass` makes what `dataclasses.dataclass` makes; everybody uses it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui import frozen

PACKAGE = Path(frozen.__file__).parent


class Given:
    """What both ways to make a class are given."""

    name: str
    numbers: tuple[int, ...] = ()
    table: dict[str, int] = field(default_factory=dict)
    note: str = field(default="", compare=False)
    kept: str = field(default="k", repr=False)

    def twice(self) -> str:
        return self.name * 2

    @cached_property
    def size(self) -> int:
        return len(self.name)


def made(how: Any, base: type = Given, **more: Any) -> Any:
    """`Given`'s body, made into a class anew."""
    body = {name: value for name, value in vars(base).items() if name not in ("__dict__", "__weakref__")}
    return how(frozen=True, **more)(type("Given", (), body))


@frozen.dataclass(frozen=True)
class Base:
    """A class whose fields another one adds to."""

    one: int = 1


@frozen.dataclass(frozen=True)
class More(Base):
    """The other one."""

    two: int = 2

    def __str__(self) -> str:
        return "more"


@frozen.dataclass(frozen=True)
class Own:
    """A class that says itself what is the same."""

    one: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 7


@pytest.fixture(params=[frozen.dataclass, dataclasses.dataclass])
def cls(request: pytest.FixtureRequest) -> Any:
    return made(request.param)


def test_a_class_is_as_the_standard_library_s(cls: Any) -> None:
    one = cls("上田", (1, 2), note="x")
    assert (one.name, one.numbers, one.table, one.note, one.kept) == ("上田", (1, 2), {}, "x", "k")
    assert one == cls("上田", (1, 2), note="y") != cls("上田", (1,)) and one != "上田"
    assert hash(made_without_table(cls)) == hash(made_without_table(cls))
    assert repr(one).endswith("Given(name='上田', numbers=(1, 2), table={}, note='x')")
    assert one.table is not cls("上田").table
    assert dataclasses.replace(one, name="長野").twice() == "長野長野"
    assert dataclasses.asdict(one) == {
        "name": "上田",
        "numbers": (1, 2),
        "table": {},
        "note": "x",
        "kept": "k",
    }
    assert [each.name for each in dataclasses.fields(cls)] == ["name", "numbers", "table", "note", "kept"]
    assert copy.copy(one) == one == copy.deepcopy(one)
    assert one.size == 2
    for change in (
        lambda: setattr(one, "name", ""),
        lambda: setattr(one, "other", 1),
        lambda: delattr(one, "name"),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    with pytest.raises(
        TypeError, match=r"Given\.__init__\(\) missing 1 required positional argument: 'name'"
    ):
        cls()
    with pytest.raises(TypeError, match="unexpected keyword argument 'nothing'"):
        cls("a", nothing=1)


def made_without_table(cls: Any) -> Any:
    """One that can be hashed."""
    return cls("a", table=frozenset())


@pytest.mark.parametrize("how", [frozen.dataclass, dataclasses.dataclass])
def test_without_eq_each_is_itself_only(how: Any) -> None:
    cls = made(how, eq=False)
    one = cls("a")
    assert one == one != cls("a") and len({one, cls("a")}) == 2


def test_fields_are_inherited_and_own_methods_stay() -> None:
    assert (More(3), str(More()), More(two=4).one) == (More(3, 2), "more", 1)
    assert repr(More()) == "More(one=1, two=2)" and More() != Base()
    assert Own(1) == Own(2) and hash(Own(1)) == 7
    assert pickle.loads(pickle.dumps(More(5))) == More(5)


def test_what_it_does_not_know_it_refuses_or_leaves_to_the_standard_library() -> None:
    with pytest.raises(TypeError, match="no __post_init__"):
        made(frozen.dataclass, type("Later", (), {"__annotations__": {}, "__post_init__": lambda one: None}))
    ordered = frozen.dataclass(frozen=True, order=True)(
        type("Ordered", (), {"__annotations__": {"one": int}})
    )
    assert ordered(1) < ordered(2)


@pytest.mark.parametrize("how", [frozen.dataclass, dataclasses.dataclass])
def test_a_class_that_is_not_frozen_can_be_changed_and_not_hashed(how: Any) -> None:
    cls = how(
        type(
            "Mutable", (), {"__annotations__": {"one": int, "two": list}, "two": field(default_factory=list)}
        )
    )
    changed = cls(1)
    changed.one = 2
    assert changed == cls(2) != cls(2, [1]) and repr(changed).endswith("Mutable(one=2, two=[])")
    with pytest.raises(TypeError, match="unhashable type"):
        hash(changed)


def test_every_class_of_the_house_is_made_so() -> None:
    others = [
        path.name
        for path in PACKAGE.rglob("*.py")
        if path.name != "frozen.py"
        and re.search(r"from dataclasses import .*\bdataclass\b", path.read_text(encoding="utf-8"))
    ]
    assert others == []
