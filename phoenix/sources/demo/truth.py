"""What is true in the demo league: tests check that the specialists find it out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CLUBS = (
    "Aurora do Vale", "Baía Serena", "Campo Dourado", "Dunas Brancas", "Estrela Polar",
    "Farol Azul", "Garoa Fina", "Horizonte Verde", "Ipê Roxo", "Jangada",
    "Lua Nova", "Maré Alta", "Neblina", "Ouro Velho", "Pedra Clara",
    "Rio Manso", "Serra Fria", "Trovoada", "Vento Sul", "Zabelê",
)  # fmt: skip
REFEREES = (
    "A. Sereno", "B. Rigoroso", "C. Apito", "D. Calmaria", "E. Firmeza", "F. Brando",
    "G. Severo", "H. Ponderado", "I. Linha", "J. Cartão",
)  # fmt: skip


@dataclass(frozen=True)
class CountTruth:
    """Log-linear means of a count: home = exp(level + advantage + attack + opponent's defence)."""

    level: float
    advantage: float
    attack: Floats
    defence: Floats

    def means(self, home: int, away: int) -> tuple[float, float]:
        """Expected counts of both sides."""
        at_home = self.level + self.advantage + self.attack[home] + self.defence[away]
        on_tour = self.level + self.attack[away] + self.defence[home]
        return float(np.exp(at_home)), float(np.exp(on_tour))


@dataclass(frozen=True)
class Truth:
    """All true parameters.

    Attributes:
        goals: means of goals; ``rho`` couples low scores (Dixon and Coles 1997).
        first_half: share of goals that fall in the first half.
        corners: means of corners; the total is negative binomial of size ``corner_size``, the home
            share beta with ``corner_concentration``.
        shots: means of shots that are no goals; ``on_target`` of them hit the target.
        cards: means of yellow cards before the referee's factor.
        strictness: each referee's factor on cards.
    """

    goals: CountTruth
    rho: float
    first_half: float
    corners: CountTruth
    corner_size: float
    corner_concentration: float
    shots: CountTruth
    on_target: float
    cards: CountTruth
    strictness: Floats


def draw_truth(rng: np.random.Generator) -> Truth:
    """Draw the clubs' strengths.

    One common quality drives goals, shots and corners, as in real leagues; each count has a part
    of its own besides.
    """
    n = len(CLUBS)
    quality = rng.normal(0.0, 1.0, n)
    quality -= quality.mean()

    def strengths(shared: float, own: float) -> Floats:
        drawn = shared * quality + rng.normal(0.0, own, n)
        centred: Floats = drawn - drawn.mean()
        return centred

    return Truth(
        goals=CountTruth(0.10, 0.27, strengths(0.22, 0.08), strengths(-0.20, 0.08)),
        rho=-0.06,
        first_half=0.44,
        corners=CountTruth(1.50, 0.22, strengths(0.12, 0.10), strengths(-0.08, 0.08)),
        corner_size=90.0,
        corner_concentration=18.0,
        shots=CountTruth(2.25, 0.20, strengths(0.13, 0.06), strengths(-0.12, 0.06)),
        on_target=0.28,
        cards=CountTruth(0.70, -0.12, strengths(-0.04, 0.12), strengths(0.02, 0.06)),
        strictness=np.exp(rng.normal(0.0, 0.18, len(REFEREES))),
    )
