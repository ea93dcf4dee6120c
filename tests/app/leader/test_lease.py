"""How long a lock that was confirmed may be relied on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.app.leader import Lease
from phoenix.app.leader.lease import uptime

LEASES = st.floats(0.1, 60.0).map(Lease)
INSTANTS = st.floats(0.0, 1e6)


def test_the_lease_is_five_seconds_unless_told():
    """A new holder waits as long as the lease; the questions are a third of it apart."""
    assert Lease().safety == 5.0
    assert Lease(6.0).due(100.0) == 102.0


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_lease_lasts(seconds):
    """A lease of no length is refused."""
    with pytest.raises(ValueError, match="a lease lasts"):
        Lease(seconds)


@given(LEASES, INSTANTS)
def test_a_holder_relies_on_its_lock_for_less_than_a_lease(lease, confirmed):
    """It does so right after it was confirmed, and no more when a new holder may begin."""
    assert lease.holds(confirmed, confirmed)
    assert not lease.holds(confirmed, confirmed + lease.safety)


@given(LEASES, INSTANTS)
def test_work_that_is_lost_at_the_last_moment_ends_before_the_next_begins(lease, confirmed):
    """A question that is asked late and not answered leaves time to end the work."""
    noticed = lease.due(confirmed) + lease.interval
    ended = noticed + lease.left(confirmed, noticed)
    assert lease.left(confirmed, noticed) > lease.seconds / 5
    assert ended < confirmed + lease.safety


@given(LEASES, INSTANTS, st.floats(0.0, 1e5))
def test_work_is_always_told_before_it_is_cut(lease, confirmed, late):
    """However late the holder is itself, ending the work has some time."""
    assert lease.left(confirmed, confirmed + late) >= lease.seconds / 6


def test_the_clock_does_not_go_back():
    """The lease is reckoned on a clock that nobody sets."""
    assert uptime() <= uptime()
