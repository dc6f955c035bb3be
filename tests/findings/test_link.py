"""What is said about a link: the one thing that matters most."""

from __future__ import annotations

import pytest

from tests.findings import scoring
from uedasns_tui.findings.registry import find


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://city.ueda.nagano.jp@example.net/", "本当のリンク先は example.net です"),
        (
            "https://city.ueda.nagano.jp.example.net/",
            "似ていますが、リンク先は city.ueda.nagano.jp.example.net",
        ),
        ("https://city-ueda-nagano.jp/", "似ていますが"),
        ("https://xn--80ak6aa92e.com/", "英数字だけでない"),
        ("https://сity.ueda.nagano.jp/", "英数字だけでない"),
        ("https://bit.ly/a", "短縮"),
        ("http://www.city.ueda.nagano.jp/", "https://"),
        ("ftp://www.city.ueda.nagano.jp/", "https://"),
        ("example.com", "市以外のページ（example.com）"),
    ],
)
def test_the_reason_is_named(address: str, said: str) -> None:
    (one,) = find(address, scoring.bundled())
    assert one.kind == "link"
    assert said in one.message


@pytest.mark.parametrize(
    "address",
    [
        "https://city.ueda.nagano.jp",
        "https://WWW.City.Ueda.Nagano.JP./a",
        "https://a.b.city.ueda.nagano.jp:443/?x=1#y",
        "city.ueda.nagano.jp",
    ],
)
def test_the_citys_own_by_https_is_silent(address: str) -> None:
    assert find(address, scoring.bundled()) == ()
