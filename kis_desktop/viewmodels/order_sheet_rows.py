"""The rows of the sheet before sending: the request word for word, the limits, the figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kis_desktop.catalogue import loader
from kis_desktop.domain.order import OrderIntent
from kis_desktop.domain.order_preview import OrderPreview, WireDraft
from kis_desktop.domain.order_size import OrderSize
from kis_desktop.domain.quote import Quote
from kis_desktop.domain.risk_rules import Check, Rule, Verdict
from kis_desktop.viewmodels import format as fmt
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words

_SIGNS = {
    Verdict.PASSED: "✓",
    Verdict.WARNED: "▲",
    Verdict.BLOCKED: "✕",
    Verdict.UNKNOWN: "?",
    Verdict.OFF: "·",
}
_TONES = {
    Verdict.PASSED: Tone.TEXT,
    Verdict.WARNED: Tone.UNCERTAIN,
    Verdict.BLOCKED: Tone.UNCERTAIN,
    Verdict.UNKNOWN: Tone.DIM,
    Verdict.OFF: Tone.FAINT,
}
_UNITS = {
    Rule.QUANTITY: "shares",
    Rule.AMOUNT: "won",
    Rule.AWAY_PERCENT: "percent",
    Rule.AWAY_TICKS: "ticks",
    Rule.LISTED_SHARE: "percent",
    Rule.EXPOSURE: "won",
    Rule.ORDERS_PER_MINUTE: "orders",
    Rule.DAILY_LOSS: "won",
    Rule.DAILY_ORDERS: "orders",
    Rule.LOST_FILLS: "seconds",
    Rule.STALE_PRICE: "seconds",
}
_PLACES = 2  # of a percentage


@dataclass(frozen=True, slots=True)
class Row:
    """A label, what stands behind it, and the name on the wire where it has one."""

    label: str
    value: str
    tone: Tone = Tone.TEXT
    wire: str = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One limit: its sign, what was measured against what, and the sentence where it didn't pass.

    `asks` is whether it must be ticked before the order goes, `passes_once` whether the tick passes
    a block for this one order.
    """

    rule: Rule
    sign: str
    name: str
    measured: str
    told: str
    tone: Tone
    asks: bool = False
    passes_once: bool = False
    is_ticked: bool = False


def wire_rows(draft: WireDraft, words: Words) -> tuple[Row, ...]:
    """Where the request goes, and its body field by field."""
    rows = [
        Row(words("sheet.address"), f"{draft.method} {draft.host}{draft.path}"),
        Row(words("sheet.tr_id"), draft.tr_id),
    ]
    labels = _labels(draft) if words.language == "ko" else {}
    rows += [Row(labels.get(name, ""), value, wire=name) for name, value in draft.fields]
    return tuple(rows)


def check_rows(preview: OrderPreview, ticked: frozenset[str], words: Words) -> tuple[CheckRow, ...]:
    """All limits that are on, what must be decided first."""
    rows = [
        _check_row(check, ticked, words)
        for check in preview.assessment.checks
        if check.verdict is not Verdict.OFF
    ]
    return tuple(sorted(rows, key=lambda row: not row.asks and row.tone is not Tone.UNCERTAIN))


def price_row(quote: Quote, age_ms: int | None, words: Words) -> Row:
    """The price on the screen now."""
    text = words(
        "sheet.price_now",
        last=fmt.price(quote.last),
        bid=fmt.price(quote.bid),
        ask=fmt.price(quote.ask),
        age=fmt.age(None if age_ms is None else age_ms / 1000, words.language),
    )
    return Row(words("sheet.market"), text)


def order_rows(intent: OrderIntent, words: Words) -> tuple[Row, ...]:
    """Type, price, condition, quantity and venue in words."""
    rows = [
        Row(words("ticket.type"), words(f"order_type.{intent.order_type.value}")),
        Row(
            words("ticket.price"),
            words("sheet.no_price") if intent.price is None else _won(intent.price, words),
        ),
    ]
    if intent.condition_price is not None:
        rows.append(Row(words("ticket.condition"), _won(intent.condition_price, words)))
    rows.append(Row(words("ticket.quantity"), words("sheet.shares", quantity=intent.quantity)))
    if intent.credit is not None:
        kind = words(f"credit.{intent.credit.kind.value}")
        text = f"{kind} · {intent.credit.loan_date.isoformat()}"
        rows.append(Row(words("credit.title"), text, Tone.UNCERTAIN))
    return tuple(rows)


def size_question(size: OrderSize, words: Words) -> str:
    """What a large order asks for before it goes; empty for a normal one."""
    if size in {OrderSize.LARGE, OrderSize.VERY_LARGE}:
        return words(f"sheet.ask_{size.name.lower()}")
    return ""


def _check_row(check: Check, ticked: frozenset[str], words: Words) -> CheckRow:
    stopped = check.verdict is Verdict.BLOCKED
    asks = check.verdict is Verdict.WARNED or (stopped and check.passable)
    asks = asks and check.rule is not Rule.LARGE
    return CheckRow(
        rule=check.rule,
        sign=_SIGNS[check.verdict],
        name=words(f"sheet.rule.{check.rule.value}"),
        measured=_measured(check, words),
        told="" if check.told is None else words.sentence(check.told),
        tone=_TONES[check.verdict],
        asks=asks,
        passes_once=stopped and check.passable,
        is_ticked=asks and check.rule.value in ticked,
    )


def _measured(check: Check, words: Words) -> str:
    unit = _UNITS.get(check.rule)
    if unit is None or (check.measured is None and check.bound is None):
        return ""
    return words(
        f"sheet.measured_{unit}",
        measured=_number(check.measured),
        bound=_number(check.bound),
    )


def _number(value: Decimal | None) -> str:
    if value is None:
        return fmt.UNKNOWN
    whole = value == value.to_integral_value()
    return fmt.price(value, 0 if whole else _PLACES)


def _won(price: Decimal, words: Words) -> str:
    return words("ticket.gross", amount=fmt.price(price))


def _labels(draft: WireDraft) -> dict[str, str]:
    """The Korean names of the body's fields, from the catalogue."""
    endpoint = loader.find_endpoint(draft.tr_id)
    if endpoint is None:
        return {}
    return {param.name: param.ko for param in endpoint.params}
