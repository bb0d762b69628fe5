"""상품기본조회, v1_국내주식-029: what a product is called, whatever market it is traded on."""

from kis_desktop.simulator.facts.listing_days import listed_on
from kis_desktop.simulator.markets.overseas_stock.exchanges import find_exchange
from kis_desktop.simulator.markets.overseas_stock.identity import isin_of
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.layout import Values, layout
from kis_desktop.simulator.server.replies import Reply, invalid_input, refused
from kis_desktop.simulator.server.served import served
from kis_desktop.simulator.universe import Kind

_LAYOUT = layout("domestic_stock/search_info")
_CLASSES = {
    Kind.STOCK: ("101010", "주권"),
    Kind.REIT: ("101015", "부동산투자회사"),
    Kind.ETF: ("101310", "상장지수펀드"),
    Kind.ETN: ("101320", "상장지수증권"),
}
"""code and name of a kind of shares; the codes are ours"""
_SHARES, _CONTRACTS, _BONDS = "300", "301", "302"


def _answer(call: Call) -> Reply:
    product = call.text("PRDT_TYPE_CD")
    finders = {_SHARES: _share, _CONTRACTS: _contract, _BONDS: _bond}
    if product not in finders and find_exchange(product) is None:
        raise CallRefused(invalid_input("PRDT_TYPE_CD"))
    found = finders.get(product, _foreign)(call)
    if found is None:
        return refused("KIOK0560", "조회할 내용이 없습니다", rt_cd="7")
    values = {"prdt_type_cd": product, **found}
    return _LAYOUT.done({"output": values}, code="KIOK0530", message="조회되었습니다")


def _share(call: Call) -> Values | None:
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return None
    name = listing.name
    listed = listed_on(call.market.others.around.seed, listing)
    return {
        "pdno": f"00000A{listing.symbol}",
        "prdt_name": name,
        "prdt_name120": name,
        "prdt_abrv_name": name,
        "std_pdno": listing.isin,
        "shtn_pdno": listing.symbol,
        "sale_strt_dt": listed,
        "frst_erlm_dt": listed,
        "prdt_clsf_cd": _CLASSES[listing.kind][0],
        "prdt_clsf_name": _CLASSES[listing.kind][1],
        "ivst_prdt_type_cd": "1001",
        "ivst_prdt_type_cd_name": "국내주식",
    }


def _contract(call: Call) -> Values | None:
    instrument = call.market.others.derivatives.find(call.text("PDNO"))
    if instrument is None:
        return None
    contract = instrument.contract
    return {
        "pdno": contract.isin,
        "prdt_name": contract.name,
        "prdt_name120": contract.name,
        "prdt_abrv_name": contract.name,
        "std_pdno": contract.isin,
        "shtn_pdno": call.text("PDNO").upper(),
        "sale_end_dt": contract.last,
    }


def _bond(call: Call) -> Values | None:
    bond = call.market.others.bonds.find_priced(call.text("PDNO").upper())
    if bond is None:
        return None
    return {
        "pdno": bond.bond.code,
        "prdt_name": bond.bond.name,
        "prdt_name120": bond.bond.name,
        "prdt_abrv_name": bond.bond.name,
        "std_pdno": bond.bond.code,
        "shtn_pdno": bond.bond.code,
        "sale_strt_dt": bond.bond.issued,
        "sale_end_dt": bond.bond.due,
    }


def _foreign(call: Call) -> Values | None:
    share = call.market.others.overseas_stock.find(call.text("PRDT_TYPE_CD"), call.text("PDNO"))
    if share is None:
        return None
    return {
        "pdno": share.symbol,
        "prdt_name": share.name,
        "prdt_name120": share.name,
        "prdt_abrv_name": share.name,
        "prdt_eng_name": share.listing.english,
        "prdt_eng_name120": share.listing.english,
        "prdt_eng_abrv_name": share.listing.english,
        "std_pdno": isin_of(share),
        "shtn_pdno": share.symbol,
    }


ENDPOINT = served(
    "domestic_stock/search_info",
    _answer,
    required=("PDNO", "PRDT_TYPE_CD"),
    example={"PDNO": "005930", "PRDT_TYPE_CD": _SHARES},
    other=(
        {"PDNO": "AAPL", "PRDT_TYPE_CD": "512"},
        {"PDNO": "KR6000012A01", "PRDT_TYPE_CD": _BONDS},
    ),
)
