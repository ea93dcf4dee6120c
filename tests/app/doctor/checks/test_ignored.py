"""What git must leave alone."""

import shutil

import pytest
from pydantic import SecretStr

from phoenix.app.doctor import Outcome


async def test_a_tree_that_ignores_them_is_well(site) -> None:
    """Settings and databases."""
    assert (await site.told(".gitignore")).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("lines", "missing"),
    [("*.db\n", ".env"), (".env\n", "phoenix.db"), ("", ".env, phoenix.db")],
)
async def test_what_is_not_ignored_fails(site, fails, lines, missing) -> None:
    """It would be kept with the next ``git add``."""
    (site.folder / ".gitignore").write_text(lines)
    assert (await fails(".gitignore")).detail == f"git does not ignore {missing}"


async def test_a_database_in_the_tree_counts(site) -> None:
    """Whatever its name."""
    url = SecretStr(f"sqlite:///{site.folder / 'matches.sqlite'}")
    told = await site.with_settings(database_url=url).told(".gitignore")
    assert told.outcome is Outcome.FAILED
    assert "*.sqlite" in told.cure


async def test_elsewhere_there_is_nothing_to_ignore(site) -> None:
    """It does not apply."""
    shutil.rmtree(site.folder / ".git")
    told = await site.told(".gitignore")
    assert (told.outcome, told.detail) == (Outcome.SKIPPED, "this is no git tree")


async def test_without_git_nothing_is_known(site, monkeypatch) -> None:
    """And nothing is said."""
    monkeypatch.setenv("PATH", "")
    assert (await site.told(".gitignore")).detail == "git is not installed"
