"""Speed and size, measured on this machine; figures are to be read beside each other.

    make bench
    python benchmarks/run.py --data ../shared/data/football-data

Real files are needed for the import and the dossier; without them those rows are left out.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # read by NumPy when it is imported

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
RUNS = 5
MATCH = ("Chelsea", "Arsenal", date(2023, 10, 21))


def main() -> None:
    """Print a table: what, measured (median; lowest to highest), asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--data", type=Path, default=REPOSITORY.parent / "shared/data/football-data"
    )
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PHOENIX_DATA_DIR": folder}
        environment.pop("DATABASE_URL", None)
        rows = [*starts(environment), *fits()]
        if data.is_dir():
            rows += [*imports(environment, data), *dossiers(environment)]
        else:
            print(f"{data} is not there: import and dossier are left out")
    for what, measured, asked in rows:
        print(f"{what:52} {measured:>40}   {asked}")


def figures(seconds: list[float], unit: str = "s") -> str:
    """Median, lowest and highest."""
    factor = {"s": 1.0, "ms": 1000.0}[unit]
    low, middle, high = (f(seconds) * factor for f in (min, np.median, max))
    return f"{middle:.3g} {unit} ({low:.3g} to {high:.3g})"


def timed(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Seconds of each of several runs."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def command(environment: dict[str, str], *arguments: str) -> Callable[[], object]:
    """A whole process: ``python -m phoenix ...``."""

    def run() -> None:
        line = [sys.executable, "-m", "phoenix", *arguments]
        subprocess.run(line, env=environment, capture_output=True, check=False, cwd=REPOSITORY)

    return run


def starts(environment: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The light commands beside an interpreter that does nothing."""
    bare = timed(lambda: subprocess.run([sys.executable, "-I", "-c", "pass"], check=True))
    yield "empty interpreter", figures(bare), "(0.01 s)"
    for arguments in (("--help",), ("plugins", "list")):
        seconds = timed(command(environment, *arguments))
        yield f"phoenix {' '.join(arguments)}", figures(seconds), "under 0.25 s"


def fits() -> Iterator[tuple[str, str, str]]:
    """Dixon-Coles on three seasons of twenty clubs, of which five were replaced."""
    from phoenix.forecasting.strengths import Sample, fit_strengths

    rng = np.random.default_rng(1)
    home = rng.integers(0, 25, 1140)
    away = (home + rng.integers(1, 25, 1140)) % 25
    attack, defence = rng.normal(0, 0.25, (2, 25))
    sample = Sample(
        25, home, away,
        rng.poisson(np.exp(0.35 + attack[home] + defence[away])).astype(float),
        rng.poisson(np.exp(0.10 + attack[away] + defence[home])).astype(float),
        np.exp2(-rng.uniform(0, 1095, 1140) / 500),
    )  # fmt: skip
    seconds = timed(lambda: fit_strengths(sample, ridge=10.0, low_scores=True), 50)
    yield "Dixon-Coles fit, 1,140 matches, 25 teams", figures(seconds, "ms"), "under 20 ms"


def imports(environment: dict[str, str], data: Path) -> Iterator[tuple[str, str, str]]:
    """All real files into an empty store, and again."""
    run = command(environment, "data", "import", str(data))
    first = timed(run, 1)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield "import of all files", figures(first), "under 60 s"
    yield "its memory", f"{memory:.0f} MB", "under 500 MB"
    yield "the same again", figures(timed(run, 3)), "under 10 s"


def dossiers(environment: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """A dossier of a real match from a cold start, and in a process that has made it before."""
    home, away, day = MATCH
    cold = timed(command(environment, "dossier", home, away, "--date", str(day)))
    yield "phoenix dossier, cold", figures(cold), "under 2.5 s"
    os.environ["PHOENIX_DATA_DIR"] = environment["PHOENIX_DATA_DIR"]
    yield "dossier as text, warm", figures(asyncio.run(warm()), "ms"), "under 50 ms"


async def warm() -> list[float]:
    """Seconds of a dossier and its text, once models are fitted."""
    from phoenix.app.dossiers import formatted, make_dossier
    from phoenix.app.program import running
    from phoenix.app.settings import read_settings

    seconds = []
    async with running(read_settings()) as program:
        for _ in range(RUNS + 1):
            began = time.perf_counter()
            formatted(program, await make_dossier(program, *MATCH), "text", "pt-BR")
            seconds.append(time.perf_counter() - began)
    return seconds[1:]


if __name__ == "__main__":
    main()
