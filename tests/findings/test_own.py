"""The city's own published contacts are marked, in whatever way they are written; nobody else's is."""

from __future__ import annotations

import pytest

from tests.findings import scoring
from uedasns_tui.findings.registry import find


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("koho@city.ueda.nagano.jp", True),
        ("ＫＯＨＯ＠ｃｉｔｙ．ｕｅｄａ．ｎａｇａｎｏ．ｊｐ", True),
        ("koho(at)city.ueda.nagano.jp", True),
        ("koho [アットマーク] city[dot]ueda[dot]nagano[dot]jp", True),
        ("koho■city.ueda.nagano.jp（■を@に）", True),
        ("kohoo(at)city.ueda.nagano.jp", False),
        ("☎0268-71-8080", True),
        ("☎（0268）71-8080", True),
        ("広報課（71-8080）", True),
        ("☎0268-71-8081", False),
        ("上田市大手1-11-16", True),
        ("〒386-8601 上田市大手一丁目11番16号", True),
        ("上田市大手1-11-17", False),
    ],
)
def test_own_contacts_are_marked(text: str, own: bool) -> None:
    (finding,) = find(text, scoring.context(scoring.Draft("email", "", text, (), (), ())))
    assert finding.own is own
