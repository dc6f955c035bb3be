"""Steps of a record's life without a screen: submit, decide, approve, close … one function for all of them.

The command says the role of the act; the form's data says what it asks, after which states it may be taken and
what follows. Answers come as `質問=答え`, else line by line.
"""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.show import told
from uedasns_tui.cli.speak import FOUND, Speaker
from uedasns_tui.cli.values import assignments, one, typed
from uedasns_tui.desk import deciding, work
from uedasns_tui.desk.folders import Options
from uedasns_tui.guideline.schema import Act, Form
from uedasns_tui.records import life
from uedasns_tui.records.record import Record, Value


def step(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Take the step that the command names, and keep it with who, when and what was answered."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    kept = desk.store.load(given.id)
    form = desk.form(kept.record.kind)
    act = act_of(kept.record, form, given.role)
    introduced(desk, speaker, asker)
    answers = _answers(form, act, given.values, given.files)
    missing = [name for name in act.needs if name not in answers]
    if missing and asker.can_ask:
        for ask in form.ask:
            if ask.id in (*act.needs, *act.may) and ask.id not in answers:
                head = ask.label if ask.id in act.needs else f"{ask.label}（なければ Enter）"
                answers[ask.id] = one(ask, head, "", asker)
    version = deciding.defaults(desk, kept.record, [ask for ask in form.ask if ask.role == "version"])
    for name in version:
        if name in (*act.needs, *act.may) and not answers.get(name):
            answers[name] = version[name]
    saved = work.step(desk, kept, act.id, {key: value for key, value in answers.items() if value})
    code = told(desk, saved, speaker)
    for problem in work.after_step(saved.kept.record, form):
        speaker.say(str(problem))
        code = FOUND
    return code


def act_of(record: Record, form: Form, role: str) -> Act:
    """The act of a role: the one offered now, else the first, whose refusal then says why."""
    acts = [one for one in form.act if one.role == role]
    if not acts:
        raise Usage(f"「{form.title}」にこの手続はありません。", "")
    offered = {one.id for one in life.offered(record, form)}
    return next((one for one in acts if one.id in offered), acts[0])


def _answers(form: Form, act: Act, words: list[str], files: list[str]) -> dict[str, Value]:
    asks = {ask.id: ask for ask in form.ask if ask.id in (*act.needs, *act.may)}
    listed = "質問: " + ("、".join(f"{ask.id}（{ask.label}）" for ask in asks.values()) or "ありません")
    given = assignments(words, files, asks, listed, "質問=答え")
    return {name: typed(asks[name], value) for name, value in given}
