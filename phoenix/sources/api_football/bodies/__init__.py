"""From the bodies of API-Football to the values of :mod:`phoenix.domain.provided`.

One module per endpoint, each with one function ``read_...(asked, response)`` that never raises:
every row is read on its own, and what cannot be understood is handed back as a ``Reject`` beside
what can. Models accept what the provider really sends, and ignore what nobody here needs.
"""
