"""The specialists find the truth of the demo league again, from its matches alone."""

import numpy as np
import pytest

from phoenix.domain.needs import Need
from phoenix.domain.quantities import Quantity
from phoenix.plugin.attack_defence import AttackDefenceSettings
from phoenix.sources.demo.league import LEAGUE, make_league
from phoenix.sources.demo.truth import CLUBS
from phoenix.store.reading import Archive
from phoenix.store.store import Store
from phoenix.store.writing import Origin, save
from phoenix_corners.analyzer import CornersAnalyzer, CornersSettings
from phoenix_goals.analyzer import GoalsAnalyzer


@pytest.fixture
def truth():
    """What is true of the clubs."""
    return make_league().truth


@pytest.fixture
async def history(tmp_path):
    """The demo league's past, through the store as in real life."""
    from datetime import date

    store = Store(f"sqlite:///{tmp_path}/demo.db")
    await store.open()
    await save(store, make_league().records, Origin("demo", "demo", None))
    found = await Archive(store).history(LEAGUE.country, date(2025, 1, 1), date(2026, 12, 31))
    await store.close()
    return found


def spread(values) -> np.ndarray:
    """Values in the clubs' own order, around zero."""
    return np.asarray(values) - np.mean(values)


def in_order(model, values) -> np.ndarray:
    return spread([values[model.data.place(club)] for club in CLUBS])


def test_goals_are_recovered(history, truth):
    """Attack and defence correlate above 0.85 with the truth; level and home advantage agree."""
    settings = AttackDefenceSettings(half_life_days=1e6, ridge=3.0)
    model = GoalsAnalyzer(settings).fit(history)
    for found, true in (("attack", truth.goals.attack), ("defence", truth.goals.defence)):
        estimated = in_order(model, getattr(model.strengths, found))
        assert np.corrcoef(estimated, true)[0, 1] > 0.85
        assert np.sqrt(np.mean((estimated - true) ** 2)) < 0.13
    assert model.strengths.advantage == pytest.approx(truth.goals.advantage, abs=0.12)
    assert model.strengths.level == pytest.approx(truth.goals.level, abs=0.12)
    assert model.strengths.rho == pytest.approx(truth.rho, abs=0.12)


def test_corners_are_recovered(history, truth):
    """Strengths, home advantage and both dispersions agree with the truth."""
    settings = CornersSettings(half_life_days=1e6, ridge=10.0)
    model = CornersAnalyzer(settings).fit(history.seen_by([Need.STATISTICS]))
    for found, true in (("attack", truth.corners.attack), ("defence", truth.corners.defence)):
        estimated = in_order(model, getattr(model.strengths, found))
        assert np.corrcoef(estimated, true)[0, 1] > 0.85
        assert np.sqrt(np.mean((estimated - true) ** 2)) < 0.09
    assert model.strengths.advantage == pytest.approx(truth.corners.advantage, abs=0.06)
    assert model.shape.concentration == pytest.approx(truth.corner_concentration, rel=0.35)
    assert 1 / model.shape.size == pytest.approx(1 / truth.corner_size, abs=0.02)


def test_forecast_means_are_near_the_truth(history, truth):
    """Expected goals of all pairings are off by less than a fifth of a goal on average."""
    analyzer = GoalsAnalyzer(AttackDefenceSettings())
    model = analyzer.fit(history)
    errors = []
    for home, home_club in enumerate(CLUBS):
        for away, away_club in enumerate(CLUBS):
            if home != away:
                places = model.data.place(home_club), model.data.place(away_club)
                found = model.strengths.means(*places)
                errors += np.abs(np.subtract(found, truth.goals.means(home, away))).tolist()
    assert np.mean(errors) < 0.2


def test_the_best_club_is_the_one_with_the_best_truth(history, truth):
    """The truly best club is among the three with the best estimated attack less defence."""
    model = GoalsAnalyzer(AttackDefenceSettings()).fit(history)
    estimated = in_order(model, model.strengths.attack) - in_order(model, model.strengths.defence)
    true = truth.goals.attack - truth.goals.defence
    assert int(np.argmax(true)) in np.argsort(estimated)[-3:]


def test_corners_need_their_statistics(history):
    """A history without declared statistics is refused, not read as zero."""
    from phoenix.domain.errors import NeedNotDeclared

    with pytest.raises(NeedNotDeclared):
        history.seen_by([]).pair(Quantity.CORNERS)
