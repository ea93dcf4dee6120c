"""API-Football v3 (API-Sports): a client that survives what the provider does.

A call passes, outside in: one flight for all who ask the same, the endpoint's breaker, the day's
budget, the retries, and for each try the minute's window and a time limit.
"""
