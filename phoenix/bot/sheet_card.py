"""What a sheet's card says to one chat."""

from collections.abc import Sequence

from phoenix.app.sheets import Played, Said, Sheet, SheetTendency
from phoenix.bot.card import FORM, OTHERS, Card, Line, Result
from phoenix.bot.sheet_words import Reader, brief, competition, when
from phoenix.bot.words import Words


def card_of(sheet: Sheet, reader: Reader) -> Card:
    """The card of a sheet."""
    words = reader.words
    main, others = reader.chosen(sheet)
    home_form, away_form = (_results(form, words) for form in sheet.form)
    return Card(
        competition=competition(sheet, words),
        when=when(sheet, words),
        home=sheet.home,
        away=sheet.away,
        home_form=home_form,
        away_form=away_form,
        heading=words.label("dossier-heading-main"),
        main=None if main is None else _line(_said(main, words).tendency, main, words),
        market="" if main is None else _said(main, words).market,
        note=_note(main, reader),
        others=tuple(_line(brief(one, sheet, words), one, words) for one in others[:OTHERS]),
    )


def _said(tendency: SheetTendency, words: Words) -> Said:
    return tendency.words[words.language]


def _results(form: Sequence[Played], words: Words) -> tuple[Result, ...]:
    return tuple(
        Result(words.label("dossier-result", result=one.result), one.scored - one.conceded)
        for one in form[-FORM:]
    )


def _line(text: str, tendency: SheetTendency, words: Words) -> Line:
    return Line(text, round(tendency.confidence, 2), words.number(tendency.confidence))


def _note(main: SheetTendency | None, reader: Reader) -> str:
    words = reader.words
    if main is None:
        minimum = words.number(reader.chat.min_confidence)
        return words.label("dossier-no-main", minimum=minimum)
    return words.label(
        "dossier-card-note",
        probability=words.percent(main.probability),
        base=words.percent(main.base_rate),
        calibrated="yes" if main.calibrated else "no",
    )
