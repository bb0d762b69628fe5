"""What tests need to speak to servers of their own, on 127.0.0.1."""

from __future__ import annotations

import ssl

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""trusts nobody: nothing is encrypted there, and to read the authorities takes 25 ms a client"""
