"""A dossier in words: what the formats arrange, each in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from phoenix.analysis.news_lines import news_lines, tie_lines
from phoenix.analysis.wording import Wording
from phoenix.domain.context import Qsc, SideFeatures
from phoenix.domain.dossier import Dossier, EvidenceMatch, RecentMatches, Tendency, Voice
from phoenix.domain.markets import Kind, Reading
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import in_language


@dataclass(frozen=True, slots=True)
class TendencyText:
    """A tendency in words."""

    market: str
    tendency: str
    confidence: str
    justification: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A recent match: day, sides, score, the market's own count, and whether it came true."""

    day: str
    home: str
    score: str
    away: str
    count: str
    mark: str


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """Recent matches of one side, and the mean of the market's count."""

    title: str
    lines: tuple[EvidenceLine, ...]
    mean: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with lines below."""

    icon: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole dossier in words."""

    language: str
    competition: str
    versus: str
    kickoff: str
    labels: dict[str, str]
    main: TendencyText | None
    no_main: str
    evidence: tuple[EvidenceTable, ...]
    others: tuple[TendencyText, ...]
    blocks: tuple[Block, ...]
    cautions: Block


def page(dossier: Dossier, words: Wording, zone: ZoneInfo) -> Page:
    """Put a dossier into words."""
    fixture = dossier.fixture
    sides = [_with_position(dossier, team, words) for team in (fixture.home, fixture.away)]
    return Page(
        language=words.language,
        competition=f"{fixture.competition.name} · {fixture.season}",
        versus=words.say("versus", home=sides[0], away=sides[1]),
        kickoff=words.kickoff(fixture, zone),
        labels=_labels(words),
        main=_tendency(dossier, dossier.main, words) if dossier.main else None,
        no_main=words.say("no-main"),
        evidence=tuple(_evidence(dossier.main, words)) if dossier.main else (),
        others=tuple(_tendency(dossier, other, words) for other in dossier.others),
        blocks=tuple(block for block in _blocks(dossier, words) if block.lines),
        cautions=Block("⚠️", words.say("heading-cautions"), tuple(_cautions(dossier, words))),
    )


def _labels(words: Wording) -> dict[str, str]:
    headings = ("main", "evidence", "others")
    labels = ("market", "tendency", "confidence", "justification", "mean")
    return {name: words.say(f"heading-{name}") for name in headings} | {
        name: words.say(f"label-{name}") for name in labels
    }


def _with_position(dossier: Dossier, team: str, words: Wording) -> str:
    place = dossier.position(team)
    if place is None:
        return team
    return words.say("team-with-position", team=team, place=place)


def _tendency(dossier: Dossier, tendency: Tendency, words: Wording) -> TendencyText:
    return TendencyText(
        market=words.market(tendency.reading, dossier.fixture),
        tendency=words.tendency(tendency.reading, dossier.fixture),
        confidence=words.confidence(tendency),
        justification=words.justification(tendency),
    )


def _evidence(tendency: Tendency, words: Wording) -> Iterator[EvidenceTable]:
    for place, recent in (("home", tendency.at_home), ("away", tendency.away)):
        known = len(recent.matches)
        key = f"recent-{place}" if known else f"recent-none-{place}"
        facts = {"team": recent.team, "n": known} if known else {"team": recent.team}
        yield EvidenceTable(
            title=words.say(key, **facts),
            lines=tuple(_line(match, tendency.reading, words) for match in recent.matches),
            mean=_mean(recent, tendency.reading, words),
        )


def _mean(recent: RecentMatches, reading: Reading, words: Wording) -> str | None:
    if recent.mean is None or recent.home_mean is None or recent.away_mean is None:
        return None
    if _is_count(reading):
        return f"{words.decimal(recent.mean)} {words.unit(reading.quantity, recent.mean)}"
    unit = words.quantity(reading.quantity)
    return f"{words.decimal(recent.home_mean)}–{words.decimal(recent.away_mean)} {unit}"


def _line(match: EvidenceMatch, reading: Reading, words: Wording) -> EvidenceLine:
    if match.count is None or match.won is None:
        count, mark = words.say("missing"), "?"
    else:
        count, mark = _count(match, reading, words), "✓" if match.won > 0.5 else "✗"
    return EvidenceLine(
        day=words.day(match.day),
        home=match.home,
        score=f"{match.home_goals}–{match.away_goals}",
        away=match.away,
        count=count,
        mark=mark,
    )


def _count(match: EvidenceMatch, reading: Reading, words: Wording) -> str:
    if _is_count(reading) and match.count is not None:
        return f"{match.count} {words.unit(reading.quantity, match.count)}"
    if reading.quantity is Quantity.GOALS:
        return ""  # the score says it
    return f"{match.home_count}–{match.away_count} {words.quantity(reading.quantity)}"


def _is_count(reading: Reading) -> bool:
    return reading.kind in {Kind.TOTAL, Kind.HOME_TOTAL, Kind.AWAY_TOTAL}


def _blocks(dossier: Dossier, words: Wording) -> Iterator[Block]:
    yield Block("🏆", words.say("heading-tie"), tuple(tie_lines(dossier, words)))
    yield Block("📋", words.say("heading-news"), tuple(news_lines(dossier, words)))
    yield Block("🎯", words.say("heading-expected"), tuple(_expected(dossier, words)))
    yield Block("💪", words.say("heading-quality"), tuple(_quality(dossier, words)))
    yield Block("🗣️", words.say("heading-voices"), tuple(_voices(dossier, words)))
    for section in dossier.sections:
        lines = tuple(in_language(line, words.language) for line in section.lines)
        yield Block("🧩", in_language(section.title, words.language), lines)


def _expected(dossier: Dossier, words: Wording) -> Iterator[str]:
    for quantity, (home, away) in dossier.expected.items():
        yield words.say(
            "expected-counts",
            quantity_name=words.quantity(quantity),
            home_mean=words.decimal(home),
            away_mean=words.decimal(away),
        )


def _quality(dossier: Dossier, words: Wording) -> Iterator[str]:
    teams = (dossier.fixture.home, dossier.fixture.away)
    for team, side in zip(teams, dossier.sides, strict=True):
        if side.qsc is not None:
            yield f"{team}: {words.decimal(side.qsc.value)} ({_parts(side.qsc, words)})"
        yield from _surroundings(team, side, words)


def _parts(qsc: Qsc, words: Wording) -> str:
    parts = (
        ("label-reputation", qsc.reputation),
        ("label-position", qsc.position),
        ("label-goal-difference", qsc.goal_difference),
        ("label-form", qsc.form),
    )
    return " · ".join(
        f"{words.say(key)} {words.say('missing') if part is None else words.whole(part)}"
        for key, part in parts
    )


def _surroundings(team: str, side: SideFeatures, words: Wording) -> Iterator[str]:
    if side.schedule is not None:
        yield f"{team}: {words.say('label-schedule')} {words.decimal(side.schedule)}"
    metrics = [
        words.say(
            "scored-conceded",
            quantity_name=words.quantity(name),
            scored=words.decimal(metric.scored),
            conceded=words.decimal(metric.conceded),
        )
        for name, metric in side.metrics.items()
    ]
    if metrics:
        yield f"{team}, {words.say('label-metrics')}: {'; '.join(metrics)}"


def _voices(dossier: Dossier, words: Wording) -> Iterator[str]:
    for quantity, voices in dossier.consensus.voices.items():
        said = "; ".join(_voice(voice, words) for voice in voices)
        yield f"{words.quantity(quantity)}: {said}"


def _voice(voice: Voice, words: Wording) -> str:
    return words.say(
        "voice",
        title=in_language(voice.title, words.language),
        share=words.percent(voice.share),
        coverage=words.percent(voice.coverage),
    )


def _cautions(dossier: Dossier, words: Wording) -> Iterator[str]:
    for caution in dossier.cautions:
        yield words.caution(caution)
    for gap in dossier.gaps:
        yield words.gap(gap)
    for silence in dossier.consensus.silences:
        yield words.silence(silence)
