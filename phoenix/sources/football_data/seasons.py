"""Which season a match belongs to, where the file does not say."""

from datetime import date

# In 2020 the interrupted season ended in August: Serie A on the 2nd, the Segunda División with a
# postponed match on the 7th; the first league to begin the next season was Belgium's on the 8th.
TURN = (7, 1)
TURNS = {2020: (8, 8)}


def autumn_season(day: date) -> str:
    """The season of a league that plays from summer to spring, such as ``2023/24``."""
    turn = TURNS.get(day.year, TURN)
    first = day.year if (day.month, day.day) >= turn else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def written_season(season: str) -> str:
    """The file's own word, shortened: ``2012/2013`` is ``2012/13``, ``2023`` stays."""
    first, slash, second = season.strip().partition("/")
    return f"{first}/{second[-2:]}" if slash else first
