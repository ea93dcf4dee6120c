"""What a reader has to know before believing a dossier."""

from collections.abc import Iterator

from phoenix.analysis.evidence import MATCHES
from phoenix.domain.context import SideFeatures
from phoenix.domain.dossier import Caution, CautionCode, Consensus, Tendency
from phoenix.domain.matches import Fixture


def cautions(
    fixture: Fixture,
    sides: tuple[SideFeatures, SideFeatures],
    consensus: Consensus,
    tendencies: tuple[Tendency, ...],
) -> Iterator[Caution]:
    """All that apply, the gravest first."""
    if fixture.competition.simulated:
        yield Caution(CautionCode.SIMULATED, {})
    if not consensus.grids:
        yield Caution(CautionCode.NOBODY_SPOKE, {})
    elif not tendencies:
        yield Caution(CautionCode.NO_CLEAR_TENDENCY, {})
    if any(not tendency.calibrated for tendency in tendencies):
        yield Caution(CautionCode.NOT_CALIBRATED, {})
    if not fixture.scheduled:
        yield Caution(CautionCode.NOT_SCHEDULED, {})
    elif fixture.kickoff is None:
        yield Caution(CautionCode.NO_KICKOFF, {})
    for team, side in zip((fixture.home, fixture.away), sides, strict=True):
        if side.qsc is None:
            yield Caution(CautionCode.NO_QSC, {"team": team})
    yield from _gaps(tendencies)


def _gaps(tendencies: tuple[Tendency, ...]) -> Iterator[Caution]:
    """Evidence that is thinner than it looks, named once per team and count."""
    seen: set[tuple[str, str]] = set()
    for tendency in tendencies:
        for recent in (tendency.at_home, tendency.away):
            key = (recent.team, str(tendency.reading.quantity))
            unknown = len(recent.matches) - recent.known
            if key in seen or (not unknown and len(recent.matches) == MATCHES):
                continue
            seen.add(key)
            facts = {"team": recent.team, "quantity": key[1]}
            if unknown:
                yield Caution(CautionCode.COUNT_UNKNOWN, {**facts, "matches": unknown})
            else:
                yield Caution(CautionCode.FEW_MATCHES, {**facts, "matches": len(recent.matches)})
