"""policy list, show, new, set: the usage policies (利用方針) without a screen."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.show import record_pairs, record_row, told
from uedasns_tui.cli.speak import FINE, FOUND, WRONG_USE, Speaker, problem_rows
from uedasns_tui.cli.values import ask_fields, pairs
from uedasns_tui.desk import work
from uedasns_tui.desk.folders import Options
from uedasns_tui.guideline.problem import Problem, Where

KIND = "policy"


def listing(options: Options, given: Namespace, speaker: Speaker, kind: str = KIND) -> int:
    """All policies, and a line for each file that cannot be read."""
    desk = opened(options, speaker)
    rows, faults = work.lines(desk, kind, given.section)
    if lacking := desk.lacks(kind):
        faults.insert(0, Problem("error", Where("forms"), lacking, code="form"))
    speaker.data(
        {
            "records": [
                {"id": row.id, "title": row.title, "state": row.state, "section": row.section} for row in rows
            ],
            "problems": problem_rows(faults),
        }
    )
    speaker.table(
        ("ID", "名称", "状態", "課"),
        [(row.id, row.title, row.state_label, row.section) for row in rows],
    )
    if not rows and not faults:
        speaker.say("まだありません。")
    if not speaker.json:
        speaker.problems(faults)
    return FOUND if faults else FINE


def show(options: Options, given: Namespace, speaker: Speaker) -> int:
    """One record, its state, its problems and its log."""
    desk = opened(options, speaker, needs=given.kind)
    kept = desk.store.load(given.id)
    problems = work.problems(desk, kept.record)
    row: dict[str, Any] = record_row(desk, kept.record)
    speaker.data(row | {"problems": problem_rows(problems)})
    if not speaker.json:
        speaker.pairs(record_pairs(desk, kept.record))
        speaker.problems(problems)
    return FOUND if problems else FINE


def new(options: Options, given: Namespace, speaker: Speaker) -> int:
    """A new draft: from `項目=値`, from another policy, or asked line by line."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    form = desk.form(KIND)
    values = pairs(given.values, form, given.files)
    asking = not values and not given.source and asker.can_ask
    if not values and not given.source and not asking:
        raise Usage("項目の値がありません（例: policy new 項目=値）。", given.parser.format_usage().strip())
    introduced(desk, speaker, asker)
    if given.source:
        source = work.sample(desk, KIND) if given.source == "sample" else desk.store.load(given.source).record
        if source is None:
            speaker.fault("この様式の記載例はありません。")
            return WRONG_USE
        values = work.copied(desk, source) | values
    record = work.start(desk, KIND, values, name=given.id)
    if asking:
        asked = ask_fields(
            form, record.values, asker, lambda seen: work.problems(desk, work.with_values(record, seen))
        )
        record = work.with_values(record, asked)
    saved = work.keep(desk, record, None)
    return told(desk, saved, speaker)


def change(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Change values of a policy; a decided one becomes 変更あり."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    kept = desk.store.load(given.id)
    form = desk.form(kept.record.kind)
    values = pairs(given.values, form, given.files)
    if not values and not asker.can_ask:
        raise Usage(
            "項目の値がありません（例: policy set ID 項目=値）。", given.parser.format_usage().strip()
        )
    introduced(desk, speaker, asker)
    if not values:
        record = kept.record
        values = ask_fields(
            form, record.values, asker, lambda seen: work.problems(desk, work.with_values(record, seen))
        )
    saved = work.keep(desk, work.with_values(kept.record, values), kept)
    return told(desk, saved, speaker)
