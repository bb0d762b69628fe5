"""국내주식 체결금액별 매매비중, 국내주식-192: today's trades by their amount, largest first.

The classes add up to what was bought and sold today. How much lies in which is drawn by instrument
and day, more in the larger classes where the shares of a day are worth more. Which classes KIS has
is not documented: these are ours.
"""

from dataclasses import dataclass

from kis_desktop.simulator import noise
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import quoted_board, quoted_listing
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.wire_text import share
from kis_desktop.simulator.views import Snapshot

_LAYOUT = layout("domestic_stock/tradprt_byamt")
_CLASSES = (
    ("1억원 이상", 200_000_000, 0.24),
    ("5천만원~1억원", 70_000_000, 0.19),
    ("3천만원~5천만원", 38_000_000, 0.16),
    ("1천만원~3천만원", 17_000_000, 0.20),
    ("5백만원~1천만원", 7_000_000, 0.11),
    ("5백만원 미만", 1_400_000, 0.10),
)
"""name, mean amount of a trade in won, usual part of the volume"""
_LIVELY = 200_000_000_000
"""won a day: from here on the larger classes have more than their usual part"""


@dataclass(frozen=True, slots=True)
class _Side:
    volumes: tuple[int, ...]
    counts: tuple[int, ...]
    whole: int


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    seen = call.market.snapshot(listing.symbol, quoted_board(call))
    seed = call.market.others.around.seed
    bought = _split(seed, seen, "buy", seen.buy_volume)
    sold = _split(seed, seen, "sell", seen.sell_volume)
    rows = [_row(seen, number, bought, sold) for number in range(len(_CLASSES))]
    return _LAYOUT.done({"output": rows})


def _split(seed: int, seen: Snapshot, side: str, volume: int) -> _Side:
    key = noise.key(seed, seen.symbol, seen.trade_date, side, "by amount")
    value = (seen.previous_volume * seen.base / _LIVELY) ** 0.15
    weights = [
        part * (0.8 + 0.4 * noise.uniform(key, number, 0)) * value ** (2 - number)
        for number, (_, _, part) in enumerate(_CLASSES)
    ]
    volumes = [int(volume * weight / sum(weights)) for weight in weights]
    volumes[-1] += volume - sum(volumes)
    price = max(seen.vwap or seen.base, 1)
    counts = tuple(
        max(round(part * price / amount), 1) if part else 0
        for part, (_, amount, _) in zip(volumes, _CLASSES, strict=True)
    )
    return _Side(tuple(volumes), counts, volume)


def _row(seen: Snapshot, number: int, bought: _Side, sold: _Side) -> dict[str, Value]:
    name, _, _ = _CLASSES[number]
    buys, sells = bought.volumes[number], sold.volumes[number]
    whole = bought.whole + sold.whole
    return {
        "prpr_name": name,
        "smtn_avrg_prpr": _mean_price(seen, buys, sells),
        "acml_vol": buys + sells,
        "whol_ntby_qty_rate": share(buys - sells, whole),
        "ntby_cntg_csnu": bought.counts[number] - sold.counts[number],
        "seln_cnqn_smtn": sells,
        "whol_seln_vol_rate": share(sells, sold.whole),
        "seln_cntg_csnu": sold.counts[number],
        "shnu_cnqn_smtn": buys,
        "whol_shun_vol_rate": share(buys, bought.whole),
        "shnu_cntg_csnu": bought.counts[number],
    }


def _mean_price(seen: Snapshot, buys: int, sells: int) -> int:
    """Above the mean price of the day where more was bought."""
    mean = seen.vwap or seen.base
    tilt = (buys - sells) / max(buys + sells, 1)
    span = (seen.high - seen.low) if seen.high and seen.low else 0
    return round(mean + tilt * span / 4)


ENDPOINT = served(
    "domestic_stock/tradprt_byamt",
    _answer,
    example={
        "FID_COND_MRKT_DIV_CODE": "J",
        "FID_COND_SCR_DIV_CODE": "11119",
        "FID_INPUT_ISCD": "005930",
    },
    required=("FID_COND_MRKT_DIV_CODE", "FID_INPUT_ISCD"),
)
