"""The fills of a paper account as CSV; every row says that they were none of a market."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from kis_desktop.domain.paper_engine import PaperAccount
from kis_desktop.viewmodels.format import EXCHANGE_ZONE
from kis_desktop.viewmodels.words import Words

_COLUMNS = (
    "mark", "symbol", "name", "time", "side", "price", "quantity", "amount", "fee", "tax", "gain",
)  # fmt: skip


def replay_csv(account: PaperAccount, symbol: str, name: str, words: Words) -> bytes:
    """UTF-8 with a byte order mark, for a Korean Excel takes a file without one for CP949."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([words(f"chart_replay.csv.{column}") for column in _COLUMNS])
    for fill in account.fills:
        at = datetime.fromtimestamp(fill.time, EXCHANGE_ZONE)
        gain = "" if fill.gain is None else f"{fill.gain:f}"
        writer.writerow([
            words("chart_replay.csv.world"), f'="{symbol}"', name, f"{at:%Y-%m-%d %H:%M}",
            words(f"chart_replay.csv.{fill.side}"), f"{fill.price:f}", fill.quantity,
            f"{fill.amount:f}", f"{fill.fee:f}", f"{fill.tax:f}", gain,
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")
