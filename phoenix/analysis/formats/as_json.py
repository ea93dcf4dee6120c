"""A dossier for machines: every number, and the texts of one language beside them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from phoenix.analysis.page import Page, TendencyText
from phoenix.domain.dossier import Dossier, RecentMatches, Tendency, Voice
from phoenix.domain.words import in_language

DIGITS = 6


def write(dossier: Dossier, page: Page) -> str:
    """The dossier as one JSON object; the same dossier gives the same bytes."""
    parts = {**_match(dossier, page), **_told(dossier, page), **_heard(dossier, page.language)}
    parts["news"] = _news(dossier)
    parts["gaps"] = dossier.gaps
    parts["cautions"] = [{"code": c.code, **c.facts} for c in dossier.cautions]
    parts["warnings"] = page.cautions.lines
    parts["provenance"] = {"as_of": dossier.as_of, "history": dossier.fingerprint}
    return json.dumps(_plain(parts), ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    """Dataclasses as objects, dates in ISO, numbers with six digits."""
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def _match(dossier: Dossier, page: Page) -> dict[str, Any]:
    fixture = dossier.fixture
    home, away = (
        {"team": team, "position": dossier.position(team), **_plain(side)}
        for team, side in zip((fixture.home, fixture.away), dossier.sides, strict=True)
    )
    return {
        "language": page.language,
        "competition": fixture.competition,
        "season": fixture.season,
        "day": fixture.day,
        "kickoff": fixture.kickoff,
        "scheduled": fixture.scheduled,
        "home": home,
        "away": away,
    }


def _told(dossier: Dossier, page: Page) -> dict[str, Any]:
    main = None
    if dossier.main is not None and page.main is not None:
        main = _tendency(dossier.main, page.main)
    others = zip(dossier.others, page.others, strict=True)
    return {
        "main": main,
        "others": [_tendency(tendency, words) for tendency, words in others],
        "expected": {
            quantity: {"home": home, "away": away}
            for quantity, (home, away) in dossier.expected.items()
        },
    }


def _news(dossier: Dossier) -> dict[str, Any] | None:
    """Line-ups, absences and prices; of the tie what was known before kick-off."""
    news = dossier.news
    if news is None:
        return None
    tie = news.tie
    return {
        "home": news.home,
        "away": news.away,
        "prices": news.prices,
        "prices_taken": news.taken,
        "tie": tie and {"legs": tie.legs, "leg": tie.leg, "first_leg": tie.first_leg_score},
    }


def _heard(dossier: Dossier, language: str) -> dict[str, Any]:
    voices = dossier.consensus.voices
    return {
        "voices": {
            quantity: [_voice(v, language) for v in heard] for quantity, heard in voices.items()
        },
        "silences": [
            {
                "analyzer": silence.analyzer,
                "reason": in_language(silence.reason, language),
                "fault": silence.fault,
            }
            for silence in dossier.consensus.silences
        ],
        "sections": [
            {
                "title": in_language(section.title, language),
                "lines": [in_language(line, language) for line in section.lines],
            }
            for section in dossier.sections
        ],
    }


def _tendency(tendency: Tendency, words: TendencyText) -> dict[str, Any]:
    numbers = _plain(tendency)
    for moved in ("reading", "at_home", "away"):
        del numbers[moved]
    return {
        "reading": tendency.reading.key,
        **_plain(tendency.reading),
        "market": words.market,
        "tendency": words.tendency,
        **numbers,
        "justification": words.justification,
        "evidence": {"home": _recent(tendency.at_home), "away": _recent(tendency.away)},
    }


def _recent(recent: RecentMatches) -> dict[str, Any]:
    return {**_plain(recent), "known": recent.known, "came_true": recent.came_true}


def _voice(voice: Voice, language: str) -> dict[str, Any]:
    evidence = [
        {"name": in_language(item.name, language), "home": item.home, "away": item.away}
        for item in voice.evidence
    ]
    return {
        "analyzer": voice.analyzer,
        "version": voice.version,
        "share": voice.share,
        "coverage": voice.coverage,
        "evidence": evidence,
    }
