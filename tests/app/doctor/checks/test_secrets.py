"""Secrets in files that others read."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from phoenix.app.doctor import Outcome
from phoenix.app.doctor import sweep as sweeping
from phoenix.app.doctor.checks import secrets
from phoenix.app.doctor.sweep import Sweep, sweep

TOKEN = "123456789:" + "AbCdEfGhIjKlMnOpQrStUvWxYz012345678"
OTHER_KEY = "00112233445566778899aabbccddeeff"


@pytest.fixture
def keep(site):
    """Writes a file and lets git keep it."""

    def kept(text: str | bytes, name: str = "notes.txt") -> None:
        path = site.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        site.git("add", "--force", name)

    return kept


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        (f"bot = '{TOKEN}'", "a Telegram token", TOKEN),
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "a Telegram token", TOKEN),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "a private key", "MIIE"),
        ("-----BEGIN PRIVATE KEY-----", "a private key", "MIIE"),
        (f"API_FOOTBALL_KEY={OTHER_KEY}", "a key of API-Football", OTHER_KEY),
        (f'"API_FOOTBALL_KEY": "{OTHER_KEY}"', "a key of API-Football", OTHER_KEY),
        ("0f1e2d3c4b5a69788796a5b4c3d2e1f0", "the value of a setting that is secret", "0f1e2d"),
    ],
)
async def test_a_secret_that_git_keeps_fails(keep, fails, text, kind, secret) -> None:
    """Its place and its kind are told, and never itself."""
    keep(f"first\n{text}\n")
    told = await fails("secrets")
    assert told.detail == f"notes.txt:2 holds {kind}"
    assert secret not in told.detail + told.cure


async def test_the_file_of_the_settings_may_hold_them(site) -> None:
    """Git does not keep it."""
    assert (await site.told("secrets")).outcome is Outcome.PASSED


async def test_the_file_of_the_settings_must_not_be_kept(site) -> None:
    """Two examinations say so."""
    site.git("add", "--force", ".env")
    report = await site.report()
    assert [one.name for one in report.of(Outcome.FAILED)] == ["secrets", ".gitignore"]


async def test_a_password_of_a_database_is_a_secret(site, keep) -> None:
    """Also by itself."""
    keep("password: open-sesame\n")
    url = SecretStr("postgresql://phoenix:open-sesame@127.0.0.1:9/phoenix")
    assert (await site.with_settings(database_url=url).told("secrets")).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "API_FOOTBALL_KEY=\nTELEGRAM_BOT_TOKEN=\n",
        "123456789:" + "A" * 35,
        "123456789:" + "too-short",
        "deadbeef" * 4,
        b"\0binary" + TOKEN.encode(),
        b"\xff\xfe no text of ours",
    ],
)
async def test_what_is_no_secret_is_well(site, keep, text) -> None:
    """Examples, checksums, and what is no text."""
    keep(text)
    assert (await site.told("secrets")).outcome is Outcome.PASSED


async def test_what_git_does_not_keep_is_not_read(site) -> None:
    """Nobody else has it."""
    (site.folder / "notes.txt").write_text(TOKEN)
    assert (await site.told("secrets")).outcome is Outcome.PASSED


async def test_elsewhere_all_files_are_read(site) -> None:
    """But for the settings' own."""
    shutil.rmtree(site.folder / ".git")
    assert (await site.told("secrets")).outcome is Outcome.PASSED
    (site.folder / "notes.txt").write_text(TOKEN)
    assert (await site.told("secrets")).outcome is Outcome.FAILED


async def test_many_are_counted(site, keep) -> None:
    """The first few are named."""
    for number in range(7):
        keep(TOKEN, f"{number}.txt")
    assert (await site.told("secrets")).detail.endswith("; and 2 more")


def test_what_was_not_read_is_not_said_to_be_well(tmp_path) -> None:
    """Too many files, or too little time."""
    files = [tmp_path / str(number) for number in range(3)]
    for file in files:
        file.write_text("nothing")
    ticks = iter([0.0, 0.5, 2.0])
    assert not sweep(files, (), 1.0, clock=lambda: next(ticks)).whole
    assert not sweep(files, (), 1.0, most=2).whole
    assert sweep(files, (), 1.0, most=3).whole


def test_a_tree_that_was_not_read_whole_is_skipped() -> None:
    """It counts neither for nor against."""
    assert secrets._clean(Sweep((), 7, whole=False), "git tree").outcome is Outcome.SKIPPED


async def test_without_settings_only_shapes_are_known(site, keep) -> None:
    """And that is said."""
    here = site.changed(settings=None)
    assert "are not known" in (await here.told("secrets")).detail
    keep(TOKEN)
    assert (await here.told("secrets")).outcome is Outcome.FAILED


def test_a_folder_in_the_place_of_a_file_is_not_read(tmp_path) -> None:
    """What cannot be read makes the sweep incomplete; what has gone does not."""
    assert not sweep([tmp_path], (), 1.0).whole
    assert sweep([tmp_path / "gone"], (), 1.0).whole


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_token_is_found_wherever_it_stands(before, after) -> None:
    """Between any bytes that do not belong to it."""
    body = before + b" " + TOKEN.encode() + b" " + after
    (pattern,) = [sweeping.SHAPES["a Telegram token"]]
    assert sweeping._first(pattern, body) is not None
