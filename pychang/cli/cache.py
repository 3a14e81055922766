"""`pychang cache`: the sound of phrases that is kept from one build to the next."""

from __future__ import annotations

import click

from pychang.cli.songs import WrongUse
from pychang.cli.words import said
from pychang.language.wording import count, why_not

HELP = (
    """불러 둔 소절의 소리를 어디에, 얼마나 두었는지 보입니다.

    폴더는 PYCHANG_CACHE_DIR로, 크기의 한도(MB)는 PYCHANG_CACHE_MB로 바꿉니다.

    \b
    pychang cache             폴더, 소절 수, 크기와 한도
    pychang cache clear       모두 지운다
    pychang cache folder      폴더 이름만
    """,
    """Show where the sound of phrases sung before is kept, and how much of it there is.

    PYCHANG_CACHE_DIR names another folder, PYCHANG_CACHE_MB another limit, in MB.

    \b
    pychang cache             folder, phrases, size and limit
    pychang cache clear       drop them all
    pychang cache folder      the folder alone
    """,
)


@click.group(help=said(*HELP), invoke_without_command=True)
@click.pass_context
def cache(ctx: click.Context) -> None:
    """Show what there is, unless a command says what to do with it."""
    if ctx.invoked_subcommand is None:
        for label, value in rows():
            click.echo(f"{label}: {value}")


@cache.command(
    "clear",
    help=said(
        "불러 둔 소리를 모두 지웁니다. 노래는 다음에 처음부터 부릅니다.",
        "Drop all sound that is kept; the next build sings anew.",
    ),
)
def clear_cache() -> None:
    """Empty the cache, and tell how much room that made."""
    from pychang.cache import SoundCache

    kept = SoundCache()
    try:
        phrases, size = kept.usage()
        kept.clear()
    except OSError as failure:
        raise WrongUse(why_not(failure)) from None
    click.echo(
        said(
            f"소절 {phrases:,}개, {megabytes(size)}를 지웠습니다.",
            f"Dropped {count(phrases, 'phrase')}, {megabytes(size)}.",
        )
    )


@cache.command("folder", help=said("폴더 이름만 보입니다.", "Print the folder alone."))
def show_folder() -> None:
    from pychang.cache import cache_folder

    click.echo(str(cache_folder()))


def rows() -> list[tuple[str, str]]:
    """Folder, phrases, size and limit, with labels in the user's language."""
    from pychang.cache import SoundCache, cache_folder

    kept = SoundCache()
    try:
        phrases, size = kept.usage()
    except OSError as failure:
        raise WrongUse(why_not(failure)) from None
    return [
        (said("폴더", "folder"), str(cache_folder())),
        (said("소절", "phrases"), f"{phrases:,}"),
        (said("크기", "size"), megabytes(size)),
        (said("한도", "limit"), megabytes(kept.limit)),
    ]


def megabytes(size: int) -> str:
    """1 536 000 as 1.5 MB; a megabyte is 2²⁰ bytes, as in PYCHANG_CACHE_MB."""
    return f"{size / 2**20:,.1f} MB"
