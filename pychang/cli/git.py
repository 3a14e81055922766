"""What the commands ask of git: songs as they were, and where a repository begins."""

from __future__ import annotations

import errno
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.language.wording import josa
from pychang.world import STANDARD_INPUT, World


class GitError(Unusable):
    """git is missing, or does not have what was asked of it."""


def run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; GitError if there is no git."""
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise GitError(
            Text("git이 설치되어 있지 않습니다.", "git is not installed, or not on the PATH.")
        ) from None


@dataclass(frozen=True)
class Repository:
    """A repository by the top folder of its working tree."""

    top: Path

    @classmethod
    def of(cls, path: Path) -> Repository:
        """That in which a file or folder is, or was; GitError if there is none."""
        folder = path.resolve()
        while not folder.is_dir():
            folder = folder.parent
        found = run_git(folder, "rev-parse", "--show-toplevel")
        if found.returncode:
            raise GitError(
                Text(
                    f"{path}: git 저장소 안에 있지 않습니다.", f"{path}: this is not inside a git repository."
                )
            )
        return cls(Path(os.fsdecode(found.stdout.rstrip(b"\n"))))

    def check_revision(self, revision: str) -> None:
        """GitError unless there is such a revision."""
        if revision.startswith("-") or self._asks("rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}"):
            raise GitError(
                Text(
                    f"{revision}: 그런 파일도, git에 그런 판도 없습니다.",
                    f"{revision}: there is no such file, and git has no such revision.",
                )
            )

    def merge_base(self, one: str, other: str) -> str:
        """Where two revisions parted; GitError if they have nothing in common."""
        found = run_git(self.top, "merge-base", one, other)
        if found.returncode:
            raise GitError(
                Text(
                    f"{one}{josa(one, '과', '와')} {other}에는 공통된 판이 없습니다.",
                    f"{one} and {other} have no revision in common.",
                )
            )
        return found.stdout.decode().strip()

    def read(self, revision: str, path: Path) -> bytes:
        """A file as it was; FileNotFoundError if it was not there, ValueError outside the repository."""
        inside = path.resolve().relative_to(self.top.resolve()).as_posix()
        found = run_git(self.top, "cat-file", "blob", f"{revision}:{inside}")
        if found.returncode:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), f"{revision}:{path}")
        return found.stdout

    def _asks(self, *arguments: str) -> int:
        return run_git(self.top, *arguments).returncode


class RevisionWorld(World):
    """The world with the files of a repository as they were in a revision."""

    def __init__(self, repository: Repository, revision: str) -> None:
        super().__init__()
        self.repository = repository
        self.revision = revision

    def read(self, path: Path) -> bytes:
        if path == STANDARD_INPUT:
            return super().read(path)
        try:
            return self.repository.read(self.revision, path)
        except ValueError:  # outside the repository there is only now
            return super().read(path)


class ReplacedWorld(World):
    """The world with the bytes of one file in another."""

    def __init__(self, path: Path, contents: Path) -> None:
        super().__init__()
        self.path, self.contents = path, contents

    def read(self, path: Path) -> bytes:
        return super().read(self.contents if path == self.path else path)
