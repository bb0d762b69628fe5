"""What one endpoint or realtime channel of KIS is, as the catalogue's files say it."""

from __future__ import annotations

import enum
from datetime import date

import msgspec


class FieldType(enum.StrEnum):
    """What a field holds; parsing, formatting, alignment, colour and sorting follow from it alone.

    `personal` fields (account, customer, keys, tokens) never reach a log, a journal, a recording or
    an export except as an alias.
    """

    PRICE = "price"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    RATE = "rate"
    SIGN = "sign"
    DATE = "date"
    TIME = "time"
    SYMBOL = "symbol"
    CODE = "code"
    FLAG = "flag"
    TEXT = "text"
    PERSONAL = "personal"

    @property
    def is_number(self) -> bool:
        """Whether values are read as numbers."""
        return self in _NUMBERS


_NUMBERS = frozenset({FieldType.PRICE, FieldType.QUANTITY, FieldType.AMOUNT, FieldType.RATE})


class Effect(enum.StrEnum):
    """What a call does: an order is sent once and never again."""

    READ = "read"
    ORDER = "order"


class Lane(enum.StrEnum):
    """Who goes first when calls wait for the server's limit, in this order."""

    ORDER = "order"
    ACCOUNT = "account"
    VISIBLE = "visible"
    BACKGROUND = "background"


class Shape(enum.StrEnum):
    """What the documents say that a block is; the server does not always keep to it."""

    OBJECT = "object"
    LIST = "list"


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    ko: str
    en: str


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a response or a realtime record. `length` in characters where it is documented.

    `since` is the day from which the server sends it; its place is then not verified. `sign` names
    the field that tells the sign of this one (1 and 2 above zero, 4 and 5 below).
    """

    name: str
    type: FieldType
    ko: str = ""
    length: int | None = None
    since: date | None = None
    sign: str = ""


class Param(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a request; an empty default is sent as an empty string.

    Only what makes no sense when blank is `required`: the documents call much more so, and send it
    blank themselves. `values` are those that are known, with their Korean names.
    """

    name: str
    type: FieldType
    ko: str = ""
    required: bool = False
    default: str = ""
    values: dict[str, str] = {}


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named part of a response (`output1`); `body` stands for the top level."""

    shape: Shape
    fields: tuple[Field, ...]


class More(enum.StrEnum):
    """What says that there is another page."""

    HEADER = "header"  # `tr_cont` F or M in the answer's header
    KEY = "key"  # a continuation key that is not blank


class Paging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How further pages are asked for: the keys go back as they came. Rows a page where known.

    `keys` are names of the request; `sources` the names in the answer where they differ, in the
    same order. A list without keys is continued by the header `tr_cont` alone. `then` are fields
    that have another value from the second page on.
    """

    keys: tuple[str, ...]
    sources: tuple[str, ...] = ()
    then: dict[str, str] = {}
    more: More = More.HEADER
    rows_real: int | None = None
    rows_paper: int | None = None


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An argument that decides the TR id, with its values and what they are called."""

    name: str
    values: dict[str, str]


class Repeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of fields that a record may carry several times: `size` fields from place `start`.

    The names of the first group end with 1; those of the next ones are numbered on.
    """

    start: int
    size: int


class Endpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A REST endpoint. `id` is family/name; `document` the portal's number.

    The TR ids are chosen by the values of `choices` joined by a blank (`buy`, `sell NASD`); under
    "" where there is one alone. `tr_other` are ids that other sources give for the same call,
    `tr_legacy` older ones that are still seen. `unplaced` fields are known by name alone, their
    block is not. `note` says what is not certain.
    """

    id: str = ""
    title: Title
    document: str
    group: str
    method: str
    path: str
    effect: Effect
    lane: Lane
    tr_real: dict[str, str]
    tr_paper: dict[str, str]
    paper: bool
    params: tuple[Param, ...]
    outputs: dict[str, Block]
    paging: Paging | None = None
    choices: tuple[Choice, ...] = ()
    tr_other: tuple[str, ...] = ()
    tr_legacy: tuple[str, ...] = ()
    unplaced: tuple[Field, ...] = ()
    note: str = ""

    @property
    def is_order(self) -> bool:
        """Whether a call changes what rests at the exchange."""
        return self.effect is Effect.ORDER


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A realtime channel: fields as on the wire; `key` says what it is registered with.

    `example` is a key as the documents show it, `widths` other numbers of fields that were seen,
    `note` what is not certain.
    """

    id: str = ""
    title: Title
    document: str
    group: str
    tr_real: str
    tr_paper: str
    key: str
    encrypted: bool
    fields: tuple[Field, ...]
    example: str = ""
    repeat: Repeat | None = None
    widths: tuple[int, ...] = ()
    note: str = ""
