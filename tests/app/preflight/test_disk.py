"""The data directory: written, and looked at for room."""

from pathlib import Path

from phoenix.app.preflight.checks import disk


async def test_a_folder_that_can_be_written_passes_and_is_left_as_it_was(look, own_places):
    """It is made if it is not there."""
    finding = await look("disk")
    assert finding.line.startswith("✓ disk: the data directory can be written, ")
    assert list((own_places / "data").iterdir()) == []


async def test_a_folder_that_cannot_be_made_refuses_the_start(look, own_places):
    """The setting that moves it is named."""
    own_places.joinpath("data").touch()
    finding = await look("disk")
    assert finding.setting == "PHOENIX_DATA_DIR"
    assert finding.line == (
        f"✗ disk: the data directory {own_places / 'data'} cannot be written (File exists). "
        "Mend its rights, or set PHOENIX_DATA_DIR to a folder that can be written."
    )


async def test_a_folder_in_which_nothing_can_be_made_refuses_the_start(look, monkeypatch):
    """Even root may not write there."""
    monkeypatch.setenv("PHOENIX_DATA_DIR", "/proc/self")
    finding = await look("disk")
    assert finding.verdict == "refused"


def test_little_room_is_told_and_started_with():
    """What is needed at once fits."""
    found = disk.judged(Path("data"), disk.LEAST - 1)
    assert (found.verdict, found.detail) == (
        "degraded", "only 100 MB are free in the data directory data",
    )  # fmt: skip
    assert disk.judged(Path("data"), disk.LEAST).verdict == "passed"
