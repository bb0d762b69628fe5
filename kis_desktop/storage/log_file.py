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
    """Takes secrets out of text in the forms in which they travel or are quoted in errors."""

    def __init__(self) -> None:
        self._forms: tuple[str, ...] = ()

    def hide(self, *secrets: str) -> None:
        """Never let these be written from now on, nor any part of them between blanks."""
        forms = set(self._forms)
        for secret in secrets:
            for part in (secret, secret.strip(), *secret.split()):
                if len(part) >= _SHORTEST:
                    forms |= _forms_of(part)
        self._forms = tuple(sorted(forms, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """The text without any secret."""
        for form in self._forms:
            text = text.replace(form, _HIDDEN)
        return text


def _forms_of(text: str) -> set[str]:
    """Raw, base64, URL-encoded, and as Python and JSON write it between quotes."""
    return {
        text,
        base64.b64encode(text.encode()).decode().rstrip("="),
        quote(text, safe=""),
        repr(text)[1:-1],
        repr(text.encode())[2:-1],
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
    }


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
        cleaned = {key: self._redactor.clean(text) for key, text in told.items()}
        return json.dumps(cleaned, ensure_ascii=False)


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
