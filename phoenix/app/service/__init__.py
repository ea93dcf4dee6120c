"""What ``phoenix serve`` runs: one process, all of Phoenix or a part of it.

``serve`` looks whether all is there (preflight), puts the parts together (``assembly``), starts
them in order, and stops them in reverse when a signal asks for it.
"""

from phoenix.app.service.roles import Role
from phoenix.app.service.serving import serve

__all__ = ["Role", "serve"]
