"""The form of an endpoint, built from the catalogue: what is filled in, and what is still wrong."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject, Signal

from kis_desktop.catalogue.entry import Channel, Endpoint, FieldType, Param
from kis_desktop.viewmodels.words import Words

BACK = timedelta(days=30)
"""how far a period reaches back when nothing else was said"""
CHOICE = "choice:"
"""before the name of an argument that decides the TR id: it is not sent itself"""
CHANNEL_KEY = "key"
"""the one field of a channel"""

_DATE = re.compile(r"\d{8}")
_TIME = re.compile(r"\d{4}|\d{6}")
_SYMBOL = re.compile(r"[0-9A-Za-z.^/_-]{1,20}")
_START = re.compile(r"STRT|START|FROM|_FR_|^F_DT|^ST_|BGN|DATE_1$")
_END = re.compile(r"END|CLOSE|_TO_|^T_DT|^ED_|DATE_2$")
_STOCK_FAMILIES = frozenset({"domestic_stock", "etfetn"})
_STOCK_MARKETS = frozenset({"", "J", "NX", "UN"})
_MARKET = "FID_COND_MRKT_DIV_CODE"
_LINKED = ("FID_INPUT_ISCD", "PDNO", "MKSC_SHRN_ISCD", "SHT_CD", "FID_INPUT_ISCD_1")
_OF_BROKERS = frozenset({"domestic_stock/invest_opbysec"})  # asks for a broker's code
_STOCK_CHANNEL = "domestic_stock"
_SHARE_CODE = 6  # letters
_PROPOSED = {"pd_dv": "inner"}  # the last three months, in which the proposed dates lie
_HTS_ID = "hts_id"
_KNOWN_TO_US = frozenset({"CANO", "ACNT_PRDT_CD", "USER_ID", "HTS_ID"})


class FieldKind(enum.Enum):
    """How a field is filled in."""

    TEXT = "text"
    COMBO = "combo"  # from a list that the documents give; it may be incomplete
    CHOICE = "choice"  # from a list that is complete: it decides the TR id
    FILLED = "filled"  # by the program; never shown


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. `options` are the codes and what they mean."""

    name: str
    label: str
    type: FieldType
    kind: FieldKind
    required: bool = False
    default: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


class Form(QObject):
    """The fields of one endpoint or channel with what stands in them.

    `changed` carries the name of a field whose text was changed from elsewhere: the linked symbol,
    or the market's date once it is known.
    """

    changed = Signal(str)
    checked = Signal()

    def __init__(
        self,
        entry: Endpoint | Channel,
        words: Words,
        symbol: str,
        today: date | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._entry = entry
        self._symbol = symbol
        self._today = today
        self._typed: dict[str, str] = {}
        self._touched: set[str] = set()
        self.pinned = False
        self.fields = (
            _endpoint_fields(entry, words)
            if isinstance(entry, Endpoint)
            else _channel_fields(entry, words)
        )
        self._by_name = {field.name: field for field in self.fields}

    @property
    def linked(self) -> str:
        """The name of the field that follows the linked symbol; empty where none does."""
        entry = self._entry
        if isinstance(entry, Channel):
            return CHANNEL_KEY if _follows(entry) else ""
        family = entry.id.split("/", maxsplit=1)[0]
        if family not in _STOCK_FAMILIES or entry.id in _OF_BROKERS:
            return ""
        market = self._by_name.get(_MARKET)
        if market is not None and market.default not in _STOCK_MARKETS:
            return ""
        named = {name.upper(): field for name, field in self._by_name.items()}
        found = (named.get(name) for name in _LINKED)
        return next(
            (field.name for field in found if field is not None and _takes_symbol(field)), ""
        )

    def text(self, name: str) -> str:
        """What stands in a field."""
        field = self._by_name[name]
        return self._typed.get(name, self._proposed(field))

    def type_in(self, name: str, text: str) -> None:
        """Put something into a field; it no longer follows anything."""
        self._typed[name] = text.strip()
        self._touched.add(name)
        self.checked.emit()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values in from elsewhere; names that the form hasn't are left out."""
        for name, text in values.items():
            if name in self._by_name:
                self._typed[name] = text
                self._touched.add(name)
                self.changed.emit(name)
        self.checked.emit()

    def follow(self, symbol: str) -> None:
        """The linked symbol has changed."""
        self._symbol = symbol
        name = self.linked
        if name and not self.pinned:
            self._typed.pop(name, None)
            self.changed.emit(name)
            self.checked.emit()

    def pin(self, pinned: bool) -> None:  # noqa: FBT001
        """Keep the symbol that stands there, or follow the linked one again."""
        if self.linked and pinned:
            self._typed[self.linked] = self.text(self.linked)
        self.pinned = pinned
        if not pinned:
            self.follow(self._symbol)

    def set_today(self, today: date) -> None:
        """The market's date is known, or another."""
        if today == self._today:
            return
        self._today = today
        for field in self.fields:
            if field.type is FieldType.DATE and field.name not in self._touched:
                self.changed.emit(field.name)
        self.checked.emit()

    def problem(self, name: str) -> str:
        """What is wrong with a field, as a sentence; empty when nothing is."""
        field, text = self._by_name[name], self.text(name)
        if field.kind is FieldKind.FILLED:
            return ""
        if not text:
            missing = field.required and _is_needed(field.type)
            return self._words("explorer.check.missing") if missing else ""
        return self._problem_with(field, text)

    def remark(self, name: str) -> str:
        """What is unusual about a field without being wrong."""
        field, text = self._by_name[name], self.text(name)
        if not text and field.required and field.kind in {FieldKind.TEXT, FieldKind.COMBO}:
            return self._words("explorer.check.sent_empty")
        unknown = text and field.kind is FieldKind.COMBO and text not in dict(field.options)
        return self._words("explorer.check.not_listed") if unknown else ""

    def problems(self) -> tuple[str, ...]:
        """The names of the fields that keep the request from being sent."""
        return tuple(field.name for field in self.fields if self.problem(field.name))

    def values(self) -> dict[str, str]:
        """What is sent; fields that the program fills in are left out."""
        return {
            field.name: self.text(field.name)
            for field in self.fields
            if field.kind in {FieldKind.TEXT, FieldKind.COMBO}
        }

    def choice(self) -> str:
        """Which TR id is wanted, by the values of the arguments that decide it."""
        chosen = (field for field in self.fields if field.kind is FieldKind.CHOICE)
        return " ".join(self.text(field.name) for field in chosen)

    def _proposed(self, field: FormField) -> str:
        if field.default:
            return field.default
        if field.name == self.linked:
            return self._symbol
        if field.type is FieldType.DATE and self._today is not None:
            return _proposed_date(field, self._today, self.fields)
        return field.options[0][0] if field.kind is FieldKind.CHOICE and field.options else ""

    def _problem_with(self, field: FormField, text: str) -> str:
        if field.type is FieldType.DATE and not _is_date(text):
            return self._words("explorer.check.date")
        if field.type is FieldType.TIME and not _TIME.fullmatch(text):
            return self._words("explorer.check.time")
        if field.type.is_number and not _is_number(text):
            return self._words("explorer.check.number")
        if field.type is FieldType.SYMBOL and not _SYMBOL.fullmatch(text):
            return self._words("explorer.check.symbol")
        return ""


def _is_needed(type_: FieldType) -> bool:
    """Whether a required field may not be sent empty; many required codes may (AUTH, NEXT)."""
    return type_.is_number or type_ in {FieldType.SYMBOL, FieldType.DATE}


def _follows(entry: Channel) -> bool:
    """Whether a channel is one of Korean shares; those of indices have four digits."""
    of_shares = len(entry.example) in {0, _SHARE_CODE}
    return entry.id.startswith(f"{_STOCK_CHANNEL}/") and entry.key != _HTS_ID and of_shares


def _takes_symbol(field: FormField) -> bool:
    return field.required and not field.default and field.kind is FieldKind.TEXT


def _endpoint_fields(entry: Endpoint, words: Words) -> tuple[FormField, ...]:
    hidden = {name.upper() for name in (entry.paging.keys if entry.paging is not None else ())}
    params = (param for param in entry.params if param.name.upper() not in hidden)
    return (*_choice_fields(entry, words), *(_field(param, words) for param in params))


def _choice_fields(entry: Endpoint, words: Words) -> tuple[FormField, ...]:
    korean = words.language == "ko"
    return tuple(
        FormField(
            f"{CHOICE}{choice.name}",
            words("explorer.tr_choice", name=choice.name),
            FieldType.CODE,
            FieldKind.CHOICE,
            required=True,
            default=_PROPOSED.get(choice.name, ""),
            options=tuple((code, label if korean else "") for code, label in choice.values.items()),
        )
        for choice in entry.choices
    )


def _field(param: Param, words: Words) -> FormField:
    korean = words.language == "ko"
    kind = FieldKind.COMBO if param.values else FieldKind.TEXT
    if param.type is FieldType.PERSONAL:
        kind = FieldKind.FILLED
    return FormField(
        param.name,
        (param.ko if korean else "") or param.name,
        param.type,
        kind,
        param.required,
        param.default,
        tuple((code, label if korean else "") for code, label in param.values.items()),
        _hint(param, words),
    )


def _channel_fields(entry: Channel, words: Words) -> tuple[FormField, ...]:
    label = words("explorer.channel_key")
    if entry.key == _HTS_ID:
        filled = words("explorer.hts_id")
        return (FormField(CHANNEL_KEY, label, FieldType.PERSONAL, FieldKind.FILLED, hint=filled),)
    hint = words("explorer.example", example=entry.example) if entry.example else ""
    default = "" if _follows(entry) else entry.example
    key = FormField(
        CHANNEL_KEY,
        label,
        FieldType.SYMBOL,
        FieldKind.TEXT,
        required=True,
        default=default,
        hint=hint,
    )
    return (key,)


def _hint(param: Param, words: Words) -> str:
    match param.type:
        case FieldType.DATE:
            return words("explorer.hint.date")
        case FieldType.TIME:
            return words("explorer.hint.time")
        case FieldType.PERSONAL:
            known = param.name.upper() in _KNOWN_TO_US
            return words("explorer.auto" if known else "explorer.check.sent_empty")
        case _:
            return ""


def _proposed_date(field: FormField, today: date, fields: tuple[FormField, ...]) -> str:
    """The last thirty days for a period, today for a single required date."""
    name = field.name.upper()
    dates = [other.name.upper() for other in fields if other.type is FieldType.DATE]
    period = any(_END.search(other) for other in dates)
    if period and _START.search(name):
        return f"{today - BACK:%Y%m%d}"
    if (period and _END.search(name)) or field.required:
        return f"{today:%Y%m%d}"
    return ""


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - only whether such a day exists
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
