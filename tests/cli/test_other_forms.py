"""Records of forms that the program knows nothing of: written, listed, stepped through and exported by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.worked_example import lacking_values
from uedasns_tui.cli.main import run
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.record_actions import copy_of, new_record, sample, save_record

Capture = pytest.CaptureFixture[str]
VALUES = [
    "accounts=bosai", "written_at=R8.11.1 10:00", "comment=ひどい文", "rule=利用者へのお願い", "measure=hidden",
    "done_at=R8.11.2 9:00", "decided_by=広報課長",
]  # fmt: skip


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_NAME", "上田　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    context = open_context(AppOptions())
    record = sample(context, "policy")
    assert record is not None
    values = copy_of(context, record) | lacking_values(context, record)
    save_record(context, new_record(context, "policy", values, name="bosai"), None)
    capsys.readouterr()


@pytest.mark.parametrize("form", ["comment", "書き込みの削除記録"])
def test_a_record_of_another_form_from_the_first_word_to_the_file(form: str, capsys: Capture) -> None:
    assert run(["record", "new", form, "--id", "c1", *VALUES]) == 0
    assert run(["record", "list", form]) == 0
    assert "ひどい文" in capsys.readouterr().out
    assert run(["record", "set", "c1", "measure=deleted"]) == 0
    assert run(["record", "show", "c1", "--json"]) == 0
    capsys.readouterr()
    assert run(["record", "step", "c1", "確認済にする", "by=部長"]) == 0
    assert "「確認済」" in capsys.readouterr().out
    assert run(["record", "export", "c1", "--format", "text", "-o", "-"]) == 0
    out = capsys.readouterr().out
    assert "ひどい文" in out
    assert "削除した" in out
    assert "【案】" not in out
    assert "ガイドライン\n" not in out.split("書き込みの削除記録")[0]


def test_an_unknown_form_is_said_with_those_there_are(capsys: Capture) -> None:
    for words in (["record", "list", "届出書"], ["record", "new", "届出書", "a=b"]):
        assert run(words) != 0
        assert "comment（書き込みの削除記録）" in capsys.readouterr().err


def test_the_forms_are_listed(capsys: Capture) -> None:
    assert run(["record", "forms", "--json"]) == 0
    forms = json.loads(capsys.readouterr().out)
    assert {"id": "comment", "title": "書き込みの削除記録", "purpose": "その他の記録"} in forms


def test_a_yearly_check_and_a_handover_are_steps_of_the_policy_s_own(capsys: Capture) -> None:
    run(["policy", "submit", "bosai", "--anyway", "試験のため"])
    run(["policy", "decide", "bosai", "by=課長", "number=1", "date=R7.11.23", "--anyway", "試験のため"])
    run(["policy", "published", "bosai", "address=https://www.city.ueda.nagano.jp/a.html", "date=R7.11.24"])
    capsys.readouterr()
    run(["todo"])
    assert "年次点検から一年たちました。" in capsys.readouterr().out
    assert run(["record", "step", "bosai", "年次点検", "date=R8.11.23", "yearly_result=fine"]) == 0
    handover = ["date=R8.11.23", "handover_to=市民課長", "handover_access=changed"]
    assert run(["record", "step", "bosai", "引継ぎ・移管", *handover]) == 0
    assert run(["record", "step", "bosai", "引継ぎ・移管", "date=R8.11.23", "handover_to=市民課長"]) != 0
    capsys.readouterr()
    run(["todo"])
    assert "年次点検" not in capsys.readouterr().out
    run(["policy", "show", "bosai"])
    assert "引き継いだ先: 市民課長／パスワードと復旧用の連絡先: パスワードを変え" in capsys.readouterr().out


def test_optional_sections_print_only_where_something_is_written(capsys: Capture) -> None:
    export = ["policy", "export", "bosai", "--draft", "--format", "text", "-o", "-"]
    run(export)
    assert "免責" not in capsys.readouterr().out
    run(["policy", "set", "bosai", "disclaimer=市は、利用者の書き込みについて責任を負いません。"])
    capsys.readouterr()
    run(export)
    out = capsys.readouterr().out
    assert "免責" in out
    assert "著作権" not in out
