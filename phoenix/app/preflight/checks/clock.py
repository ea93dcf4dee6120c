"""This machine's clock, against that of whichever server answers first."""

from datetime import timedelta

from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Found, degraded, passed, skipped
from phoenix.app.preflight.surroundings import Reading, Surroundings

TOLERATED = timedelta(seconds=30)  # a Date header tells whole seconds, and an answer takes a while
FAR = timedelta(minutes=5)
_CURE = "Set it, or let it be set over the network (NTP)"

UNKNOWN = skipped("no server said what time it is: the clock is taken as right")


async def look(at: Surroundings) -> Found:
    """Compare. It never refuses: neither server asks for the exact time."""
    reading = await at.clocks.first()
    return UNKNOWN if reading is None else _judged(reading)


def _judged(reading: Reading) -> Found:
    apart = abs(reading.ahead)
    if apart <= TOLERATED:
        return passed(f"the clock agrees with that of {reading.server}")
    seconds = round(apart.total_seconds())
    way = "behind" if reading.ahead > timedelta(0) else "ahead of"
    detail = f"this machine's clock is {seconds} s {way} that of {reading.server}"
    if apart > FAR:
        detail += "; days, kick-offs and the age of answers are reckoned wrongly"
    return degraded(detail, cure=_CURE)


CHECK = Check("clock", look, UNKNOWN)
