"""The face that machines look at: health, metrics, and whatever other routers bring.

Importing :mod:`phoenix.web.application` and :mod:`phoenix.web.server` is slow (FastAPI): a service
does it beside its other work.
"""
