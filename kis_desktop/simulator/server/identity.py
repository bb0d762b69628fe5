"""The one customer of a simulator: keys, HTS id and account numbers, derived from its seed."""

import hashlib
import string
from dataclasses import dataclass

APPKEY_LENGTH = 36
APPSECRET_LENGTH = 180
_APPKEY_SIGNS = string.ascii_letters + string.digits
_APPSECRET_SIGNS = _APPKEY_SIGNS + "+/"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the customer identifies with; not a secret, it opens a simulator on loopback only."""

    appkey: str
    appsecret: str


def identity(seed: int, world: str) -> Identity:
    """The keys of a seed and a world; real and paper keys differ, as they do at KIS."""
    purpose = f"{world}:{seed}"
    return Identity(
        appkey="PS" + signs(f"appkey:{purpose}", APPKEY_LENGTH - 2, _APPKEY_SIGNS),
        appsecret=signs(f"appsecret:{purpose}", APPSECRET_LENGTH - 1, _APPSECRET_SIGNS) + "=",
    )


def signs(purpose: str, count: int, alphabet: str = _APPKEY_SIGNS) -> str:
    """`count` signs of the alphabet, the same for the same purpose."""
    stream = hashlib.shake_256(purpose.encode()).digest(count)
    return "".join(alphabet[byte % len(alphabet)] for byte in stream)
