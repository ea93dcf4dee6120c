"""What API-Football still allows."""

from phoenix.app.program import Program
from phoenix.domain.errors import InputError


async def quota(program: Program) -> str:
    """Plan and calls in one line.

    Raises:
        InputError: no key is set.
        ProviderFault: the provider does not answer, or refuses the key.
    """
    if program.live is None:
        raise InputError("no key of API-Football is set", "Set API_FOOTBALL_KEY")
    from phoenix.sources.api_football.status import status

    found = await status(program.live.client)
    minute = (await program.live.client.quota()).minute_limit
    requests, plan = found.requests, found.subscription
    left = requests.limit_day - requests.current
    state = "active" if plan.active else "NOT ACTIVE"
    return (
        f"API-Football, plan {plan.plan} ({state}, until {plan.end:%Y-%m-%d}): "
        f"{requests.current} of {requests.limit_day} calls made today, {left} left; "
        f"at most {minute} a minute"
    )
