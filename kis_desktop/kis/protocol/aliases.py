"""Takes what is personal out of an answer, by the type of its fields, and leaves all else as it is.

A personal value becomes the name of its field, `<CANO>`; a secret that is known is replaced
wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from kis_desktop.catalogue.entry import Endpoint, FieldType

_ALWAYS = frozenset(
    {
        "cano",
        "acnt_prdt_cd",
        "acnt_no",
        "acnt_name",
        "acnt_pwd",
        "user_id",
        "cust_id",
        "hts_id",
        "ctac_tlno",
        "inqr_ip_addr",
        "appkey",
        "appsecret",
        "secretkey",
        "access_token",
        "approval_key",
    }
)
_CONTINUATION = "ctx_area_"  # holds the account number in front
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_SHORTEST = 4  # characters of a secret that is looked for everywhere


def alias(name: str) -> str:
    """What stands in place of a personal field."""
    return f"<{name.upper()}>"


class Aliases:
    """Aliases of one endpoint. `secrets` are values to hide everywhere, with what stands in their
    place.
    """

    def __init__(self, endpoint: Endpoint, secrets: Mapping[str, str]) -> None:
        self._personal = _ALWAYS | {
            name.lower() for name, kind in _fields(endpoint) if kind is FieldType.PERSONAL
        }
        self._secrets = sorted(
            (pair for pair in secrets.items() if len(pair[0]) >= _SHORTEST),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )

    def is_personal(self, name: str) -> bool:
        """Whether the values of a field are hidden."""
        lowered = name.lower()
        return lowered in self._personal or lowered.startswith(_CONTINUATION)

    def value(self, name: str, value: str) -> str:
        """A field's value as it may be shown; blank stays blank."""
        if self.is_personal(name) and value.strip():
            return alias(name)
        return self.text(value)

    def text(self, text: str) -> str:
        """The text without any of the secrets."""
        for secret, shown in self._secrets:
            text = text.replace(secret, shown)
        return text

    def json(self, text: str) -> str:
        """The JSON text without what is personal, otherwise to the letter; damaged text too."""
        return self.text("".join(_Scan(self, text).parts()))


class _Scan:
    """One walk through a JSON text; `_inside` are the open objects and lists with the alias that
    hides all that is in them.
    """

    def __init__(self, aliases: Aliases, text: str) -> None:
        self._aliases = aliases
        self._text = text
        self._inside: list[tuple[bool, str]] = []
        self._expects_key = False
        self._hidden = ""  # the alias of the value that comes next

    def parts(self) -> Iterable[str]:
        """The text in pieces."""
        done = 0
        for match in _PIECE.finditer(self._text):
            yield self._text[done : match.start()]
            yield self._take(match.group())
            done = match.end()
        yield self._text[done:]

    def _take(self, piece: str) -> str:
        if piece in {"{", "["}:
            self._inside.append((piece == "{", self._hidden))
            self._expects_key = piece == "{"
        elif piece in {"}", "]"}:
            self._inside = self._inside[:-1]
            self._expects_key = False
        elif piece == ",":
            self._expects_key, self._hidden = self._inside[-1] if self._inside else (False, "")
        elif piece == ":":
            self._expects_key = False
        elif self._expects_key:
            return self._key(piece)
        else:
            return self._scalar(piece)
        return piece

    def _key(self, piece: str) -> str:
        name = _plain(piece)
        if self._aliases.is_personal(name):
            self._hidden = alias(name)
        return self._without_secrets(piece, name)

    def _scalar(self, piece: str) -> str:
        plain = _plain(piece)
        if self._hidden and plain.strip() and piece != "null":
            return f'"{self._hidden}"'
        return self._without_secrets(piece, plain)

    def _without_secrets(self, piece: str, plain: str) -> str:
        shown = self._aliases.text(plain)
        if shown == plain:
            return piece
        is_value = piece.startswith('"') or piece.isdecimal()
        return msgspec.json.encode(shown).decode() if is_value else shown


def _plain(piece: str) -> str:
    """What a piece says: its escapes read where that can be done."""
    if not piece.startswith('"'):
        return piece
    try:
        return str(msgspec.json.decode(piece))
    except msgspec.DecodeError:
        return piece.strip('"')


def _fields(endpoint: Endpoint) -> Iterable[tuple[str, FieldType]]:
    for param in endpoint.params:
        yield param.name, param.type
    for block in endpoint.outputs.values():
        for field in block.fields:
            yield field.name, field.type
    for field in endpoint.unplaced:
        yield field.name, field.type
