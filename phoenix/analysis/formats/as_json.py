"""A dossier for machines: every number, and the texts of one language beside them."""

import json
from typing import Any

from phoenix.analysis.page import Page, TendencyText
from phoenix.domain.context import SideFeatures
from phoenix.domain.dossier import Dossier, RecentMatches, Tendency, Voice
from phoenix.domain.words import in_language

DIGITS = 6


def write(dossier: Dossier, page: Page) -> str:
    """The dossier as one JSON object; the same dossier gives the same bytes."""
    return json.dumps(_dossier(dossier, page), ensure_ascii=False, indent=2) + "\n"


def _dossier(dossier: Dossier, page: Page) -> dict[str, Any]:
    fixture = dossier.fixture
    texts = [page.main] if page.main else []
    texts += page.others
    told = [dossier.main] if dossier.main else []
    told += dossier.others
    tendencies = [_tendency(t, words) for t, words in zip(told, texts, strict=True)]
    return {
        "language": page.language,
        "competition": {
            "code": fixture.competition.code,
            "name": fixture.competition.name,
            "country": fixture.competition.country,
            "simulated": fixture.competition.simulated,
        },
        "season": fixture.season,
        "day": fixture.day.isoformat(),
        "kickoff": fixture.kickoff.isoformat() if fixture.kickoff else None,
        "scheduled": fixture.scheduled,
        "home": _side(dossier, fixture.home, dossier.sides[0]),
        "away": _side(dossier, fixture.away, dossier.sides[1]),
        "main": tendencies[0] if dossier.main else None,
        "others": tendencies[1:] if dossier.main else tendencies,
        "expected": {
            quantity: {"home": _rounded(home), "away": _rounded(away)}
            for quantity, (home, away) in dossier.expected.items()
        },
        "voices": {
            quantity: [_voice(voice, page.language) for voice in voices]
            for quantity, voices in dossier.consensus.voices.items()
        },
        "silences": [
            {
                "analyzer": silence.analyzer,
                "reason": in_language(silence.reason, page.language),
                "fault": silence.fault,
            }
            for silence in dossier.consensus.silences
        ],
        "sections": [
            {
                "title": in_language(section.title, page.language),
                "lines": [in_language(line, page.language) for line in section.lines],
            }
            for section in dossier.sections
        ],
        "cautions": [{"code": c.code, **c.facts} for c in dossier.cautions],
        "warnings": list(page.cautions.lines),
        "provenance": {"as_of": dossier.as_of.isoformat(), "history": dossier.fingerprint},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _side(dossier: Dossier, team: str, side: SideFeatures) -> dict[str, Any]:
    qsc = side.qsc
    return {
        "team": team,
        "position": dossier.position(team),
        "qsc": qsc
        and {
            "value": _rounded(qsc.value),
            "reputation": _rounded(qsc.reputation),
            "position": _rounded(qsc.position),
            "goal_difference": _rounded(qsc.goal_difference),
            "form": _rounded(qsc.form),
            "played": qsc.played,
        },
        "schedule": _rounded(side.schedule),
        "weighted": {
            name: {
                "scored": _rounded(metric.scored),
                "conceded": _rounded(metric.conceded),
                "matches": metric.matches,
            }
            for name, metric in side.metrics.items()
        },
    }


def _tendency(tendency: Tendency, words: TendencyText) -> dict[str, Any]:
    reading = tendency.reading
    return {
        "reading": reading.key,
        "quantity": reading.quantity,
        "kind": reading.kind,
        "selection": reading.selection,
        "line": reading.line,
        "market": words.market,
        "tendency": words.tendency,
        "probability": _rounded(tendency.probability),
        "base_rate": _rounded(tendency.base_rate),
        "confidence": _rounded(tendency.confidence),
        "calibrated": tendency.calibrated,
        "information": _rounded(tendency.information),
        "justification": words.justification,
        "evidence": {"home": _recent(tendency.at_home), "away": _recent(tendency.away)},
    }


def _recent(recent: RecentMatches) -> dict[str, Any]:
    return {
        "team": recent.team,
        "mean": _rounded(recent.mean),
        "home_mean": _rounded(recent.home_mean),
        "away_mean": _rounded(recent.away_mean),
        "known": recent.known,
        "came_true": recent.came_true,
        "matches": [
            {
                "day": match.day.isoformat(),
                "home": match.home,
                "away": match.away,
                "home_goals": match.home_goals,
                "away_goals": match.away_goals,
                "home_count": match.home_count,
                "away_count": match.away_count,
                "count": match.count,
                "won": match.won,
            }
            for match in recent.matches
        ],
    }


def _voice(voice: Voice, language: str) -> dict[str, Any]:
    return {
        "analyzer": voice.analyzer,
        "version": voice.version,
        "share": _rounded(voice.share),
        "coverage": _rounded(voice.coverage),
        "evidence": [
            {
                "name": in_language(item.name, language),
                "home": _rounded(item.home),
                "away": _rounded(item.away),
            }
            for item in voice.evidence
        ],
    }
