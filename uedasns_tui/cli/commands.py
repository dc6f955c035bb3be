"""The list of commands, in the order in which help shows them. Used by `main.py`."""

from __future__ import annotations

import argparse

from uedasns_tui.cli import file_options
from uedasns_tui.cli.parser import Command
from uedasns_tui.cli.step_commands import STEPS


def _read(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "citation", nargs="*", metavar="引用", help="条項の引用（目次に出る書き方など）。なければ目次"
    )
    parser.add_argument("--markdown", action="store_true", help="Markdown で出す")
    file_options.files(parser, "")


def _find(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="+", metavar="言葉", help="言葉（いくつかなら全部を含むもの。ローマ字でもよい）"
    )
    parser.add_argument("--records", action="store_true", help="記録の中も探す")


def _section(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--section", metavar="課", default="", help="その課のものだけ")


def _id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="記録の ID")


def _from_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from-file",
        dest="files",
        action="append",
        default=[],
        metavar="項目=ファイル",
        help="項目の値をファイル（UTF-8。- は標準入力）から読む。何度でも書けます。項目=値 の値は、@ で始まっていても書いたとおりに記録します",
    )


def _new(parser: argparse.ArgumentParser) -> None:
    _from_file(parser)
    parser.add_argument("values", nargs="*", metavar="項目=値", help="項目の値。なければ 1 つずつ聞きます")
    parser.add_argument("--id", default="", metavar="ID", help="記録の ID（なければ日付から作ります）")
    parser.add_argument(
        "--from",
        dest="source",
        default="",
        metavar="ID",
        help="この記録をコピーして始める（sample は記載例）",
    )


def _form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", metavar="様式", help="様式の ID か名前（record forms に出るもの）")


def _list_form(parser: argparse.ArgumentParser) -> None:
    _form(parser)
    _section(parser)


def _new_of_form(parser: argparse.ArgumentParser) -> None:
    _form(parser)
    _new(parser)


def _new_post(parser: argparse.ArgumentParser) -> None:
    _new(parser)
    parser.add_argument("--checklist", default="", metavar="一覧", help="チェックリストの ID")
    parser.add_argument("--file", default="", metavar="ファイル", help="投稿文のファイル（- は標準入力）")


def _set(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--fix", action="store_true", help="半角にするなど、確かに直せる値を直す")
    _from_file(parser)
    parser.add_argument("values", nargs="*", metavar="項目=値", help="項目の値。なければ 1 つずつ聞きます")


def _bulk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("section", metavar="課", help="今の課の名前（その課のアカウントすべてが対象）")
    _from_file(parser)
    parser.add_argument("values", nargs="*", metavar="項目=値", help="新しい値。なければ 1 つずつ聞きます")
    _yes(parser)


def _text(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--output", "-o", default="-", metavar="ファイル", help="書き出す先（- は標準出力）")
    parser.add_argument("--overwrite", action="store_true", help="同じ名前のファイルがあれば、置き換える")


def _check_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="フォルダー", help="調べるガイドラインのフォルダー")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="記録の ID（なければ新しく始めます）")
    parser.add_argument(
        "answers", nargs="*", metavar="項目=答え", help="ok / no / na:理由。なければ 1 つずつ聞きます"
    )
    parser.add_argument(
        "--checklist", default="", metavar="一覧", help="チェックリストの ID（私的利用は private）"
    )


def _step(parser: argparse.ArgumentParser, *, named: bool = False) -> None:
    _id(parser)
    if named:
        parser.add_argument("role", metavar="手続", help="手続の名前（例: 年次点検）か ID")
    parser.add_argument(
        "--anyway", metavar="理由", default="", help="確認が残っていても進める理由（経過に残ります）"
    )
    _from_file(parser)
    parser.add_argument(
        "values", nargs="*", metavar="質問=答え", help="手続が尋ねること。なければ 1 つずつ聞きます"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="ファイル", help="様式の Word（.docx）、Excel（.xlsx）か CSV")
    parser.add_argument("--yes", action="store_true", help="確認を聞かずに下書きにする")


def _seen(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="ID・ファイル", help="記録の ID。いくつもなら CSV（ID・日付・確かめた人の列）"
    )
    parser.add_argument("day", nargs="?", default="", metavar="日付", help="最後の投稿の日（ID のとき）")
    parser.add_argument("--by", default="", metavar="名前", help="確かめた人（なければ自分）")
    parser.add_argument("--yes", action="store_true", help="確認を聞かずに書く")


def _lint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="ファイル", help="投稿文のファイル（- は標準入力）"
    )
    parser.add_argument("--platform", default="", metavar="媒体", help="X、LINE など（文字数を数えます）")
    parser.add_argument(
        "--today", default="", metavar="日付", help="この日に書いたものとして読む（2026-11-23）"
    )


def _incident(parser: argparse.ArgumentParser) -> None:
    _new(parser)
    parser.add_argument("--keep", action="store_true", help="私的利用のものも、この PC に保存する")


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", metavar="前の版", help="フォルダーか日付（2024-01-04）")
    parser.add_argument("after", metavar="後の版", help="フォルダーか日付")


def _guideline_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="ファイル", help="公表された文（.txt .md .docx .html。- は標準入力）")
    parser.add_argument("folder", metavar="フォルダー", help="作るフォルダー（空か、まだないもの）")


def _guideline_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="フォルダー", help="作るフォルダー（空か、まだないもの）")
    parser.add_argument(
        "--title", default="ソーシャルメディア利用ガイドライン", metavar="題", help="ガイドラインの題"
    )
    parser.add_argument("--city", default="○○市", metavar="名前", help="市町村などの名前")


def _diff(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("versions", nargs="*", metavar="版", help="版の番号（history に出るもの）を 2 つまで")


def _restore(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("number", metavar="版", help="版の番号（history に出るもの）")


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="写し・ID",
        help="控えの zip、記録のフォルダー、同期の競合コピーのファイル、又は記録の ID（入っていない保存を合わせる）",
    )
    parser.add_argument(
        "--take",
        choices=("record", "version"),
        default="",
        help="両方で書きかえた項目は、今の記録（record）か、入っていない版（version）を取る",
    )
    _yes(parser)


def _delete(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--reason", default="", metavar="理由", help="移す理由")


def _purge(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    parser.add_argument("--reason", required=True, metavar="理由", help="消す理由（記録に残ります）")
    parser.add_argument("--yes", action="store_true", help="確認を聞かずに消す")


def _yes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="確認を聞かない")


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="ファイル", help="控えの zip ファイル")
    _yes(parser)


def _build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="フォルダー", help="書き出すフォルダー")
    parser.add_argument("--fragment", default="", metavar="ID", help="この記録のページの本文だけを標準出力へ")


def _media(parser: argparse.ArgumentParser) -> None:
    _id(parser)
    _from_file(parser)
    parser.add_argument(
        "values",
        nargs="*",
        metavar="項目=値",
        help="file、alt、shows、consent、source。なければ 1 つずつ聞きます",
    )
    parser.add_argument("--remove", default="", metavar="ファイル", help="この名前の画像や動画を外す")


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--coverage", action="store_true", help="本文の 1 文ごとに、何が答えるかを表にする")
    parser.add_argument("--fix", action="store_true", help="直せるものを直す（元に戻せるものだけ）")


def _order(command: Command) -> int:
    groups = (
        "read", "find", "todo", "activity", "guideline", "policy", "post", "incident", "record", "trash", "site",
    )  # fmt: skip
    first = command.words.split()[0]
    return groups.index(first) if first in groups else len(groups)


COMMANDS = tuple(
    sorted(
        (
            Command("read", "ガイドラインを読む", "read:read", _read),
            Command("find", "言葉や引用で探す", "read:find", _find),
            Command("todo", "することの一覧", "todo:todo", _section),
            Command("activity", "今月の投稿と、アカウントの動き", "todo:activity", lambda _: None),
            Command(
                "guideline check", "ガイドラインのフォルダーの誤りをすべて挙げる", "read:check", _check_folder
            ),
            Command(
                "guideline import",
                "公表された文から、ガイドラインのフォルダーを作る",
                "guideline_import:import_file",
                _guideline_import,
            ),
            Command(
                "guideline new",
                "ガイドラインのフォルダーを新しく作る",
                "guideline_import:new",
                _guideline_new,
            ),
            Command("guideline compare", "2 つの版を条項ごとに比べる", "compare:compare", _compare),
            Command("policy list", "アカウントの方針の一覧", "policy:listing", _section),
            Command("policy show", "アカウントの方針を見る", "policy:show", _id),
            Command("policy new", "アカウントの方針を書き始める", "policy:new", _new),
            Command("policy set", "アカウントの方針の項目を書く", "policy:change", _set),
            Command("policy bulk", "課や連絡先をまとめて変える（人事異動）", "bulk_change:change", _bulk),
            Command("policy export", "様式を Word などで書き出す", "exchange:export", file_options.export),
            Command("policy blank", "空の様式を書き出す（手で書く用）", "exchange:blank", file_options.files),
            Command("policy import", "Word や CSV から下書きを作る", "exchange:import_file", _import),
            Command("policy check", "アカウントの項目を 1 つずつ確かめる", "post:check", _check),
            Command("policy seen", "最後の投稿の日を、見た人の名前で書く", "last_post:seen", _seen),
            Command("post new", "投稿の前の確認を始める", "post:new", _new_post),
            Command("post list", "投稿の前の確認の一覧", "post:listing", _section),
            Command("post show", "投稿の前の確認を見る", "post:show", _id),
            Command("post text", "認められた文を、そのまま出す", "post:text", _text),
            Command("post export", "投稿の前の確認を回覧用に書き出す", "exchange:export", file_options.sheet),
            Command("post lint", "投稿文の気になるところを挙げる", "lint:lint", _lint),
            Command("post set", "投稿の文や項目を書き直す", "policy:change", _set),
            Command("post media", "画像や動画を加える・書き直す", "media:media", _media),
            Command("post check", "項目を 1 つずつ確かめる", "post:check", _check),
            Command("incident set", "トラブルの記録の項目を書く", "policy:change", _set),
            Command("incident check", "手順を 1 つずつ確かめる", "post:check", _check),
            Command("incident new", "トラブルの記録を始める", "incident:new", _incident),
            Command("incident list", "トラブルの一覧", "incident:listing", _section),
            Command("incident show", "トラブルの記録を見る", "incident:show", _id),
            Command("incident report", "報告書を出す", "exchange:export", file_options.report),
            Command("record forms", "このガイドラインの様式を並べる", "records:forms", lambda _: None),
            Command("record list", "どの様式の記録も並べる", "records:listing", _list_form),
            Command("record new", "どの様式の記録も書き始める", "records:new", _new_of_form),
            Command("record show", "どの様式の記録も見る", "policy:show", _id),
            Command("record set", "どの様式の記録も項目を書く", "policy:change", _set),
            Command("record check", "どの様式の記録も項目を確かめる", "post:check", _check),
            Command("record export", "どの様式の記録も書き出す", "exchange:export", file_options.export),
            Command(
                "record step",
                "どの様式の手続も、名前で進める",
                "transition:step",
                lambda parser: _step(parser, named=True),
            ),
            Command("record history", "記録の版を並べる", "versions:history", _id),
            Command("record diff", "版の違いを見る", "versions:diff", _diff),
            Command("record restore", "前の版に戻す", "versions:restore", _restore),
            Command(
                "record merge",
                "別の写しや、記録に入っていない保存を合わせる",
                "record_merge:merge_command",
                _merge,
            ),
            Command("record purge", "すべての控えから完全に消す", "versions:purge", _purge),
            Command("record delete", "ごみ箱へ移す", "versions:discard", _delete),
            Command("trash list", "ごみ箱の中を並べる", "versions:trash", lambda _: None),
            Command("trash restore", "ごみ箱から戻す", "versions:untrash", _id),
            Command("trash empty", "ごみ箱を空にする", "versions:empty", _yes),
            Command("site build", "公表するページをすべて作る", "exchange:site", _build),
            Command("backup", "記録の控えを zip に取る", "versions:backup", _file),
            Command("restore", "控えから記録を戻す", "versions:unpack", _file),
            Command("doctor", "ファイルと記録を調べる", "doctor:doctor", _doctor),
            *(Command(name, words, "transition:step", _step, role) for name, words, role in STEPS),
        ),
        key=_order,
    )
)
