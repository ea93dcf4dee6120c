"""From two names to a dossier, through plugins, as a user would."""

import json
import sqlite3

import pytest

MATCH = ("Baía Serena", "Rio Manso")


@pytest.fixture
def dossier(demo_store, phoenix):
    """Makes the JSON dossier of a match of the demo league."""

    def make(*arguments: str) -> dict:
        ran = phoenix("dossier", *arguments, "--format", "json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    return make


def tendencies(dossier: dict) -> list[dict]:
    return [dossier["main"], *dossier["others"]]


def test_specialists_are_heard_through_plugins(dossier):
    """Goals come from two specialists whose shares add up to 1, corners from one."""
    voices = dossier(*MATCH)["voices"]
    assert {voice["analyzer"] for voice in voices["goals"]} == {"goals", "qsc"}
    assert sum(voice["share"] for voice in voices["goals"]) == pytest.approx(1.0)
    assert [voice["analyzer"] for voice in voices["corners"]] == ["corners"]


def test_a_disabled_specialist_is_not_heard(dossier, phoenix):
    """After `plugins disable corners` nobody speaks of corners."""
    assert phoenix("plugins", "disable", "corners").code == 0
    made = dossier(*MATCH)
    assert "corners" not in made["voices"]
    assert all(told["quantity"] == "goals" for told in tendencies(made))


def test_a_heavier_plugin_has_a_larger_share(dossier, own_places):
    """The weight of plugins.toml moves the shares of the pool."""
    own_places.joinpath("plugins.toml").write_text("[plugins.qsc]\nweight = 9.0\n")
    shares = {voice["analyzer"]: voice["share"] for voice in dossier(*MATCH)["voices"]["goals"]}
    assert shares["qsc"] > 0.8


def test_confidence_is_ten_times_the_probability_and_says_so(dossier):
    """Until it is calibrated, confidence promises nothing and is marked."""
    made = dossier(*MATCH)
    for told in tendencies(made):
        assert told["confidence"] == pytest.approx(10 * told["probability"], abs=1e-4)
        assert told["calibrated"] is False
    assert any(caution["code"] == "not-calibrated" for caution in made["cautions"])


def test_every_tendency_is_likelier_than_in_the_league(dossier):
    """What is told has the minimum confidence and beats its own base rate."""
    for told in tendencies(dossier(*MATCH)):
        assert told["confidence"] >= 6.0
        assert told["probability"] > told["base_rate"]


def test_the_main_tendency_carries_most_information(dossier):
    """No other tendency diverges further from the league."""
    made = dossier(*MATCH)
    assert all(other["information"] <= made["main"]["information"] for other in made["others"])


def test_others_come_from_different_families_first(dossier):
    """A second tendency of one kind of market never stands before a first of another."""
    told = tendencies(dossier(*MATCH))
    families = [(t["quantity"], "" if t["quantity"] != "goals" else t["kind"]) for t in told]
    firsts = [families.index(family) == place for place, family in enumerate(families)]
    assert firsts == sorted(firsts, reverse=True)


def test_evidence_is_four_home_and_four_away_matches_with_the_markets_count(dossier):
    """The home side's last home matches and the away side's last away matches, newest first."""
    made = dossier(*MATCH)
    for told in tendencies(made):
        at_home, away = told["evidence"]["home"], told["evidence"]["away"]
        assert [match["home"] for match in at_home["matches"]] == [MATCH[0]] * 4
        assert [match["away"] for match in away["matches"]] == [MATCH[1]] * 4
        for side in (at_home, away):
            days = [match["day"] for match in side["matches"]]
            assert days == sorted(days, reverse=True)
            assert max(days) < made["day"]
            counts = [match["count"] for match in side["matches"]]
            assert side["mean"] == pytest.approx(sum(counts) / 4, abs=1e-5)


def test_counts_of_goals_are_those_of_the_score(dossier):
    """A total of goals counts the goals of that very match."""
    totals = [
        t for t in tendencies(dossier(*MATCH)) if (t["quantity"], t["kind"]) == ("goals", "total")
    ]
    for told in totals:
        for side in told["evidence"].values():
            for match in side["matches"]:
                assert match["count"] == match["home_goals"] + match["away_goals"]
                over = match["count"] > told["line"]
                assert match["won"] == float(over == (told["selection"] == "over"))


def test_the_same_question_has_the_same_answer(demo_store, phoenix):
    """Two runs print the same bytes in every format."""
    for form in ("text", "json", "html", "md"):
        one, two = (phoenix("dossier", *MATCH, "--format", form) for _ in range(2))
        assert one.code == 0
        assert one.out == two.out


@pytest.mark.parametrize("form", ["text", "json", "html", "md"])
@pytest.mark.parametrize("day", ["2026-06-06", "2026-10-31"])
def test_nothing_of_the_match_or_later_is_looked_at(demo_store, phoenix, form, day):
    """Deleting the match's result and statistics and all that is later changes not a byte."""
    with sqlite3.connect(demo_store) as store:
        home, away = store.execute(
            "SELECT h.name, a.name FROM fixture f JOIN team h ON h.id = f.home_id"
            " JOIN team a ON a.id = f.away_id WHERE f.day = ? LIMIT 1",
            (day,),
        ).fetchone()
    store.close()
    before = phoenix("dossier", home, away, "--date", day, "--format", form)
    forget_from(demo_store, day)
    after = phoenix("dossier", home, away, "--date", day, "--format", form)
    assert before.code == after.code == 0
    assert before.out == after.out


def forget_from(path, day: str) -> None:
    """Delete results and statistics from a day on, and every later fixture."""
    with sqlite3.connect(path) as store:
        for table in ("statistics", "price"):
            store.execute(
                f"DELETE FROM {table} WHERE fixture_id IN (SELECT id FROM fixture WHERE day >= ?)",
                (day,),
            )
        store.execute("DELETE FROM fixture WHERE day > ?", (day,))
        store.execute(
            "UPDATE fixture SET home_goals = NULL, away_goals = NULL, home_first_half_goals = NULL,"
            " away_first_half_goals = NULL WHERE day = ?",
            (day,),
        )
        store.execute("UPDATE revision SET number = number + 1")
    store.close()


def test_missing_statistics_are_named_and_never_zero(demo_store, phoenix, dossier):
    """Corners that nobody recorded are unknown in the evidence and named in the warnings."""
    with sqlite3.connect(demo_store) as store:
        store.execute(
            "UPDATE statistics SET corners = NULL WHERE fixture_id IN"
            " (SELECT id FROM fixture WHERE day >= '2026-11-01')"
        )
        store.execute("UPDATE revision SET number = number + 1")
    store.close()
    made = dossier(*MATCH)
    corners = [told for told in tendencies(made) if told["quantity"] == "corners"]
    unknown = [
        m for told in corners for m in told["evidence"]["home"]["matches"] if m["count"] is None
    ]
    assert unknown
    assert all(match["won"] is None for match in unknown)
    assert any(caution["code"] == "count-unknown" for caution in made["cautions"])


def test_names_are_forgiven(dossier):
    """Without accents, in lower case and with a typo the match is the same."""
    assert dossier("baia serena", "rio mansso") == dossier(*MATCH)


def test_a_match_on_the_other_way_round_is_taken_as_it_is_played(dossier):
    """Who receives whom comes from the calendar, and the dossier says so."""
    made = dossier(*reversed(MATCH))
    assert made["home"]["team"] == MATCH[0]
    assert made["cautions"][0]["code"] == "sides-turned"


def test_a_match_that_nobody_scheduled_is_marked(dossier):
    """A pairing outside every calendar is analysed, as hypothetical."""
    made = dossier("Jangada", "Zabelê", "--date", "2026-11-25")
    assert made["scheduled"] is False
    assert any(caution["code"] == "not-scheduled" for caution in made["cautions"])


def test_the_simulated_league_says_that_it_is_simulated(demo_store, phoenix):
    """Text, page and machine form all say so."""
    assert "Liga simulada" in phoenix("dossier", *MATCH).out
    assert "inventados" in phoenix("dossier", *MATCH, "--format", "html").out
    assert json.loads(phoenix("dossier", *MATCH, "--format", "json").out)["competition"][
        "simulated"
    ]


def test_both_sides_qsc_is_shown_with_its_parts(demo_store, phoenix):
    """The text shows reputation, position, goal difference and form of both sides."""
    text = phoenix("dossier", *MATCH).out
    for part in ("reputação", "posição", "saldo", "forma", "força da agenda", "ajustados"):
        assert text.count(part) >= 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("Xyzzy", "Jangada"), "no team is called 'Xyzzy'"),
        (("Jangada", "Zabelê", "--date", "1999-01-01"), "before 1999-01-01"),
        (("Jangada", "Zabelê", "--date", "31/31/2024"), "--date"),
        (("Jangada", "Zabelê", "--lang", "fr"), "--lang"),
    ],
)
def test_what_cannot_be_answered_is_one_line(demo_store, phoenix, arguments, reason):
    """Unknown teams, dates before the data and unknown options end with code 2 and one line."""
    ran = phoenix("dossier", *arguments)
    assert ran.code == 2
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert not ran.out


def test_an_empty_store_says_what_to_do(phoenix):
    """Without a match the error names the two commands that bring some."""
    ran = phoenix("dossier", "Arsenal", "Chelsea")
    assert ran.code == 2
    assert "phoenix demo" in ran.err


def test_nobody_to_ask_is_no_crash(demo_store, phoenix):
    """With every specialist switched off the dossier says that nobody could speak."""
    for plugin in ("goals", "corners", "qsc"):
        phoenix("plugins", "disable", plugin)
    ran = phoenix("dossier", *MATCH)
    assert ran.code == 0
    assert "Nenhum especialista pôde opinar" in ran.out
