"""A sheet in the words of one chat: the dossier itself, and the caption of its picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_date

from phoenix.app.sheets import (
    Chance,
    EvidenceTable,
    Meeting,
    Offer,
    Played,
    Sheet,
    SheetTendency,
    chosen,
    evidence,
)
from phoenix.bot.chat import Chat
from phoenix.bot.html import Html, bold, folded, html, italic, joined
from phoenix.bot.splitting import CAPTION, cut
from phoenix.bot.words import Words

BETWEEN = "\n\n"  # sections: a text that is too long is split there
ELSEWHERE = ("voices", "quality")  # blocks that have a section of their own
OWN_COUNT = ("home_total", "away_total")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a sheet: with which settings, and how many further tendencies are told."""

    chat: Chat
    most: int

    @property
    def words(self) -> Words:
        """Who speaks to this chat."""
        return self.chat.words

    def chosen(self, sheet: Sheet) -> tuple[SheetTendency | None, tuple[SheetTendency, ...]]:
        """The main tendency and the others, as sure as the chat wants them."""
        return chosen(sheet, self.chat.min_confidence, self.most)


def dossier(sheet: Sheet, reader: Reader) -> Html:
    """The whole text, section by section; what explains and proves is folded."""
    return joined(_sections(sheet, reader), BETWEEN)


def caption(sheet: Sheet, reader: Reader) -> Html:
    """What stands below the picture, for whoever cannot see it."""
    main, _ = reader.chosen(sheet)
    lines = [bold(versus(sheet, reader.words)), html(when(sheet, reader.words))]
    if main is None:
        lines.append(_no_main(reader))
    else:
        lines.append(Html(f"💎 {_statement(main, reader.words)}"))
        lines.append(_confidence(main, reader.words))
    return cut(joined(lines), CAPTION)


def versus(sheet: Sheet, words: Words) -> str:
    """Both sides."""
    return words.label("dossier-versus", home=sheet.home, away=sheet.away)


def when(sheet: Sheet, words: Words) -> str:
    """Day and time by the chat's clocks, or the day alone."""
    if sheet.kickoff is None:
        return words.label("dossier-when-day", day=words.day(sheet.day))
    day = words.day(words.local(sheet.kickoff).date())
    return f"{day} · {words.time(sheet.kickoff)}"


def competition(sheet: Sheet, words: Words) -> str:
    """The competition and its season."""
    return words.label("dossier-competition", competition=sheet.competition, season=sheet.season)


def brief(tendency: SheetTendency, sheet: Sheet, words: Words) -> str:
    """A tendency in one line that can be understood without its market."""
    said = tendency.words[words.language]
    if tendency.kind in OWN_COUNT:
        team = sheet.home if tendency.kind == "home_total" else sheet.away
        return f"{team}: {said.tendency}"
    if tendency.kind in {"asian_handicap", "result", "double_chance"}:
        told = tendency.quantity == "goals" and tendency.kind != "asian_handicap"
        return said.tendency if told else f"{said.market}: {said.tendency}"
    return said.tendency


def _sections(sheet: Sheet, reader: Reader) -> Iterator[Html]:
    words = reader.words
    main, others = reader.chosen(sheet)
    spoken = sheet.spoken[words.language]
    yield joined(
        (f"🏆 {competition(sheet, words)}", bold(spoken.versus), f"🕒 {when(sheet, words)}")
    )
    yield from _main(sheet, main, reader)
    if others:
        yield _others(others, sheet, words)
        yield folded(joined(_reasons(others, sheet, words)))
    yield from _past(sheet, words)
    for block in spoken.blocks:
        if block.name in ELSEWHERE:
            continue
        yield folded(joined((bold(f"{block.icon} {block.title}"), *block.lines)))
    yield from _cautions(sheet, (main, *others), words)
    if any(one is not None and one.offer for one in (main, *others)):
        yield words.say("dossier-play-responsibly")


def _main(sheet: Sheet, main: SheetTendency | None, reader: Reader) -> Iterator[Html]:
    words = reader.words
    heading = bold(f"💎 {words.say('dossier-heading-main').upper()}")
    if main is None:
        yield joined((heading, _no_main(reader), reader.words.say("dossier-no-main-hint")))
        return
    said = main.words[words.language]
    yield joined(
        (
            heading,
            _statement(main, words),
            _confidence(main, words),
            price(main, words),
            italic(said.justification),
        )
    )
    yield folded(joined(tables(sheet, main, words)))


def _no_main(reader: Reader) -> Html:
    minimum = reader.words.number(reader.chat.min_confidence)
    return reader.words.say("dossier-no-main", minimum=minimum)


def _statement(tendency: SheetTendency, words: Words) -> Html:
    """Market and tendency; the market once, where the tendency names it."""
    said = tendency.words[words.language]
    if said.tendency.startswith(said.market):
        return bold(said.tendency)
    return Html(f"{html(said.market)}: {bold(said.tendency)}")


def _confidence(tendency: SheetTendency, words: Words) -> Html:
    return words.say(
        "dossier-confidence",
        confidence=words.number(tendency.confidence),
        calibrated="yes" if tendency.calibrated else "no",
        probability=words.percent(tendency.probability),
        base=words.percent(tendency.base_rate),
    )


def price(told: SheetTendency | Chance, words: Words) -> Html:
    """What would be a fair price, and what is offered if that is known."""
    fair = decimal(1.0 / told.probability, words)
    if told.offer is None:
        return words.say("dossier-fair-price", fair=fair)
    return words.say("dossier-offered-price", fair=fair, **offered(told.offer, words))


def offered(offer: Offer, words: Words) -> dict[str, str]:
    """An offer as facts of a text."""
    return {"offered": decimal(offer.price, words), "bookmaker": offer.bookmaker}


def decimal(value: float, words: Words) -> str:
    """A price."""
    return words.number(value, "0.00")


def tables(sheet: Sheet, tendency: SheetTendency, words: Words) -> Iterator[Html]:
    """The recent matches that a tendency rests on."""
    yield bold(words.say("dossier-evidence"))
    for table in evidence(sheet, tendency, words.language):
        yield from _table(table, words)


def _table(table: EvidenceTable, words: Words) -> Iterator[Html]:
    yield italic(table.title)
    for row in table.rows:
        count = f" · {row.count}" if row.count else ""
        yield html(f"{row.mark} {row.day} {row.home} {row.score} {row.away}{count}")
    if table.mean is not None:
        yield words.say("dossier-mean", mean=table.mean)


def _others(others: Sequence[SheetTendency], sheet: Sheet, words: Words) -> Html:
    heading = bold(f"🧠 {words.say('dossier-heading-others').upper()}")
    lines = (
        words.say(
            "dossier-other-confidence",
            tendency=f"{place}. {brief(one, sheet, words)}",
            confidence=words.number(one.confidence),
        )
        for place, one in enumerate(others, start=1)
    )
    return joined((heading, *lines))


def _reasons(others: Sequence[SheetTendency], sheet: Sheet, words: Words) -> Iterator[Html]:
    yield bold(words.say("dossier-heading-why"))
    for place, one in enumerate(others, start=1):
        said = one.words[words.language]
        yield Html(f"{place}. {bold(brief(one, sheet, words))}. {html(said.justification)}")
        if one.offer is not None:
            yield price(one, words)


def _past(sheet: Sheet, words: Words) -> Iterator[Html]:
    if sheet.meetings:
        lines = (_meeting(one, words) for one in sheet.meetings)
        yield folded(joined((bold(f"⚔️ {words.say('dossier-heading-meetings')}"), *lines)))
    if any(sheet.form):
        sides = zip((sheet.home, sheet.away), sheet.form, strict=True)
        lines = (line for team, form in sides for line in _form(team, form, words))
        yield folded(joined((bold(f"📈 {words.say('dossier-heading-form')}"), *lines)))


def _meeting(one: Meeting, words: Words) -> Html:
    score = f"{one.home_goals}–{one.away_goals}"
    day = format_date(one.day, "short", locale=words.locale)
    return html(f"{day}: {one.home} {score} {one.away}")


def _form(team: str, form: Sequence[Played], words: Words) -> Iterator[Html]:
    """A side's letters, and its matches below, newest first."""
    if not form:
        return
    letters = " ".join(words.label("dossier-result", result=one.result) for one in form)
    yield Html(f"{bold(team)} {letters}")
    for one in reversed(form):
        sides = (team, one.opponent) if one.at_home else (one.opponent, team)
        goals = (one.scored, one.conceded) if one.at_home else (one.conceded, one.scored)
        day = words.day(one.day)
        yield html(f"{day}: {sides[0]} {goals[0]}–{goals[1]} {sides[1]}")


def _cautions(sheet: Sheet, shown: Sequence[SheetTendency | None], words: Words) -> Iterator[Html]:
    """Those that concern what is shown, or all of it."""
    quantities = {one.quantity for one in shown if one is not None} | {None}
    texts = dict.fromkeys(
        caution.text
        for caution in sheet.spoken[words.language].cautions
        if caution.quantity in quantities
    )
    if texts:
        heading = bold(f"⚠️ {words.say('dossier-heading-cautions')}")
        yield folded(joined((heading, *(f"• {text}" for text in texts))))
