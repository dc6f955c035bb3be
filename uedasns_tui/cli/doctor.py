"""doctor: examine the guideline, the facts, the settings and every record; one line a problem."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.japanese import visible
from uedasns_tui.services import diagnostics as examining
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.program import running_program

KINDS = {
    "answered": "答える",
    "explained": "説明",
    "unanswered": "道具では答えない",
    "missing": "抜け",
    "twice": "重なり",
}


def doctor(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Examine everything and say what is wrong; with --coverage, the table of every sentence."""
    context = open_for_command(options, Console(json=True, err=None) if speaker.json else speaker)
    if given.coverage:
        rows = examining.coverage_rows(context)
        speaker.data([row._asdict() for row in rows])
        for row in rows if not speaker.json else ():
            speaker.say(f"{row.clause}  {KINDS[row.kind]}  {row.sentence}")
            if row.by:
                speaker.say(f"    {row.by}")
        counts = examining.coverage_counts(rows)
        speaker.say(
            "、".join(f"{KINDS[kind]} {count} 文" for kind, count in counts.items())
            + f"、合わせて {len(rows)} 文"
        )
        return FOUND if counts.get("missing") or counts.get("twice") else FINE
    found = examining.diagnose(context)
    problems = [one.problem for one in found]
    mended = examining.repair(found) if given.fix else []
    if given.fix:
        found = examining.diagnose(context)
        problems = [one.problem for one in found]
    program = running_program()
    speaker.data({"problems": problem_rows(problems), "mended": mended, "program": asdict(program)})
    if not speaker.json:
        for done in mended:
            speaker.say(f"直しました: {done}")
        for one in found:
            speaker.raw(visible.one_line(str(one.problem)))
            if one.mend is not None:
                speaker.say(f"    --fix で直せます: {one.mend.says}")
        bundle = f"、{program.bundle}" if program.bundle else ""
        speaker.say(f"プログラム: {program.folder}（{program.version}{bundle}、Python {program.python}）")
        where = context.folders
        speaker.say(f"ガイドライン: {where.guideline}（{where.guideline_from}）")
        speaker.say(f"記録: {where.records}（{where.records_from}）")
        speaker.say("問題はありません。" if not problems else f"{len(problems)} 件の問題があります。")
    return FOUND if any(one.severity in ("error", "warning", "must") for one in problems) else FINE
