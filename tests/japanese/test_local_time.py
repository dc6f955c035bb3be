"""All times are Japan's, whatever the machine's zone is; a record that says another is shown with its zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from uedasns_tui.japanese import local_time


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "JST-9", "XYZ99"])
def test_times_are_japan_s_on_every_machine(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        getattr(time, "tzset", bool)()
        at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
        assert f"{local_time.local(at):%Y-%m-%d %H:%M}" == "2026-11-23 05:30"
        assert local_time.now().utcoffset() == timedelta(hours=9)
    getattr(time, "tzset", bool)()


def test_a_record_s_own_zone_is_said_where_it_is_another() -> None:
    at = datetime(2026, 11, 23, 5, 30, tzinfo=local_time.JAPAN)
    assert local_time.stamp(at) == "2026-11-23 05:30"
    assert local_time.stamp(at.astimezone(UTC)) == "2026-11-22 20:30（UTC+0000）"
    assert local_time.stamp(at.astimezone(timezone(timedelta(hours=-5)))) == "2026-11-22 15:30（UTC-0500）"


@pytest.mark.parametrize("at", [datetime.max, datetime.min])
def test_the_ends_of_time_are_shown_as_they_stand(at: datetime) -> None:
    assert local_time.local(at.replace(tzinfo=UTC)).replace(tzinfo=None).year == at.year
    assert local_time.local(at).replace(tzinfo=None) == at
