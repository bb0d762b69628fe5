"""What the journal says beside an order: who asked, what was seen, which limits it met."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from kis_desktop.domain.journal import JournalEntry, JournalKind, JournalValue
from kis_desktop.domain.order import AmendIntent, CancelIntent, OrderIntent, Seen
from kis_desktop.domain.order_report import BrokerOrder
from kis_desktop.domain.risk_rules import Assessment, Check, Verdict

Body = dict[str, JournalValue]
_MILLISECONDS = 1000


def evidence(
    intent: OrderIntent | AmendIntent | CancelIntent, assessment: Assessment | None = None
) -> Body:
    """What an INTENT entry says beside the order itself; what is not known stands as null.

    `checks` has all limits that were met or not known and `passed` how many were passed; `approved`
    names the limits that the trader confirmed for this order.
    """
    body: Body = {"origin": intent.origin.value}
    if not isinstance(intent, CancelIntent):
        body["condition_price"] = _text(intent.condition_price)
        body["approved"] = " ".join(sorted(intent.approved))
        body |= _seen(intent.seen or Seen())
    if isinstance(intent, OrderIntent) and intent.credit is not None:
        body["credit"] = intent.credit.kind.value
        body["loan_date"] = intent.credit.loan_date.isoformat()
    if assessment is not None:
        told = [one for one in assessment.checks if one.verdict not in _SILENT]
        body["checks"] = " ".join(_short(one) for one in told)
        body["passed"] = sum(one.verdict is Verdict.PASSED for one in assessment.checks)
    return body


class Stopwatch:
    """How long the steps of an order took, in milliseconds since the click reached us."""

    def __init__(self, monotonic: Callable[[], float] = time.perf_counter) -> None:
        self._monotonic = monotonic
        self._begun = monotonic()
        self._steps: dict[str, float] = {}

    def journalled(self) -> None:
        """The intent is on the disk."""
        self._note("ms_journalled")

    def sent(self) -> None:
        """The request is handed to the wire."""
        self._note("ms_sent")

    def answered(self) -> None:
        """An answer came, or the waiting for one ended."""
        self._note("ms_answered")

    def body(self) -> Body:
        """What an ACCEPTED, REJECTED or UNKNOWN entry says of it."""
        return {name: f"{spent:.1f}" for name, spent in self._steps.items()}

    def _note(self, name: str) -> None:
        self._steps[name] = (self._monotonic() - self._begun) * _MILLISECONDS


def stopped_entry(trade_date: date, working: int) -> JournalEntry:
    """The kill switch was pulled while so many orders worked."""
    return _general(JournalKind.STOPPED, trade_date, {"working": working})


def released_entry(trade_date: date, reason: str) -> JournalEntry:
    """The kill switch was released, and why."""
    return _general(JournalKind.RELEASED, trade_date, {"reason": reason})


def adopted_entry(
    local_id: str, trade_date: date, row: BrokerOrder, candidates: int
) -> JournalEntry:
    """The trader said which of so many orders of the day's list the one without an answer is."""
    body: Body = {
        "order_no": row.order_no,
        "branch": row.branch,
        "time": row.order_time,
        "candidates": candidates,
    }
    return JournalEntry(JournalKind.ADOPTED, local_id, datetime.now(UTC), trade_date, body)


def denied_entry(local_id: str, trade_date: date, order_nos: Iterable[str]) -> JournalEntry:
    """The trader said that an order without an answer is none of these."""
    body: Body = {"order_nos": " ".join(order_nos)}
    return JournalEntry(JournalKind.DENIED, local_id, datetime.now(UTC), trade_date, body)


def denied_numbers(entry: JournalEntry) -> tuple[str, ...]:
    """The numbers of a DENIED entry."""
    return tuple(str(entry.body.get("order_nos") or "").split())


_SILENT = (Verdict.PASSED, Verdict.OFF)


def _general(kind: JournalKind, trade_date: date, body: Body) -> JournalEntry:
    return JournalEntry(kind, "", datetime.now(UTC), trade_date, body)


def _short(check: Check) -> str:
    """`amount=warned:98400000/50000000`."""
    figures = "/".join(_text(one) or "?" for one in (check.measured, check.bound))
    known = check.measured is not None or check.bound is not None
    return f"{check.rule.value}={check.verdict.value}" + (f":{figures}" if known else "")


def _seen(seen: Seen) -> Body:
    return {
        "seen_last": _text(seen.last),
        "seen_bid": _text(seen.bid),
        "seen_ask": _text(seen.ask),
        "seen_age_ms": seen.age_ms,
        "seen_source": seen.source,
        "seen_venue": seen.venue,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
