"""doctor: examine the guideline, the facts, the settings and every record; one line a problem."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, HELD, Console, problem_rows
from uedasns_tui.cli.parser import command
from uedasns_tui.japanese import visible
from uedasns_tui.services import diagnostics as examining
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.program import running_program

KINDS = {
    "answered": "答える",
    "explained": "説明",
    "unanswered": "プログラムでは答えない",
    "unreached": "答える場所がない",
    "missing": "抜け",
    "twice": "重なり",
}


def _doctor_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--coverage", action="store_true", help="本文の 1 文ごとに、何が答えるかを表にする")
    parser.add_argument("--fix", action="store_true", help="直せるものを直す（元に戻せるものだけ）")


@command("doctor", "ファイルと記録を調べる", _doctor_arguments)
def doctor(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Examine everything and say what is wrong; with --coverage, the table of every sentence."""
    context = open_for_command(
        options, Console(json=True, err=None) if console.json else console, records=False
    )
    if arguments.coverage:
        rows = examining.coverage_rows(context)
        console.data([row._asdict() for row in rows])
        for row in rows if not console.json else ():
            console.say(f"{row.clause}  {KINDS[row.kind]}  {row.sentence}")
            if row.by:
                console.say(f"    {row.by}")
        counts = examining.coverage_counts(rows)
        console.say(
            "、".join(f"{KINDS[kind]} {count} 文" for kind, count in counts.items())
            + f"、合わせて {len(rows)} 文"
        )
        return FOUND if counts.get("missing") or counts.get("twice") else FINE
    diagnoses = examining.diagnose(context)
    problems = [diagnosis.problem for diagnosis in diagnoses]
    mended, failed = examining.repair(diagnoses) if arguments.fix else ([], [])
    if arguments.fix:
        diagnoses = examining.diagnose(context)
        problems = [diagnosis.problem for diagnosis in diagnoses]
    program = running_program()
    console.data({"problems": problem_rows(problems), "mended": mended, "program": asdict(program)})
    if not console.json:
        for done in mended:
            console.say(f"直しました: {done}")
        for reason in failed:
            console.fault(f"直せませんでした: {reason}")
        for diagnosis in diagnoses:
            console.raw(visible.one_line(str(diagnosis.problem)))
            if diagnosis.mend is not None:
                console.say(f"    --fix で直せます: {diagnosis.mend.says}")
        bundle = f"、{program.bundle}" if program.bundle else ""
        console.say(f"プログラム: {program.folder}（{program.version}{bundle}、Python {program.python}）")
        where = context.folders
        console.say(f"ガイドライン: {where.guideline}（{where.guideline_from}）")
        console.say(f"記録: {where.records}（{where.records_from}）")
        console.say("問題はありません。" if not problems else f"{len(problems)} 件の問題があります。")
    if any(problem.code == "no-folder" for problem in problems):
        return HELD
    return (
        FOUND if any(diagnosis.severity in ("error", "warning", "must") for diagnosis in problems) else FINE
    )
