"""Answers that are no record yet, such as those of a step: a draft when the questions are stopped, offered next time.

Used by the commands that ask more than a yes. What is asked for private use never comes here.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, MutableMapping
from typing import Any

from uedasns_tui.cli.prompt import Prompt, PromptStopped
from uedasns_tui.japanese import local_time
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import StorageError

STOPPED = "ここまでの答えは書きかけとして残しました。同じ操作をもう一度始めると、続きから書けます。"


@contextlib.contextmanager
def answer_draft(
    context: AppContext, prompt: Prompt, name: str, answers: MutableMapping[str, Any], asks: bool = True
) -> Iterator[None]:
    """Offer what an earlier stop left under `name`, as entries of `answers`. They are kept as a draft when what follows
    is stopped or fails, and forgotten when it is done. Nothing of this where the command `asks` nothing. Raises
    PromptStopped."""
    if not asks or not prompt.can_ask:
        yield
        return
    key = f"answers/{name}"
    draft = context.drafts.offer(key)
    if draft is not None:
        when = f"{local_time.local(draft.at):%m/%d %H:%M}"
        if prompt.yes(f"{when} に途中まで答えたものがあります。続きから答えますか"):
            answers.update(_decoded(draft.text))
    before = dict(answers)
    done = False
    try:
        yield
        done = True
    except (PromptStopped, KeyboardInterrupt) as stopped:
        if answers == before:
            raise
        raise (type(stopped) if isinstance(stopped, PromptStopped) else PromptStopped)(STOPPED) from None
    finally:
        if done:
            with contextlib.suppress(StorageError):  # it is offered once more, and can be refused
                context.drafts.drop(key)
        elif answers != before:
            context.drafts.put(key, json.dumps(answers, ensure_ascii=False))


def _decoded(text: str) -> dict[str, Any]:
    """What was kept; nothing where it cannot be read."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        return {}
    return {name: tuple(answer) if isinstance(answer, list) else answer for name, answer in content.items()}
