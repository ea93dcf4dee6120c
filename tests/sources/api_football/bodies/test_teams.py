"""Teams and their countries."""

from phoenix.domain.provided import TeamRef
from phoenix.sources.api_football.bodies.teams import read_teams


def test_a_team_is_an_id_with_a_name_and_a_country() -> None:
    """Its venue is not read; a country that is not told is None."""
    rows = [
        {"team": {"id": 487, "name": "Lazio", "country": "Italy"}, "venue": None},
        {"team": {"id": 488, "name": "Sassuolo", "country": None}},
    ]
    read = read_teams("x", rows)
    assert read.values == (TeamRef("487", "Lazio", "Italy"), TeamRef("488", "Sassuolo"))
    assert read.rejects == ()


def test_a_team_without_an_id_is_a_reject() -> None:
    """A name alone is no team."""
    read = read_teams("x", [{"team": {"name": "Lazio"}}])
    assert [reject.reason for reject in read.rejects] == ["team.id: Field required"]
