"""A real match, from the site's own files to a dossier."""

import csv
import json

import pytest

DAY = "2023-10-21"
FILES = ("2223/E0.csv", "2223/E1.csv", "2324/E0.csv", "2324/E1.csv")
KNOWN_BEFORE = {"Div", "Date", "Time", "HomeTeam", "AwayTeam", "Referee"}


@pytest.fixture
def store_from(phoenix, monkeypatch, tmp_path):
    """Imports files into a store of its own."""

    def make(name: str, paths) -> None:
        monkeypatch.setenv("PHOENIX_DATA_DIR", str(tmp_path / name))
        assert phoenix("data", "import", *map(str, paths)).code in {0, 1}

    return make


def known_before(source, target) -> None:
    """Copy a file as it could have stood on the morning of the match."""
    with source.open(newline="") as file:
        rows = list(csv.DictReader(file))
    early = [row for row in rows if row["Date"] < DAY]
    today = [
        {name: cell if name in KNOWN_BEFORE else "" for name, cell in row.items()}
        for row in rows
        if row["Date"] == DAY
    ]
    target.parent.mkdir(parents=True)
    with target.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*early, *today])


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_dossier_of_a_real_match_is_the_one_of_that_morning(
    real_files, store_from, phoenix, tmp_path, form
):
    """The whole season's files and those of the morning of the match give the same bytes."""
    question = ("dossier", "Arsenal", "Chelsea", "--date", DAY, "--format", form)
    store_from("whole", [real_files / name for name in FILES])
    whole = phoenix(*question)
    morning = []
    for place, name in enumerate(FILES):
        morning.append(tmp_path / str(place) / "file.csv")
        known_before(real_files / name, morning[-1])
    store_from("morning", morning)
    assert whole.code == 0
    assert phoenix(*question).out == whole.out


def test_a_real_dossier_says_what_was_true(real_files, store_from, phoenix):
    """Positions, kick-off and evidence of Chelsea against Arsenal are those of that day."""
    store_from("whole", [real_files / name for name in FILES])
    ran = phoenix("dossier", "arsenal", "chelsea", "--date", DAY, "--format", "json")
    made = json.loads(ran.out)
    assert (made["home"]["team"], made["away"]["team"]) == ("Chelsea", "Arsenal")
    assert (made["home"]["position"], made["away"]["position"]) == (11, 2)
    assert made["kickoff"] == "2023-10-21T16:30:00+00:00"
    assert set(made["voices"]) == {"goals", "corners"}
    days = [match["day"] for match in made["main"]["evidence"]["away"]["matches"]]
    assert days == ["2023-09-30", "2023-09-17", "2023-08-21", "2023-05-20"]
    assert made["away"]["qsc"]["value"] > made["home"]["qsc"]["value"]


def test_a_league_without_statistics_makes_the_corner_specialist_abstain(
    real_files, store_from, phoenix
):
    """Where nobody recorded corners, nothing is said of them, and the reason is given."""
    store_from("argentina", [real_files / "2023" / "ARG.csv", real_files / "2022" / "ARG.csv"])
    ran = phoenix(
        "dossier", "River Plate", "Boca Juniors", "--date", "2023-05-07", "--format", "json"
    )
    made = json.loads(ran.out)
    assert set(made["voices"]) == {"goals"}
    assert [silence["analyzer"] for silence in made["silences"]] == ["corners"]
    assert made["silences"][0]["fault"] is False
