"""The list of commands, in the order in which help shows them."""

from __future__ import annotations

import argparse

from uedasns_tui.cli.grammar import Command


def _read(one: argparse.ArgumentParser) -> None:
    one.add_argument("citation", nargs="*", metavar="引用", help="5(8)オ、4(1)⑧、はじめに など。なければ目次")
    one.add_argument("--markdown", action="store_true", help="Markdown で出す")


def _find(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "words", nargs="+", metavar="言葉", help="言葉（いくつかなら全部を含むもの。ローマ字でもよい）"
    )
    one.add_argument("--records", action="store_true", help="記録の中も探す")


def _section(one: argparse.ArgumentParser) -> None:
    one.add_argument("--section", metavar="課", default="", help="その課のものだけ")


def _id(one: argparse.ArgumentParser) -> None:
    one.add_argument("id", metavar="ID", help="記録の ID")


def _new(one: argparse.ArgumentParser) -> None:
    one.add_argument("values", nargs="*", metavar="項目=値", help="項目の値。なければ 1 つずつ聞きます")
    one.add_argument("--id", default="", metavar="ID", help="記録の ID（なければ日付から作ります）")
    one.add_argument(
        "--from", dest="source", default="", metavar="ID", help="この記録を写して始める（sample は記載例）"
    )


def _new_post(one: argparse.ArgumentParser) -> None:
    _new(one)
    one.add_argument("--checklist", default="", metavar="一覧", help="チェックリストの ID")
    one.add_argument("--file", default="", metavar="ファイル", help="投稿文のファイル（- は標準入力）")


def _set(one: argparse.ArgumentParser) -> None:
    _id(one)
    one.add_argument("values", nargs="*", metavar="項目=値", help="項目の値。なければ 1 つずつ聞きます")


def _check_folder(one: argparse.ArgumentParser) -> None:
    one.add_argument("folder", metavar="フォルダー", help="調べるガイドラインのフォルダー")


def _check(one: argparse.ArgumentParser) -> None:
    one.add_argument("id", nargs="?", default="", metavar="ID", help="記録の ID（なければ新しく始めます）")
    one.add_argument(
        "answers", nargs="*", metavar="項目=答え", help="ok / no / na:理由。なければ 1 つずつ聞きます"
    )
    one.add_argument(
        "--checklist", default="", metavar="一覧", help="チェックリストの ID（私的利用は private）"
    )


def _doctor(one: argparse.ArgumentParser) -> None:
    one.add_argument("--coverage", action="store_true", help="本文の 1 文ごとに、何が答えるかを表にする")


COMMANDS = (
    Command("read", "ガイドラインを読む", "read:read", _read),
    Command("find", "言葉や引用で探す", "read:find", _find),
    Command("todo", "することの一覧", "todo:todo", _section),
    Command("guideline check", "ガイドラインのフォルダーの誤りをすべて挙げる", "read:check", _check_folder),
    Command("policy list", "利用方針の一覧", "policy:listing", _section),
    Command("policy show", "利用方針を見る", "policy:show", _id),
    Command("policy new", "利用方針を書き始める", "policy:new", _new),
    Command("policy set", "利用方針の項目を書く", "policy:change", _set),
    Command("post new", "投稿前チェックを始める", "post:new", _new_post),
    Command("post list", "投稿前チェックの一覧", "post:listing", _section),
    Command("post show", "投稿前チェックを見る", "post:show", _id),
    Command("post check", "項目を 1 つずつ確かめる", "post:check", _check),
    Command("doctor", "ファイルと記録を調べる", "doctor:doctor", _doctor),
)
