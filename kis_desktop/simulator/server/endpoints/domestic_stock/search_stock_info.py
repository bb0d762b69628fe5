"""주식기본조회, v1_국내주식-067: the listing behind a symbol.

Days of listing are made up; nothing has ever been taken off the list. 대용가 is our own table of
the margin rate, the issue price of a share its face value.
"""

from kis_desktop.simulator.facts.listing_days import listed_on
from kis_desktop.simulator.server.call import Call, asked_listing
from kis_desktop.simulator.server.figures import sector_name
from kis_desktop.simulator.server.layout import Value, layout
from kis_desktop.simulator.server.replies import Reply, refused
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.server.share_facts import pledge_price
from kis_desktop.simulator.universe import Kind, Listing

_LAYOUT = layout("domestic_stock/search_stock_info")
_MARKETS = {"KOSPI": ("STK", "02"), "KOSDAQ": ("KSQ", "03")}
"""mket_id_cd, excg_dvsn_cd"""
_GROUPS = {Kind.STOCK: "ST", Kind.ETF: "EF", Kind.ETN: "EN", Kind.REIT: "RT"}
"""won that a creation unit of a fund is worth about"""


def _answer(call: Call) -> Reply:
    call.choice("PRDT_TYPE_CD", "300")
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refused("KIOK0560", "조회할 내용이 없습니다", rt_cd="7")
    values = {
        **_names(listing),
        **_standing(call, listing),
        **_company(call, listing),
        **_days(call, listing),
    }
    return _LAYOUT.done({"output": values}, code="KIOK0530", message="조회되었습니다")


def _names(listing: Listing) -> dict[str, Value]:
    market, exchange = _MARKETS[listing.market]
    sector = sector_name(listing)
    return {
        "pdno": f"00000A{listing.symbol}",
        "prdt_type_cd": "300",
        "mket_id_cd": market,
        "scty_grp_id_cd": _GROUPS[listing.kind],
        "excg_dvsn_cd": exchange,
        "stck_kind_cd": "" if listing.is_etp else "101",
        "prdt_name": listing.name,
        "prdt_name120": listing.name,
        "prdt_abrv_name": listing.name,
        "std_pdno": listing.isin,
        "idx_bztp_lcls_cd": listing.sector_large.removeprefix("0"),
        "idx_bztp_mcls_cd": listing.sector_medium.removeprefix("0"),
        "idx_bztp_mcls_cd_name": sector,
        "idx_bztp_scls_cd_name": sector,
    }


def _standing(call: Call, listing: Listing) -> dict[str, Value]:
    market = call.market
    glance = market.glance(listing.symbol)
    pledge = pledge_price(listing, glance.base)
    return {
        "lstg_stqt": listing.listed_shares,
        "lstg_cptl_amt": listing.listed_shares * glance.base,
        "kospi200_item_yn": listing.kospi200 not in {"", "0"},
        "oilf_fund_yn": False,
        "dpsi_aptm_erlm_yn": True,
        "elec_scty_yn": True,
        "crfd_item_yn": False,
        "etf_etn_ivst_heed_item_yn": False,
        "etf_dvsn_cd": "1" if listing.kind is Kind.ETF else "0",
        "tr_stop_yn": listing.halted,
        "admn_item_yn": listing.administrative,
        "cptt_trad_tr_psbl_yn": market.trades_on_nxt(listing.symbol),
        "nxt_tr_stop_yn": listing.halted,
        "thdt_clpr": glance.last,
        "bfdy_clpr": glance.base,
        "clpr_chng_dt": glance.trade_date,
        "sbst_pric": pledge,
        "thco_sbst_pric": pledge,
        "thco_sbst_pric_chng_dt": glance.trade_date,
    }


def _company(call: Call, listing: Listing) -> dict[str, Value]:
    """액면가, 자본금, 결산월, what foreigners may hold; of a fund the size of a creation unit."""
    worth = call.market.others.companies.valuation(listing.symbol)
    holding = call.market.others.flows.holding(listing.symbol)
    values: dict[str, Value] = {"frnr_psnl_lmt_rt": holding.limit * 100 / listing.listed_shares}
    if worth is None:
        return values | {"etf_cu_qty": call.market.others.funds.units(listing.symbol)}
    return values | {
        "setl_mmdd": f"{worth.closing_month:02}",
        "cpta": worth.capital,
        "papr": worth.face_value,
        "issu_pric": worth.face_value,
    }


def _days(call: Call, listing: Listing) -> dict[str, Value]:
    listed = listed_on(call.market.others.around.seed, listing)
    name = "kosdaq_mket_lstg_dt" if listing.market == "KOSDAQ" else "scts_mket_lstg_dt"
    funds = {"mfnd_opng_dt": listed} if listing.is_etp else {}
    return {name: listed, **funds}


ENDPOINT = served(
    "domestic_stock/search_stock_info",
    _answer,
    example={"PDNO": "005930", "PRDT_TYPE_CD": "300"},
    other=({"PDNO": "069500"}, {"PDNO": "247540"}, {"PDNO": "017670"}),
    required=("PDNO", "PRDT_TYPE_CD"),
)
