"""선물옵션 증거금률, 국내선물-032: what a future binds, said anew every month."""

from datetime import date

from kis_desktop.simulator.markets.domestic_futureoption.margins import (
    brokerage_rate,
    upkeep_rate,
)
from kis_desktop.simulator.markets.domestic_futureoption.products import Product
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.futureoption_rows import points
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.paging import page_of
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_futureoption/margin_rate")
_PAGE = 20
_WIDTH = 200
_IDS = {"01": "K2I", "05": "MKI", "06": "KQI"}
"""기초자산ID of the indices; of all else their own name: which ones are used is not known"""


def _answer(call: Call) -> Reply:
    """All underlyings when BAST_ID is blank or unknown; weekly options share the KOSPI200's."""
    day = call.day("BASS_DT") if call.text("BASS_DT") else call.now.date()
    with_futures = [
        one for one in call.market.others.derivatives.products.values() if one.future_volume
    ]
    asked = call.text("BAST_ID").upper()
    chosen = [one for one in with_futures if asked in {_id(one), one.id, one.underlying}]
    rows = [_LAYOUT.row("output", _row(call, one, day)) for one in chosen or with_futures]
    page = page_of(call, rows, _PAGE, (f"{day:%Y%m%d}", asked), width=_WIDTH)
    keys = {name: text for name, text in page.context.items() if "_nk" in name}
    return _LAYOUT.answered({"output": page.rows}, continuation=page.continuation, before=keys)


def _row(call: Call, product: Product, day: date) -> Values:
    seed = call.market.others.around.seed
    table = call.market.others.derivatives.underlying(product).table(day)
    price = round(float(table.close[table.place(day)]))
    if day >= call.now.date():
        price = round(float(table.close[max(table.place(call.now.date()) - 1, 0)]))
    rate = brokerage_rate(seed, product, day)
    return {
        "bast_id": _id(product),
        "bast_name": product.underlying_name + (f" {product.name}" if product.id == "05" else ""),
        "brkg_mgna_rt": rate,
        "tr_mgna_rt": upkeep_rate(seed, product, day),
        "bast_pric": points(price),
        "tr_mtpl_idx": float(product.multiplier),
        "ctrt_per_futr_mgna": round(price / 100 * product.multiplier * rate / 100),
    }


def _id(product: Product) -> str:
    return _IDS.get(product.id, product.underlying)


ENDPOINT = served(
    "domestic_futureoption/margin_rate",
    _answer,
    example={"BASS_DT": "20261120", "BAST_ID": ""},
    other={"BASS_DT": "20260612"},
    required=(),
)
