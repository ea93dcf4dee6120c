"""What a face has to know of errors: all of ours are one, and these are answered politely."""

from phoenix.domain.errors import PhoenixError
from phoenix.jobs.faults import QueueFull, TooMany

__all__ = ["PhoenixError", "QueueFull", "TooMany"]
