"""Start in order, stop in reverse, whatever happens in between.

A lifecycle is a set of stages, of which some need others. Starting one that fails (or takes too
long) stops it and all that had started, in reverse, and then raises. Stopping never raises: each
stage has its time limit, what goes wrong is collected, and the next stage is stopped all the same.
However many callers ask for the stop, and however often they are cancelled, each stage is stopped
once.

What is logged, at INFO: ``stage started`` and ``stage stopped`` (stage, ms), ``stage cut off while
starting`` (stage, ms: somebody stopped it), ``all stages stopped`` (faults, ms); at WARNING:
``stage failed to start`` and ``stage failed to stop`` (stage, ms, error),
``stage did not start in time`` and ``stage did not stop in time`` (stage, ms), ``stop hurried``
(limit), ``tasks were left`` (tasks, stubborn).
"""

from phoenix.app.lifecycle.lifecycle import Lifecycle, StopFault
from phoenix.app.lifecycle.stage import Stage

__all__ = ["Lifecycle", "Stage", "StopFault"]
