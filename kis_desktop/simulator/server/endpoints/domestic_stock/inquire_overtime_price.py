"""국내주식 시간외현재가, 국내주식-076: how an instrument stands after hours.

Since 2026-09-14 that is the KRX's after-market, before it 시간외단일가; until 16:00 the
evening before.
"""

from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.evening_book import evening_book
from kis_desktop.simulator.server.figures import (
    market_name,
    quoted_listing,
    sector_name,
    warning_name,
)
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.overtime_rows import evening_head, last_size, shown_evening
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("domestic_stock/inquire_overtime_price")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    evening = shown_evening(call.market, listing, call.now)
    book = evening_book(call.market, listing, evening, call.now)
    vi = call.market.vi(listing.symbol) if evening.live else None
    values = evening_head(evening) | {
        "bstp_kor_isnm": sector_name(listing),
        "mang_issu_cls_name": "관리종목" if listing.administrative else "",
        "marg_rate": float(listing.margin_rate),
        "ovtm_untp_antc_cnqn": last_size(evening),
        "crdt_able_yn": listing.credit,
        "sltr_yn": False,
        "mang_issu_yn": listing.administrative,
        "mrkt_warn_cls_code": listing.alert,
        "trht_yn": listing.halted,
        "ovtm_untp_sdpr": evening.bar.close,
        "mrkt_warn_cls_name": warning_name(listing),
        "insn_pbnt_yn": False,
        "rprs_mrkt_kor_name": market_name(listing),
        "ovtm_vi_cls_code": vi is not None,
        "bidp": book.bids[0].price if book.bids else 0,
        "askp": book.asks[0].price if book.asks else 0,
    }
    return _LAYOUT.done({"output": values})


ENDPOINT = served(
    "domestic_stock/inquire_overtime_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "005930"},
    other={"FID_INPUT_ISCD": "069500"},
)
