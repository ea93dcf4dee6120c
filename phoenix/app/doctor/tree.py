"""The files of the working directory: those of its git tree, or all of them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from phoenix.domain.errors import PhoenixError

GIT_LIMIT = 10.0  # seconds
LEFT_OUT = frozenset(
    {".git", ".hg", ".mypy_cache", ".ruff_cache", ".tox", ".venv", "__pycache__", "node_modules",
     "site-packages", "venv"}
)  # fmt: skip


class NoTree(PhoenixError):
    """There is no git tree here, or git cannot be asked about it."""


class GitTree:
    """A tree that git keeps, from its top.

    Args:
        folder: somewhere in it.

    Raises:
        NoTree: it is not in one.
    """

    def __init__(self, folder: Path) -> None:
        code, out = git(folder, "rev-parse", "--show-toplevel")
        if code:
            raise NoTree("this is no git tree")
        self.top = Path(os.fsdecode(out.rstrip(b"\n")))

    def tracked(self) -> list[Path]:
        """All files that git keeps, and that are there."""
        _, out = git(self.top, "ls-files", "-z")
        paths = (self.top / os.fsdecode(name) for name in out.split(b"\0") if name)
        return [path for path in paths if path.is_file() and not path.is_symlink()]

    def ignores(self, path: Path) -> bool:
        """Whether git leaves it alone; what git keeps already is not ignored."""
        code, _ = git(self.top, "check-ignore", "--quiet", "--", str(path))
        return code == 0


def git(folder: Path, *arguments: str) -> tuple[int, bytes]:
    """The exit code of git, and what it prints.

    Raises:
        NoTree: git is not installed, or does not answer.
    """
    program = shutil.which("git")
    if program is None:
        raise NoTree("git is not installed")
    try:
        ran = subprocess.run(  # noqa: S603 - the arguments are ours
            [program, "-C", str(folder), *arguments],
            capture_output=True, check=False, timeout=GIT_LIMIT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoTree(f"git does not answer: {type(error).__name__}") from error
    return ran.returncode, ran.stdout


def walked(folder: Path, without: frozenset[Path]) -> Iterator[Path]:
    """All files below a folder, but for what tools and packages put there, and ``without``."""
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = [
            name for name in sorted(folders) if name not in LEFT_OUT and here / name not in without
        ]
        for name in sorted(files):
            path = here / name
            if path not in without and path.is_file() and not path.is_symlink():
                yield path
