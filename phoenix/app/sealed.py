"""Pickles that lie where others may write: whoever does not know the secret cannot make one.

Unpickling runs whatever the pickle says, so the seal is looked at first. Beside that, what it may
name is limited to values: should the secret leak, it is still no open door.
"""

import hashlib
import hmac
import importlib
import io
import pickle
from collections.abc import Collection
from typing import Any

SEAL = 32  # bytes
KEY_FOR = b"phoenix models"
FEWEST = 16  # characters of a secret: shorter ones can be guessed from a seal

_VALUES = {
    "builtins": {"bytearray", "complex", "frozenset", "list", "dict", "range", "set", "slice"},
    "collections": {"Counter", "OrderedDict", "defaultdict", "deque"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
}


class SealBroken(Exception):
    """It was not sealed by us, or not for this name, or holds what it may not; says what."""


def sealing_key(secret: str) -> bytes | None:
    """A key of 32 bytes that tells nothing of the secret; None if the secret is too short."""
    if len(secret) < FEWEST:
        return None
    return hashlib.blake2b(secret.encode(), digest_size=32, person=KEY_FOR).digest()


def sealed(key: bytes, name: str, body: bytes) -> bytes:
    """The body behind its seal, which holds under this name alone."""
    return _seal(key, name, body) + body


def unsealed(key: bytes, name: str, found: bytes) -> bytes:
    """The body.

    Raises:
        SealBroken: the seal is another's, or the body has changed.
    """
    seal, body = found[:SEAL], found[SEAL:]
    if not hmac.compare_digest(seal, _seal(key, name, body)):
        raise SealBroken("its seal is not ours")
    return body


def unpickled(body: bytes, packages: Collection[str]) -> Any:
    """What was pickled: values of Python and NumPy, and of classes of these packages.

    Raises:
        SealBroken: it names something else, or cannot be read.
    """
    try:
        return _Values(io.BytesIO(body), packages).load()
    except SealBroken:
        raise
    except Exception as error:
        raise SealBroken(f"it cannot be read ({type(error).__name__})") from error


def _seal(key: bytes, name: str, body: bytes) -> bytes:
    made = hashlib.blake2b(key=key, digest_size=SEAL)
    for part in (name.encode(), body):
        made.update(len(part).to_bytes(8, "big") + part)
    return made.digest()


class _Values(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, packages: Collection[str]) -> None:
        super().__init__(file)
        self._packages = packages

    def find_class(self, module: str, name: str) -> Any:
        """A class where it was defined, or one of NumPy's makers of arrays."""
        if name in _VALUES.get(module, ()):
            return super().find_class(module, name)
        if module.partition(".")[0] in self._packages:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise SealBroken(f"it names {module}.{name}")
