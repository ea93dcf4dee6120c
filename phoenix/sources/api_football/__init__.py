"""API-Football v3 (API-Sports): a client that survives what the provider does.

A call passes, outside in: one flight for all who ask the same, the cache, the endpoint's breaker,
the retries, and for each try the day's budget, the minute's window and a time limit.
"""

SOURCE = "api-football"  # what its ids, its calendar and its quota are kept under
