"""The media a post goes to: whichever way a policy writes their names, they are found, and counted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from uedasns_tui.desk import posts, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.store.store import Kept


@pytest.mark.parametrize("name", ["X", "Ｘ", "ｘ", "x", " X　", "ツイッター", "ﾂｲｯﾀｰ", "Ｔｗｉｔｔｅｒ"])
def test_the_length_is_counted_however_the_medium_is_written(
    desk: Desk, make: Callable[..., Kept], name: str
) -> None:
    make("channel", platform=name)
    values = {"text": "あ" * 400, "accounts": ("channel",)}
    record = replace(work.start(desk, "post", values), checklist="post")
    assert [platform.id for platform in posts.platforms_of(desk, record)] == ["x"]
    assert "length" in {finding.kind for finding in posts.sheet(desk, record).findings}
