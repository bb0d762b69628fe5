"""ETF/ETN 현재가, v1_국내주식-068: price, value and holders of a fund; of a share the price alone.

Net assets are in 100 million won.
"""

from kis_desktop.simulator.facts.fund_kinds import Asset
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.figures import (
    change_fields,
    limit_fields,
    market_name,
    quoted_board,
    quoted_listing,
    session_fields,
)
from kis_desktop.simulator.server.fund_rows import HUNDRED_MILLION, Fields, nav_fields
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.share_facts import pledge_price
from kis_desktop.simulator.server.wire_text import rate, share
from kis_desktop.simulator.universe import Kind, Listing
from kis_desktop.simulator.views import Snapshot

_LAYOUT = layout("etfetn/inquire_price")


def _answer(call: Call) -> Reply:
    listing = quoted_listing(call)
    board = quoted_board(call)
    snapshot = call.market.snapshot(listing.symbol, board)
    holding = call.market.others.flows.holding(listing.symbol)
    fields: Fields = {
        **change_fields(snapshot),
        **session_fields(snapshot),
        **limit_fields(snapshot),
        **_year(snapshot),
        "acml_vol": snapshot.volume,
        "prdy_vol": snapshot.previous_volume,
        "stck_prdy_clpr": snapshot.base,
        "prdy_clpr_vrss_oprc_rate": _from_base(snapshot, snapshot.open),
        "prdy_clpr_vrss_hgpr_rate": _from_base(snapshot, snapshot.high),
        "prdy_clpr_vrss_lwpr_rate": _from_base(snapshot, snapshot.low),
        "stck_sdpr": snapshot.base,
        "stck_sspr": pledge_price(listing, snapshot.base),
        "frgn_limt_rate": share(holding.limit, listing.listed_shares),
        "frgn_oder_able_qty": holding.limit - holding.held,
        "frgn_hldn_qty": holding.held,
        "frgn_hldn_qty_rate": share(holding.held, listing.listed_shares),
        "lstn_stcn": listing.listed_shares,
        "bstp_kor_isnm": market_name(listing),
        "vi_cls_code": call.market.vi(listing.symbol, board) is not None,
    }
    if listing.is_etp:
        fields |= _fund(call, listing, snapshot)
    return _LAYOUT.done({"output": fields})


def _fund(call: Call, listing: Listing, snapshot: Snapshot) -> Fields:
    funds, symbol = call.market.others.funds, listing.symbol
    nav, strategy, facts = funds.nav(symbol), funds.strategy(symbol), funds.prospectus(symbol)
    assets = funds.assets(symbol, nav)
    fields: Fields = {
        **nav_fields(nav),
        "prdy_last_nav": nav.base,
        "trc_errt": funds.tracking_error(symbol),
        "nmix_ctrt": funds.benchmark_rate(symbol),
        "etf_crcl_stcn": listing.listed_shares,
        "etf_ntas_ttam": assets // HUNDRED_MILLION,
        "etf_crcl_ntas_ttam": assets // HUNDRED_MILLION,
        "etf_cu_unit_scrt_cnt": funds.units(symbol),
        "etf_cnfg_issu_cnt": len(funds.basket(symbol).holdings) + 1,
        "etf_dvdn_cycl": facts.payments,
        "crcd": "KRW",
        "lp_oder_able_cls_code": "Y",
        "etf_trc_ert_mltp": strategy.multiple,
        "dprt": rate(funds.disparity(snapshot.last, nav)),
        "mbcr_name": facts.provider,
        "stck_lstn_date": facts.listed,
        "mtrt_date": facts.matures if listing.kind is Kind.ETN else None,
        "shrg_type_code": "1" if facts.payments else "2",
        "lp_hldn_rate": share(facts.provided, listing.listed_shares),
        "lp_hldn_vol": facts.provided,
        "etf_trgt_nmix_bstp_code": strategy.index,
        "etf_div_name": strategy.asset.value,
        "etf_rprs_bstp_kor_isnm": strategy.name,
    }
    if strategy.asset is Asset.ABROAD:
        dollars = float(call.market.others.overseas_stock.currencies.won("USD", call.now))
        fields |= {
            "etf_frcr_ntas_ttam": round(assets / dollars),
            "etf_frcr_crcl_ntas_ttam": round(assets / dollars),
            "etf_frcr_last_ntas_wrth_val": round(nav.base / dollars, 2),
        }
    return fields


def _from_base(snapshot: Snapshot, price: int | None) -> float:
    return share(price - snapshot.base, snapshot.base) if price else 0.0


def _year(snapshot: Snapshot) -> Fields:
    last, high, low = snapshot.last, snapshot.high_year, snapshot.low_year
    return {
        "stck_dryy_hgpr": high,
        "dryy_hgpr_vrss_prpr_rate": share(last - high, high),
        "dryy_hgpr_date": snapshot.high_year_date,
        "stck_dryy_lwpr": low,
        "dryy_lwpr_vrss_prpr_rate": share(last - low, low),
        "dryy_lwpr_date": snapshot.low_year_date,
    }


ENDPOINT = served(
    "etfetn/inquire_price",
    _answer,
    example={"FID_COND_MRKT_DIV_CODE": "J", "FID_INPUT_ISCD": "069500"},
    other=(
        {"FID_INPUT_ISCD": "360750"},
        {"FID_INPUT_ISCD": "Q530107"},
        {"FID_INPUT_ISCD": "017670"},
    ),
)
