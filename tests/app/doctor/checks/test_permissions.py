"""Rights that let everybody in."""

import shlex
import subprocess

import pytest

from phoenix.app.doctor import Outcome


def typed(command: str) -> None:
    subprocess.run(shlex.split(command), check=True)


async def test_closed_files_are_well(site) -> None:
    """Nobody else reads them."""
    assert (await site.told("permissions")).outcome is Outcome.PASSED


def env(site):
    return site.folder / ".env"


def data(site):
    return site.data


def plugins_file(site):
    path = site.installation.plugins_file
    path.touch()
    return path


@pytest.mark.parametrize(
    ("place", "mode"),
    [(env, 0o644), (env, 0o602), (data, 0o755), (data, 0o701), (plugins_file, 0o646)],
)
async def test_what_is_open_to_everybody_fails_and_its_cure_cures(site, fails, place, mode) -> None:
    """The command closes it."""
    path = place(site)
    path.chmod(mode)
    told = await fails("permissions")
    assert str(path) in told.detail
    typed(told.cure)
    assert (await site.told("permissions")).outcome is Outcome.PASSED


async def test_a_group_may_read(site) -> None:
    """A service and its keeper share one."""
    env(site).chmod(0o640)
    assert (await site.told("permissions")).outcome is Outcome.PASSED


async def test_everybody_may_read_which_plugins_are_on(site) -> None:
    """There is no secret in it."""
    plugins_file(site).chmod(0o644)
    assert (await site.told("permissions")).outcome is Outcome.PASSED


async def test_a_database_in_a_closed_folder_is_closed(site) -> None:
    """Whatever its own rights are."""
    site.database.chmod(0o666)
    assert (await site.told("permissions")).outcome is Outcome.PASSED


async def test_a_database_elsewhere_is_looked_at_itself(site, tmp_path) -> None:
    """Its folder may be open."""
    from pydantic import SecretStr

    elsewhere = tmp_path / "other.db"
    site.database.rename(elsewhere)
    elsewhere.chmod(0o644)
    url = SecretStr(f"sqlite:///{elsewhere}")
    told = await site.with_settings(database_url=url).told("permissions")
    assert (told.outcome, told.cure) == (Outcome.FAILED, f"chmod o= {elsewhere}")
