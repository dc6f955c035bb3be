"""todo, activity: open tasks and what was posted as the home screen shows them, without a screen."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console, problem_rows
from uedasns_tui.cli.parser import command
from uedasns_tui.services import home
from uedasns_tui.services.folders import AppOptions


@command("todo", "対応が必要なものの一覧", common_arguments.section)
def todo(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Unfinished work, most pressing first; exit code 1 when there is any."""
    context = open_for_command(options, console)
    tasks, faults = home.tasks(context, arguments.section)
    console.data(
        {
            "tasks": [
                {
                    "label": task.label,
                    "what": task.what,
                    "id": task.id,
                    "title": task.title,
                    "section": task.section,
                    "clause": task.clause,
                }
                for task in tasks
            ],
            "problems": problem_rows(faults),
        }
    )
    for task in tasks:
        place = f" [{task.clause}]" if task.clause else ""
        console.say(f"{task.label} {task.what}: {task.title}（{task.id}）{place}")
    console.say(
        f"対応が必要なものが {len(tasks):,} 件あります。" if tasks else "対応が必要なものはありません。"
    )
    if not console.json:
        console.problems(faults)
    return FOUND if tasks or faults else FINE


@command("activity", "今月の投稿と、アカウントの動き")
def activity(options: AppOptions, arguments: Namespace, console: Console) -> int:  # noqa: ARG001
    """The posts of this month by day, and of each account by week."""
    context = open_for_command(options, console)
    posts = home.post_activity(context)
    days = [(day, count) for day, count in posts.month if count]
    console.data(
        {
            "month": [{"day": day.isoformat(), "posts": count} for day, count in days],
            "accounts": [
                {
                    "id": account.id,
                    "name": account.name,
                    "last": account.last_post.isoformat() if account.last_post else "",
                    "weeks": list(account.weeks),
                }
                for account in posts.accounts
            ],
        }
    )
    listed = "、".join(f"{day.day}日 {count} 件" for day, count in days)
    console.say(
        f"{context.today.month}月の投稿 {sum(count for _, count in days)} 件"
        + (f"（{listed}）" if listed else "")
    )
    for account in posts.accounts:
        last = f"最後の投稿 {account.last_post}" if account.last_post else "最後の投稿は未確認"
        weeks = "、".join(map(str, account.weeks[-4:]))
        console.say(f"{account.name}: {last}、{_silence(posts, account)}この 4 週の件数（古い順）{weeks}")
    return FINE


def _silence(posts: home.PostActivity, account: home.AccountActivity) -> str:
    """Whether what the form watches over is met, in words."""
    met = account.is_met(posts.watch.days) if posts.watch else None
    if posts.watch is None or met is None:
        return ""
    return "" if met else f"{(account.silent_days or 0) // posts.watch.days} 週ありません、"
