"""What somebody sees before a record is handed in or decided: what differs, what is decided, what is still open.

Used by the dialogs of the steps. A head decides what stands here, without looking for it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uedasns_tui.desk import changes, posts, publish, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.schema import Act, Ask
from uedasns_tui.records import life
from uedasns_tui.records.record import Record

SHOWING = (*life.ASKING, *life.CONSENTING, *life.WITHOUT)
"""Roles of steps before which a person sees what the step is about."""


def about(desk: Desk, record: Record, act: Act) -> str:
    """What the step is about, as a text of several parts; "" for a step that decides nothing."""
    if act.role not in SHOWING:
        return ""
    parts = [*_differing(desk, record)]
    if act.role not in life.ASKING:
        parts += _content(desk, record)
    return "\n\n".join(parts)


def _differing(desk: Desk, record: Record) -> Iterator[str]:
    found = changes.since(desk, record)
    if found is None:
        return
    if not found.fields:
        yield f"「{found.step}」（{found.entry.at:%Y-%m-%d}）のときと同じ内容です。"
        return
    yield f"■{found.title}"
    yield from (f"{label}\n{text}" for label, text in changes.lines(found))


def _content(desk: Desk, record: Record) -> Iterator[str]:
    form = desk.form(record.kind)
    yield "■決める内容"
    rows = publish.sheet_rows(form, record.values)
    if rows:
        yield from (f"{label}\n{text}" for label, text in rows if text)
    if record.kind == posts.POST:
        yield from _post(desk, record)


def _post(desk: Desk, record: Record) -> Iterator[str]:
    names = [
        work.title(desk, policy) if policy else f"{name}（読めません）"
        for name, policy in posts.accounts(desk, record)
    ]
    yield f"アカウント: {'、'.join(names) or '（選んでいません）'}"
    yield f"本文\n{posts.text_of(desk, record)}"
    for medium in record.media:
        yield f"画像・動画 {medium.file}\n代替テキスト: {medium.alt or '（ありません）'}" + (
            f"\n写っている人・権利: {medium.consent}" if medium.consent else ""
        )
    if not record.checklist:
        return
    sheet = posts.sheet(desk, record)
    still = {
        finding.key: finding
        for item in sheet.items()
        if sheet.status(item) != "off"
        for finding in sheet.open_findings(item)
    }
    yield "\n".join(
        [
            f"■まだ確かめていない指摘 {len(still)} 件",
            *(f"・「{one.text}」{one.message}" for one in still.values()),
        ]
    )


def defaults(desk: Desk, record: Record, asks: Iterable[Ask]) -> dict[str, str]:
    """What a step's questions begin with: `work.defaults`, and for the version the decision that stands."""
    asks = tuple(asks)
    found = work.defaults(desk, asks)
    form = desk.form(record.kind)
    entry = life.decided(record, form)
    if entry is not None:
        said = [str(entry.given[one.id]) for one in form.ask if one.public and entry.given.get(one.id)]
        version = f"{' '.join(said)}（{entry.at:%Y-%m-%d} 決裁）".strip()
        found |= {one.id: version for one in asks if one.role == "version"}
    return found
