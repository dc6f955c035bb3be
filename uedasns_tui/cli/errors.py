"""Turns exceptions into sentences: what happened, where, what to do, and that nothing was lost. Used by `main.py`.

What nobody foresaw becomes a report without the text of any record, in the state folder.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from uedasns_tui.cli.output import CHANGED, FOUND, HELD, WRONG_USE, Console, Unwritten
from uedasns_tui.japanese import local_time
from uedasns_tui.services.folders import APP
from uedasns_tui.services.program import program_version, python_version, system_name


def guard(work: Callable[[], int], console: Console) -> int:
    """Run a command's work; every fault becomes a sentence and an exit code."""
    try:
        code = work()
    except BrokenPipeError:
        _discard(console.stdout)
        return FOUND
    except Unwritten as fault:
        return _unwritten(fault, console)
    except KeyboardInterrupt:
        console.fault("止めました。保存していないものは記録していません。")
        return HELD
    except Exception as error:  # noqa: BLE001 - the last door: expected faults are told apart just below
        known = _known(error, console)
        if known is not None:
            return known
        console.fault(report(error))
        return FOUND
    return _flushed(code, console)


def _flushed(code: int, console: Console) -> int:
    """What still waits to be written is written now, where a fault can be told: at the exit it would be a traceback."""
    try:
        console.flush()
    except BrokenPipeError:
        _discard(console.stdout)
    except Unwritten as fault:
        return _unwritten(fault, console)
    return code


def _unwritten(fault: Unwritten, console: Console) -> int:
    _discard(console.stdout)
    console.fault(
        f"結果を最後まで出力できませんでした。{fault}出力先の空き容量とアクセス権を確かめてください。"
    )
    return FOUND


def _discard(stream: TextIO) -> None:
    """Whoever read our output has gone: what is left of it goes nowhere, also at the exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _known(error: Exception, console: Console) -> int | None:
    from uedasns_tui.cli.parser import UsageError
    from uedasns_tui.cli.prompt import PromptStopped
    from uedasns_tui.formats.imported import ImportRefused as NotTaken
    from uedasns_tui.formats.site import SiteError
    from uedasns_tui.formats.text_safety import Unprintable
    from uedasns_tui.records.checklist_run import AnswerRefused
    from uedasns_tui.records.workflow import TransitionHeld, TransitionOvertaken, TransitionRefused
    from uedasns_tui.services.context import Lacking, NoGuideline, UserNotIdentified
    from uedasns_tui.storage.atomic import StorageError
    from uedasns_tui.storage.errors import RecordMissing, SaveConflict, reason

    match error:
        case UsageError():
            console.fault(f"{error.reason}\n{error.usage}".strip())
            return WRONG_USE
        case PromptStopped():
            console.fault(f"やめました。{str(error) or 'この操作では何も記録していません。'}")
            return HELD
        case UserNotIdentified():
            console.fault(
                "記録する人の名前がまだ決まっていません。画面かメニューで一度記録すると、名前を尋ねて覚えます。"
                "または UEDASNS_NAME と UEDASNS_SECTION に名前と課を入れてください。"
            )
            return WRONG_USE
        case NoGuideline():
            console.fault(str(error))
            for problem in error.problems:
                console.fault(f"  {problem}")
            return HELD
        case TransitionHeld():
            console.fault(
                f"{error}\n--anyway 理由 を付けると、理由を経過に残して進めます。何も保存していません。"
            )
            return HELD
        case TransitionOvertaken():
            console.fault(str(error.problem))
            return CHANGED
        case TransitionRefused():
            console.fault(str(error.problem))
            return HELD
        case SaveConflict():
            console.fault(f"{error}\n何も上書きしていません。今の内容を見てから、もう一度行ってください。")
            return CHANGED
        case RecordMissing(code="missing"):
            console.fault(str(error))
            return WRONG_USE
        case AnswerRefused():
            console.fault(f"{error}\n何も保存していません。")
            return HELD
        case Lacking() | StorageError() | Unprintable() | SiteError() | NotTaken():
            console.fault(str(error))
            return HELD
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            console.fault(
                f"{place}読み書きできませんでした。{reason(error)[0]}保存場所とアクセス権を確かめてください。記録は変わっていません。"
            )
            return HELD
    return None


def report(error: BaseException) -> str:
    """Write a report of an unexpected fault and say where it is. It holds no text of records: places only."""
    import tempfile
    import traceback

    import platformdirs

    lines = [
        f"uedasns-tui {program_version()}",
        f"Python {python_version()} / {system_name()}",
        f"日時 {local_time.now().isoformat(timespec='seconds')}",
        f"種類 {type(error).__module__}.{type(error).__qualname__}",
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"-- {type(seen).__qualname__}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines.extend(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        seen = seen.__cause__ or seen.__context__
    name = f"fault-{datetime.now():%Y%m%d-%H%M%S}.txt"
    for folder in (Path(platformdirs.user_state_dir(APP, appauthor=False)), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place = folder / name
            place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        except OSError:
            continue
        return (
            "予期しないエラーが起きました。保存してある記録はそのままです。\n"
            f"何が起きたかを {place} に書きました（記録の文章は入っていません）。担当者に渡してください。"
        )
    return "予期しないエラーが起きました。保存してある記録はそのままです。報告を書く場所もありませんでした。"
