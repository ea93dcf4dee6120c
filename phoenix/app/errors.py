"""What a face has to know of errors: all of ours are one."""

from phoenix.domain.errors import PhoenixError

__all__ = ["PhoenixError"]
