"""A clock that is wrong, as far as anybody says."""

from datetime import timedelta

import httpx
import pytest

from phoenix.app.doctor import Outcome


@pytest.fixture
def provider_at(site):
    """The site, and a provider whose clock stands elsewhere."""
    from email.utils import format_datetime

    def made(**apart):
        at = site.installation.now() + timedelta(**apart)
        headers = {"Date": format_datetime(at, usegmt=True)}
        answer = httpx.MockTransport(lambda _: httpx.Response(500, headers=headers))
        return site.changed(transport=answer)

    return made


async def test_a_clock_that_agrees_is_well(site) -> None:
    """With the provider's."""
    assert (await site.told("clock")).outcome is Outcome.PASSED


@pytest.mark.parametrize("apart", [{"minutes": 2}, {"minutes": -2}, {"days": 1}])
async def test_a_clock_that_differs_fails(fails, provider_at, apart) -> None:
    """Ahead or behind."""
    assert "clock" in (await fails("clock", provider_at(**apart))).detail


async def test_without_an_answer_nothing_is_known(site) -> None:
    """A provider that is away says nothing of the time."""

    def away(request):
        raise httpx.ConnectError("no way", request=request)

    told = await site.changed(transport=httpx.MockTransport(away)).told("clock")
    assert told.outcome is Outcome.SKIPPED


async def test_without_a_key_nobody_is_asked(site) -> None:
    """A database in a file has no clock of its own."""

    def asked(request):
        raise AssertionError

    here = site.changed(transport=httpx.MockTransport(asked)).with_settings(api_football_key=None)
    assert (await here.told("clock")).outcome is Outcome.SKIPPED
