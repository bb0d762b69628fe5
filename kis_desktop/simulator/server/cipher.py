"""Notices are encrypted: AES-256-CBC, PKCS#7, base64; key and iv travel in the subscribe ack."""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from kis_desktop.simulator.server.identity import signs

KEY_LENGTH, IV_LENGTH = 32, 16
_BLOCK_BITS = 128


@dataclass(frozen=True, slots=True)
class NoticeKey:
    """Key and iv as text; their UTF-8 bytes are what the cipher takes."""

    key: str
    iv: str

    def encrypted(self, plain: str) -> str:
        """The base64 text of a plain one."""
        padder = PKCS7(_BLOCK_BITS).padder()
        padded = padder.update(plain.encode()) + padder.finalize()
        encryptor = Cipher(
            algorithms.AES(self.key.encode()), modes.CBC(self.iv.encode())
        ).encryptor()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def notice_key(purpose: str) -> NoticeKey:
    """The key of one session and TR, the same for the same purpose."""
    return NoticeKey(
        key=signs(f"key:{purpose}", KEY_LENGTH, "abcdefghijklmnopqrstuvwxyz"),
        iv=signs(f"iv:{purpose}", IV_LENGTH, "0123456789abcdef"),
    )
