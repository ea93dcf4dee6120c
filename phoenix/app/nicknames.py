"""What supporters call their clubs, where no abbreviation of the name leads there."""

from collections.abc import Collection

# By country: each club's plain names, as sources write them, and what else it is called.
_CALLED: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "Brazil": (
        (("atletico mg", "atletico mineiro"), ("galo", "cam", "atletico mineiro")),
        (("athletico pr", "athletico paranaense", "atletico paranaense"), ("furacao", "cap")),
        (("botafogo rj", "botafogo"), ("fogao", "botafogo", "glorioso")),
        (("corinthians",), ("timao", "sccp")),
        (("cruzeiro",), ("raposa",)),
        (("flamengo rj", "flamengo"), ("mengao", "mengo", "crf", "flamengo")),
        (("fluminense",), ("fluzao", "ffc", "tricolor carioca")),
        (("gremio",), ("imortal", "fbpa")),
        (("internacional",), ("inter", "colorado")),
        (("palmeiras",), ("verdao", "porco", "sep")),
        (("bragantino", "rb bragantino"), ("red bull bragantino", "massa bruta")),
        (("santos",), ("peixe", "sfc")),
        (("sao paulo",), ("spfc", "tricolor paulista")),
        (("vasco", "vasco da gama"), ("vascao", "vasco da gama", "crvg")),
    ),
    "England": (
        (("manchester united", "man united"), ("man utd", "mufc", "manchester united")),
        (("manchester city", "man city"), ("mcfc", "manchester city")),
        (("wolverhampton wanderers", "wolverhampton", "wolves"), ("wolves", "wolverhampton")),
        (("tottenham", "tottenham hotspur"), ("spurs",)),
    ),
    "France": ((("paris sg", "paris saint germain"), ("psg", "paris saint germain")),),
    "Germany": (
        (("bayern munich", "bayern munchen"), ("bayern munchen", "bayern de munique")),
        (("dortmund", "borussia dortmund"), ("bvb", "borussia dortmund")),
    ),
    "Spain": (
        (("ath madrid", "atletico madrid"), ("atletico madrid", "atletico de madri", "atleti")),
        (("ath bilbao", "athletic club"), ("athletic bilbao",)),
        (("barcelona",), ("barca",)),
        (("real madrid",), ("real madri",)),
    ),
}


def nicknames(country: str, names: Collection[str]) -> set[str]:
    """What else a club of a country is called that has one of these plain names."""
    return {
        called
        for known, others in _CALLED.get(country, ())
        if not set(known).isdisjoint(names)
        for called in others
    }
