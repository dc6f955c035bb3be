"""The application sheet: what the section that must allow the program wants to know, in Japanese, as one page.

It says only what follows from the bundle itself, so that the same bundle has the same sheet, and what was not tried.
"""

from __future__ import annotations

from embeddable import PACKAGES

from bundle import BundleError
from bundle.binaries import SIGNERS, Binary
from bundle.runtime import Runtime
from bundle.sbom import Build
from bundle.wheels import Wheel, canonical
from uedasns_tui.formats.html_format import HtmlFormat
from uedasns_tui.formats.page import Block, Heading, Items, Page, Paragraph, Table

USES = {
    "uedasns-tui": "このプログラム",
    "budoux": "日本語の行を、文節の切れ目で折り返す",
    "et-xmlfile": "openpyxl の部品",
    "filelock": "共有フォルダーの記録を、2人が同時に書きかえないようにする",
    "linkify-it-py": "markdown-it-py の部品（このプログラムからは使わない）",
    "markdown-it-py": "本文の強調などの印を読む",
    "mdit-py-plugins": "textual の部品",
    "mdurl": "markdown-it-py の部品",
    "jpholiday": "国民の祝日を調べる",
    "openpyxl": "Excel ファイル（.xlsx）を読む",
    "phonenumberslite": "数字が電話番号になりうるかを調べる",
    "platformdirs": "設定や記録を置くフォルダーを Windows に尋ねる",
    "pygments": "textual の部品",
    "rich": "画面に文字を描く",
    "textual": "端末の画面",
    "tomlkit": "記録のファイル（TOML）を書く",
    "typing-extensions": "ほかの部品が使う、型の書き方",
    "wcwidth": "文字の幅を数える",
}
"""What each part is for; a new part without one stops the build."""

HOME = r"%LOCALAPPDATA%\uedasns-tui"


def sheet(build: Build, runtime: Runtime, wheels: list[Wheel], binaries: list[Binary], length: int) -> bytes:
    """The page. `length`: characters that the path of the folder may have that the zip is unpacked into."""
    blocks: list[Block] = [
        Heading(f"uedasns-tui {build.version} を使うための申請書"),
        *_form(),
        *_what(build, runtime),
        *_network(),
        *_writes(build),
        *_install(length),
        *_hashes(build, runtime),
        *_parts(runtime, wheels),
        *_signatures(binaries),
        *_tried(runtime),
    ]
    return HtmlFormat().write(
        Page(f"uedasns-tui {build.version} を使うための申請書", tuple(blocks), name="shinseisho")
    )


def _form() -> list[Block]:
    empty = (
        "申請する課",
        "担当者",
        "申請の日",
        "使うパソコン（台数）",
        "置くフォルダー",
        "記録を置くフォルダー",
    )
    return [
        Paragraph("情報システムを担当する課に見せるための書類です。下の表だけを書き入れてください。"),
        Table(tuple((label, "") for label in empty), row_heads=True, widths=(3, 7)),
    ]


def _what(build: Build, runtime: Runtime) -> list[Block]:
    rows = (
        ("名前と版", f"uedasns-tui {build.version}（{build.day}、{build.commit or 'commit は不明'}）"),
        (
            "すること",
            "ソーシャルメディアの利活用に関するガイドラインを読み、利用方針（様式）を作り、投稿の前に確かめます。"
            "文字だけの画面（コマンドプロンプトや Windows ターミナル）で動きます。",
        ),
        ("動くところ", "Windows 10・11（64 ビット、x64）"),
        (
            "要るもの",
            "ありません。インストールも、管理者の権限も、インターネットも要りません。Python は中に入っています。",
        ),
        ("Python", f"{runtime.version}（python.org が配っている組み込み用のもの）"),
        ("使う条件", "MIT ライセンス（無償。保証はありません）。ソースもこの zip の中にあります"),
    )
    return [Heading("これは何か", 2), Table(rows, row_heads=True, widths=(2, 8))]


def _network() -> list[Block]:
    return [
        Heading("通信と、パソコンへの影響", 2),
        Items(
            (
                "どこにも接続しません。更新の確認も、利用状況の送信もありません。パスワードは扱いません。"
                "Python には通信の部品も入っていますが、呼びません（自動の検査は、通信しようとすると失敗します）。",
                "画面を開いている間だけ、プログラムは自分自身の中で 1 組のソケットをつなぎます（127.0.0.1 だけ。"
                "相手も自分）。Python の asyncio が、待っている自分を起こすために使うもので、Windows にはほかの方法が"
                "ないためです。つないだらすぐに待ち受けを閉じます。ほかのパソコンからは入れません。"
                "画面を開かないコマンドは、これも使いません。",
                "共有フォルダーに記録を置くときは、Windows がそのフォルダーを読み書きします。"
                "プログラムが自分でつなぐことはありません。",
                "レジストリ、スタートメニュー、PATH、ファイルの関連付けを変えません。常駐せず、サービスを登録しません。",
                "使う人がコピーを選んだときだけ、その文を Windows のクリップボードに置きます。",
                "Python は、このフォルダーの中だけからプログラムを読みます（python\\*._pth）。"
                "パソコンにある別の Python や、環境変数 PYTHONPATH の影響を受けません。",
            )
        ),
    ]


def _writes(build: Build) -> list[Block]:
    cache = "一覧と検索のための索引。消えても、記録から作り直します。"
    if not build.compiled_by:
        cache += "プログラムを速く始めるための控えも置きます（Cache\\pycache）。"
    rows = (
        (
            HOME,
            "自分の設定、書きかけ、コピーした文をファイルにもしたとき（out）、不具合の報告（記録の文は入れません）",
        ),
        (f"{HOME}\\Cache", cache),
        (f"{HOME}\\records、または自分で選んだフォルダー（課の共有フォルダーなど）", "記録と、その前の版"),
        ("%TEMP%", "不具合の報告（上のフォルダーに書けないときだけ）"),
        ("書き出すときに自分で選んだ場所", "Word・Excel・HTML・CSV・Markdown・文章・控え（zip）"),
    )
    return [
        Heading("書き込む場所", 2),
        Paragraph(
            "プログラムを置いたフォルダーには何も書きません。読み取り専用でかまいません。"
            "書き込むのは、使う人のふだんの権限で、次の場所だけです。"
        ),
        Table(rows, ("場所", "書くもの"), widths=(4, 6)),
        Paragraph(
            "記録は、担当者の氏名や課の連絡先を含む、文字のままのファイル（TOML）です。暗号化はしません。"
            "見られる人、書ける人は、そのフォルダーの権限で決まります。"
        ),
    ]


def _install(length: int) -> list[Block]:
    return [
        Heading("置き方、更新、削除", 2),
        Items(
            (
                "置く: zip を右クリックし「プロパティ」に「許可する」があれば、しるしを付けてから展開します。"
                "展開したフォルダー uedasns-tui は、書き込めない場所に置いても動きます。"
                f"その場所のパスは {length} 字までにしてください。",
                "使う: uedasns-tui.cmd をダブルクリックします。コマンドで使うときは、"
                'uedasns-tui.cmd read "5(8)オ" のように書きます。.cmd が許可されていないパソコンでは、'
                "python\\python.exe -X utf8 -m uedasns_tui でも同じです。",
                "更新: プログラムを終え、フォルダーを新しいものと入れ替えます。前のフォルダーに上書きせず、"
                "消してから置いてください。設定と記録は別の場所にあり、そのまま使えます。",
                "戻す: 前の版のフォルダーに入れ替えます。",
                f"削除: フォルダーを消します。設定と記録も要らなければ、{HOME} も消します"
                "（共有フォルダーに置いた記録は、そこに残ります）。",
            )
        ),
    ]


def _hashes(build: Build, runtime: Runtime) -> list[Block]:
    return [
        Heading("改ざんされていないことの確かめ方", 2),
        Paragraph(
            "コマンドプロンプトで次のように打ち、出た値を、配った人から別の方法（電話や庁内の掲示）で聞いた値と比べます。"
        ),
        Paragraph(f"certutil -hashfile uedasns-tui-{build.version}-windows.zip SHA256"),
        Paragraph("展開したあとは、1 つずつのファイルを、SHA256SUMS.txt の行と比べられます。"),
        Paragraph("certutil -hashfile uedasns-tui\\python\\python.exe SHA256"),
        Paragraph(
            "全部を一度に比べるには、PowerShell でフォルダー uedasns-tui に移り、次のように打ちます。違うファイルだけが出ます。"
        ),
        Paragraph(
            "Get-Content SHA256SUMS.txt | ForEach-Object { $hash, $path = $_ -split '  ', 2; "
            "if ((Get-FileHash -LiteralPath $path).Hash -ne $hash) { $path } }"
        ),
        Paragraph(
            f"python フォルダーの中身は、python.org の python-{runtime.version}-embed-amd64.zip を展開したものです"
            f"（その SHA-256 は {runtime.digest}）。変えたのは、読み込む場所を書いた ._pth の 1 つだけです。"
        ),
        Paragraph(
            "この zip は、同じ commit と同じ材料から作ると、1 バイトも違わないものになります。"
            "疑わしいときは、自分で作って比べられます（README の「オフラインの Windows パソコンに配る」）。"
        ),
    ]


def _parts(runtime: Runtime, wheels: list[Wheel]) -> list[Block]:
    if missing := [wheel.name for wheel in wheels if canonical(wheel.name) not in USES]:
        raise BundleError(f"say in bundle/sheet.py what these are for: {', '.join(missing)}")
    rows = [("Python", runtime.version, "PSF-2.0", "プログラムを動かす")]
    rows += [(wheel.name, wheel.version, wheel.licence, USES[canonical(wheel.name)]) for wheel in wheels]
    return [
        Heading("入っているもの", 2),
        Paragraph(
            "使用許諾（ライセンス）の全文は licences フォルダーに、部品表（SBOM、CycloneDX 1.6）は sbom.cdx.json にあります。"
        ),
        Table(tuple(rows), ("部品", "版", "ライセンス", "何のためか"), widths=(3, 2, 2, 5)),
    ]


def _signatures(binaries: list[Binary]) -> list[Block]:
    counts = "、".join(
        f"{signer} の署名 {count} 個"
        for signer in SIGNERS
        if (count := sum(binary.signer == signer for binary in binaries))
    )
    unsigned = tuple(
        (binary.path.replace("/", "\\"), binary.purpose) for binary in binaries if not binary.signer
    )
    blocks: list[Block] = [
        Heading("実行ファイルと署名", 2),
        Paragraph(f"実行ファイル（.exe・.dll・.pyd）は {len(binaries)} 個です。{counts}があります。"),
    ]
    if not unsigned:
        blocks.append(Paragraph("署名のない実行ファイルはありません。"))
    else:
        blocks += [
            Paragraph(
                f"次の {len(unsigned)} 個には署名がありません。AppLocker などで発行元によって許可しているときは、"
                "これらを 1 つずつ、ファイルのハッシュで許可してください。"
            ),
            Table(unsigned, ("署名のないファイル", "何のためか"), widths=(5, 6)),
        ]
    blocks.append(
        Paragraph(
            "uedasns-tui.cmd と Python のプログラム（.py・.pyc）には署名がありません。スクリプトも発行元で許可しているときは、"
            "python\\python.exe を許可し、uedasns-tui.cmd をハッシュで許可してください（SHA256SUMS.txt にあります）。"
        )
    )
    return blocks


def _tried(runtime: Runtime) -> list[Block]:
    tried = (
        f"確かめたこと: この zip と同じ Python {runtime.version}（Windows 用）で、"
        if runtime.version in PACKAGES
        else f"Python {runtime.version} の zip は、まだ動かしていません。{'・'.join(PACKAGES)} の zip で確かめたこと: "
    )
    return [
        Heading("確かめたことと、確かめていないこと", 2),
        Paragraph(
            f"{tried}読み取り専用の、日本語・空白・全角の名前のフォルダーから、本文を読み、利用方針を作って Word に"
            "書き出しました。Windows の代わりをするもの（Wine、Linux の上）で動かしています。"
        ),
        Paragraph(
            "確かめていないこと: 本物の Windows、共有フォルダー（\\\\サーバー\\…）に置いての起動、ウイルス対策ソフト、AppLocker・WDAC・SmartScreen、"
            "署名のないファイルを禁じた環境、文字を読み上げるソフトでの動き。"
        ),
    ]
