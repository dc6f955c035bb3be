"""The media a post goes to: whichever way a policy writes their names, they are found, and counted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from uedasns_tui.services import post_check, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord


@pytest.mark.parametrize(
    "name",
    ["X", "Ｘ", "ｘ", "x", " X　", "ツイッター", "ﾂｲｯﾀｰ", "Ｔｗｉｔｔｅｒ", "旧Ｔｗｉｔｔｅｒ", "Ｘ（公式）"],
)
def test_the_length_is_counted_however_the_medium_is_written(
    context: AppContext, make: Callable[..., SavedRecord], name: str
) -> None:
    make("channel", platform=name)
    values = {"text": "あ" * 400, "accounts": ("channel",)}
    record = replace(record_actions.new_record(context, "post", values), checklist="post")
    assert [platform.id for platform in post_check.platforms_of(context, record)] == ["x"]
    assert "length" in {finding.kind for finding in post_check.post_checklist_run(context, record).findings}


@pytest.mark.parametrize("name", ["X・Facebook", "X/Instagram", "これから出るもの"])
def test_a_medium_whose_limits_nobody_knows_is_said(
    context: AppContext, make: Callable[..., SavedRecord], name: str
) -> None:
    make("channel", platform=name)
    make("again", platform=name)
    make("known", platform="X")
    make("none", platform="")
    values = {"text": "あ" * 400, "accounts": ("channel", "again", "known", "none")}
    record = replace(record_actions.new_record(context, "post", values), checklist="post")
    (notice,) = post_check.notices(context, record)
    assert f"「{name}」" in notice.message
    assert "長さは調べていません" in notice.message
