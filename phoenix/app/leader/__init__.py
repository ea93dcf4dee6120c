"""One process among many polls Telegram and runs schedules.

``Leadership`` competes for a lock and calls back when it is won and lost; ``make_lock`` chooses the
lock by the addresses that are set; ``fenced`` stands at the head of every write of a leader.

Why never two work at once, with D the lease (:mod:`phoenix.app.leader.lease`):

- A holder asks every D/3 whether the lock is still its own, waits D/3 for the answer, and at the
  first failure ends its work, by 0.9 D after the question that was last answered well.
- A new holder waits D after it got the lock, unless the one before recorded that its work had ended
  (``Lock.clear``). A holder that never worked records nothing: it cannot speak for those before it.
- A process that was paused is not asked; when it goes on, its epoch has lapsed by the clock before
  any other line of it runs, and the fence in the database refuses what it had begun to write.
"""

from phoenix.app.leader.choice import make_lock
from phoenix.app.leader.epochs import fenced
from phoenix.app.leader.faults import LockAway, LockLost, NotLeader
from phoenix.app.leader.leadership import Leadership
from phoenix.app.leader.lease import Lease
from phoenix.app.leader.lock import Busy, Lock

__all__ = [
    "Busy",
    "Leadership",
    "Lease",
    "Lock",
    "LockAway",
    "LockLost",
    "NotLeader",
    "fenced",
    "make_lock",
]
