"""The fault of the database that may pass: what failed by it is worth another try."""

from phoenix.domain.errors import StoreAway

__all__ = ["StoreAway"]
