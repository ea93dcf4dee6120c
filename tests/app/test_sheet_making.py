"""Sheets that are drawn up from dossiers."""

from dataclasses import replace

import pytest
from sheet_samples import FIXTURE, KICKOFF, MADE, PRICES, TEAMS, dossier, past, sheet, silent

from phoenix.analysis.tendencies import candidates, rank
from phoenix.app.sheet_making import LANGUAGES, drawn_up
from phoenix.app.sheets import Meeting, Offer, chosen
from phoenix.domain.dossier import Caution, CautionCode
from phoenix.domain.news import Gap, Why
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import LANGUAGES as ALL


@pytest.mark.parametrize("most", [0, 3, 50])
def test_what_is_chosen_of_a_sheet_is_what_the_analysis_ranks(most):
    """For every confidence that somebody may ask for, though the sheet leaves much out."""
    made = dossier()
    found = candidates(made.consensus.grids, past().of_competition("L"), ())
    for least in range(0, 101, 2):
        main, others = rank(found, least / 10.0, most)
        told = chosen(sheet(), least / 10.0, most)
        assert told[0] is main or (told[0] and told[0].key) == main.reading.key
        assert [one.key for one in told[1]] == [one.reading.key for one in others]


def test_every_language_of_the_dossier_is_there():
    """A chat is told in its own, whoever asked first."""
    assert set(LANGUAGES) == set(ALL)
    made = sheet()
    assert made.tendencies
    for one in made.tendencies:
        assert set(one.words) == set(LANGUAGES)
        assert len({said.justification for said in one.words.values()}) == len(LANGUAGES)
    assert set(made.spoken) == set(LANGUAGES)


def test_evidence_has_a_count_and_a_mark_for_each_match():
    """Four matches of each side, as the dossier itself has them."""
    made = sheet()
    for one in made.tendencies:
        for language, said in one.words.items():
            tables = made.spoken[language].recent
            for counted, marks, table in zip(
                (said.home, said.away), one.marks, tables, strict=True
            ):
                assert len(counted.counts) == len(marks) == len(table.lines) == 4
                assert counted.mean


def test_the_best_price_is_the_offered_one():
    """Of two bookmakers the one who pays more; where nobody offers, nothing stands."""
    made = sheet(prices=PRICES)
    chances = {(one.quantity, one.kind, one.selection, one.line): one for one in made.chances}
    assert chances["goals", "total", "over", 1.5].offer == Offer(1.6, "Casa B")
    assert chances["goals", "total", "under", 1.5].offer == Offer(2.4, "Casa A")
    assert chances["goals", "result", "away", None].offer == Offer(4.2, "Casa A")
    assert chances["goals", "total", "over", 2.5].offer is None
    assert chances["corners", "total", "over", 8.5].offer is None


def test_without_prices_no_price_is_told():
    """Files of past matches know none of a match to come."""
    assert all(one.offer is None for one in (*sheet().chances, *sheet().tendencies))


def test_form_and_meetings_are_what_was_known_before_the_day():
    """The last matches of each side, oldest first; those against each other, newest first."""
    made = sheet()
    days = [one.day for one in made.form[0]]
    assert days == sorted(days)
    assert len(days) == 6
    assert max(days) < FIXTURE.day
    assert {frozenset((one.home, one.away)) for one in made.meetings} == {frozenset(TEAMS[:2])}
    assert isinstance(made.meetings[0], Meeting)
    assert made.meetings[0].day > made.meetings[-1].day


def test_nothing_after_the_day_is_known():
    """A sheet of the past does not know its own result."""
    early = dossier(fixture=replace(FIXTURE, day=past().day[20].astype(object)))
    made = drawn_up(early, past(), (), MADE)
    assert max(one.day for one in made.form[0]) < early.fixture.day


def test_only_what_somebody_spoke_of_is_active():
    """Without a specialist for corners there is nothing about corners."""
    made = sheet(Quantity.GOALS)
    assert made.active == ("goals",)
    assert {one.quantity for one in (*made.chances, *made.tendencies)} == {"goals"}
    assert set(made.expected) == {"goals"}


def test_of_an_unknown_match_nothing_is_made_up():
    """No zero, no neutral value: what is missing is not there."""
    made = silent()
    assert made.tendencies == made.chances == made.active == made.meetings == ()
    assert made.form == ((), ())
    assert made.kickoff is None
    assert made.expected == {}
    assert all(not spoken.recent for spoken in made.spoken.values())
    codes = [warned.text for warned in made.spoken["en"].cautions]
    assert any("No specialist" in text for text in codes)


def test_a_caution_about_one_count_is_shown_with_that_count_alone():
    """And that the user's own minimum is not reached is no business of the sheet."""
    dry = replace(FIXTURE, home="Newcomer")
    made = drawn_up(dossier(fixture=dry), past(), (), MADE)
    warned = made.spoken["en"].cautions
    assert {one.quantity for one in warned} == {None, "goals", "corners"}
    assert len({(one.text, one.quantity) for one in warned}) == len(warned)


def test_that_the_sides_were_turned_is_told_first():
    """It is known by the dossier alone."""
    turned = Caution(CautionCode.SIDES_TURNED, {"home": TEAMS[0], "away": TEAMS[1]})
    made = drawn_up(dossier(cautions=(turned,)), past(), (), MADE)
    assert TEAMS[0] in made.spoken["pt-BR"].cautions[0].text


def test_what_could_not_be_had_is_told():
    """After the cautions, and whatever is shown."""
    gap = Gap("prices", Why.QUOTA, KICKOFF, None)
    made = drawn_up(dossier(gaps=(gap,)), past(), (), MADE)
    assert made.spoken["en"].cautions[-1].quantity is None
    assert len(made.spoken["en"].cautions) == len(sheet().spoken["en"].cautions) + 1


def test_blocks_are_known_by_name():
    """Whoever looks for one finds it, and none that is empty."""
    spoken = sheet().spoken["en"]
    voices = spoken.block("voices").lines
    assert voices == tuple(
        f"{counted}: One & only: 100% of the weight, coverage 90%"
        for counted in ("goals", "corners")
    )
    assert spoken.block("news") is None
