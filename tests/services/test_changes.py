"""変更あり・要再決裁 shows exactly what differs from what was decided, and a head sees what is decided."""

from __future__ import annotations

from uedasns_tui.cli.record_output import record_pairs, record_row
from uedasns_tui.records import workflow
from uedasns_tui.services import changes, record_actions, transitions


def test_what_was_never_stamped_differs_from_nothing(context, make) -> None:
    assert changes.changes_since_decision(context, make("channel", "submit").record) is None


def test_an_edit_after_the_decision_is_shown_word_by_word(context, make, edited) -> None:
    kept = make("channel", "submit", "decide")
    found = changes.changes_since_decision(context, kept.record)
    assert found is not None and found.fields == ()
    kept = edited(kept, period="平成25年6月から令和9年3月まで", reply="reply", fax="")
    found = changes.changes_since_decision(context, kept.record)
    assert found is not None and found.step == "決裁済にする"
    shown = {one.field: one for one in found.fields}
    assert set(shown) == {"period", "reply", "fax"}
    assert shown["period"].label == "⑦運用期間"
    assert shown["period"].marked == "平成25年6月から《削除：当面の間》《追加：令和9年3月まで》"
    assert (shown["reply"].before, shown["reply"].after) == ("返信は行わない", "返信を行う")
    said = dict(changes.lines(found))
    assert said["FAX"] == "0268-22-4131 →（なし）"
    pairs = dict(record_pairs(context, kept.record))
    assert pairs["  ⑦運用期間"] == shown["period"].marked and "決裁済にする" in pairs["変わったところ"]
    rows = {one["field"]: one for one in record_row(context, kept.record)["changes"]}
    assert rows["period"]["before"] == "平成25年6月から当面の間" and rows["period"]["step"] == "decide"


def test_internal_columns_are_no_change(context, make, edited) -> None:
    kept = edited(make("channel", "submit", "decide"), admins="3", seen_on="2026-11-20")
    found = changes.changes_since_decision(context, kept.record)
    assert (
        found is not None
        and found.fields == ()
        and workflow.state_label(kept.record, context.form("policy")) == "決裁済"
    )


def test_long_unchanged_stretches_are_left_out() -> None:
    long = "同じ文が続きます。" * 40
    assert changes.marked(f"{long}赤。{long}", f"{long}青。{long}").count("同じ") < 20
    assert "《削除：赤》《追加：青》" in changes.marked(f"{long}赤。{long}", f"{long}青。{long}")


def test_the_head_sees_the_difference_and_the_whole(context, make, edited) -> None:
    kept = transitions.take_transition(
        context,
        edited(make("channel", "submit", "decide"), period="平成25年6月から令和9年3月まで"),
        "submit",
        {},
        "試験のため",
    ).kept
    form = context.form("policy")
    about = transitions.summary_of(context, kept.record, workflow.transition_of(form, "decide"))
    assert (
        "《追加：令和9年3月まで》" in about
        and "cityuedakoho" in about
        and "○上田市 政策企画部 広報課" in about
    )
    assert transitions.summary_of(context, kept.record, workflow.transition_of(form, "return")) == ""
    handing_in = transitions.summary_of(
        context, make("other", "submit", "decide").record, workflow.transition_of(form, "submit")
    )
    assert "同じ内容" in handing_in and "cityuedakoho" not in handing_in


def test_a_returned_post_handed_in_again_shows_what_was_mended(context, make, edited) -> None:
    make("channel")
    values = {"kind": "official", "accounts": ("channel",), "title": "祭", "text": "11月24日（月）に祭です。"}
    kept = record_actions.save_record(
        context, record_actions.new_record(context, "post", values, "post", "matsuri"), None
    ).kept
    kept = transitions.take_transition(context, kept, "submit", {}, "試験のため").kept
    kept = transitions.take_transition(context, kept, "return", {"reason": "曜日"}, "試験のため").kept
    kept = edited(kept, text="11月24日（火）に祭です。電話090-1234-5678")
    kept = transitions.take_transition(context, kept, "submit", {}, "試験のため").kept
    about = transitions.summary_of(
        context, kept.record, workflow.transition_of(context.form("post"), "approve")
    )
    assert "《削除：月》《追加：火》" in about and "アカウント: 上田市行政チャンネル" in about
    assert "本文\n11月24日（火）に祭です。" in about
    assert (
        "まだ確かめていない指摘 0 件" not in about and "090-1234-5678" in about.split("まだ確かめていない")[1]
    )


def test_the_publication_names_the_decision_it_shows(context, make) -> None:
    kept = make("channel", "submit", "decide")
    publish = workflow.transition_of(context.form("policy"), "published")
    assert transitions.defaults(context, kept.record, publish)["version"] == "広第12号（2026-11-23 決裁）"
    assert "version" not in transitions.defaults(context, make("fresh").record, publish)
