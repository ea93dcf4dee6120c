"""Bodies of the provider, kept as they came, so that the same question costs no second call.

In memory by default, with a file that outlives the process; in Redis where several processes share
them. How old an answer may be is told by :mod:`phoenix.sources.cache.lifetimes`, not by the cache:
one that is out of date is still there for the day on which the provider is down.
"""
