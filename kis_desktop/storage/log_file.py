"""The log: JSON lines in the profile's folder, with every secret taken out before it is written.

Only what the program says of itself is kept: libraries speak from WARNING on, because httpx and
websockets print headers and frames below that.
"""

from __future__ import annotations

import base64
import json
import logging
import logging.handlers
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

_MOST_BYTES = 2_000_000
_KEPT_FILES = 3
_SHORTEST = 4  # characters; anything shorter would black out ordinary words
_HIDDEN = "•••"
_OWN = "kis_desktop"


class Redactor:
    """Takes secrets out of text in the forms in which they travel: raw, base64 and URL-encoded."""

    def __init__(self) -> None:
        self._forms: tuple[str, ...] = ()

    def hide(self, *secrets: str) -> None:
        """Never let these be written from now on."""
        forms = set(self._forms)
        for secret in secrets:
            if len(secret) >= _SHORTEST:
                encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
                forms |= {secret, encoded, quote(secret, safe="")}
        self._forms = tuple(sorted(forms, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """The text without any secret."""
        for form in self._forms:
            text = text.replace(form, _HIDDEN)
        return text


class JsonLines(logging.Formatter):
    """One record a line; an exception's type and place, never its locals."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, str] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return self._redactor.clean(json.dumps(told, ensure_ascii=False))


def open_log(folder: Path, redactor: Redactor) -> logging.Handler:
    """Send all logging to `folder/kis-desktop.log` (0600) from now on."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "kis-desktop.log"
    path.touch(mode=0o600, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
    )
    handler.setFormatter(JsonLines(redactor))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(_OWN).setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Stop writing to a log that `open_log` began."""
    logging.getLogger().removeHandler(handler)
    handler.close()
