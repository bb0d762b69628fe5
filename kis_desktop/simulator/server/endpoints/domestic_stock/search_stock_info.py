"""주식기본조회, v1_국내주식-067: the listing behind a symbol."""

from kis_desktop.simulator.server.call import Call, Endpoint, asked_listing
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.replies import Reply, done, refused
from kis_desktop.simulator.server.wire_text import day, won, yes
from kis_desktop.simulator.universe import Kind, Listing

_OUTPUT = FieldBlock("""
    pdno prdt_type_cd mket_id_cd scty_grp_id_cd excg_dvsn_cd setl_mmdd lstg_stqt=0
    lstg_cptl_amt=0 cpta=0 papr=0 issu_pric=0 kospi200_item_yn=N scts_mket_lstg_dt
    scts_mket_lstg_abol_dt kosdaq_mket_lstg_dt kosdaq_mket_lstg_abol_dt frbd_mket_lstg_dt
    frbd_mket_lstg_abol_dt reits_kind_cd etf_dvsn_cd=0 oilf_fund_yn=N idx_bztp_lcls_cd
    idx_bztp_mcls_cd idx_bztp_scls_cd stck_kind_cd mfnd_opng_dt mfnd_end_dt dpsi_erlm_cncl_dt
    etf_cu_qty=0 prdt_name prdt_name120 prdt_abrv_name std_pdno prdt_eng_name prdt_eng_name120
    prdt_eng_abrv_name dpsi_aptm_erlm_yn=N etf_txtn_type_cd etf_type_cd lstg_abol_dt
    nwst_odst_dvsn_cd sbst_pric=0 thco_sbst_pric=0 thco_sbst_pric_chng_dt tr_stop_yn=N
    admn_item_yn=N thdt_clpr=0 bfdy_clpr=0 clpr_chng_dt std_idst_clsf_cd std_idst_clsf_cd_name
    idx_bztp_lcls_cd_name idx_bztp_mcls_cd_name idx_bztp_scls_cd_name ocr_no crfd_item_yn=N
    elec_scty_yn=N issu_istt_cd etf_chas_erng_rt_dbnb etf_etn_ivst_heed_item_yn=N
    stln_int_rt_dvsn_cd frnr_psnl_lmt_rt=0.00 lstg_rqsr_issu_istt_cd lstg_rqsr_item_cd
    trst_istt_issu_istt_cd cptt_trad_tr_psbl_yn=N nxt_tr_stop_yn=N
""")
_MARKETS = {"KOSPI": ("STK", "02"), "KOSDAQ": ("KSQ", "03")}
"""mket_id_cd, excg_dvsn_cd"""
_GROUPS = {Kind.STOCK: "ST", Kind.ETF: "EF", Kind.ETN: "EN", Kind.REIT: "RT"}


def _answer(call: Call) -> Reply:
    call.choice("PRDT_TYPE_CD", "300")
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refused("KIOK0560", "조회할 내용이 없습니다", rt_cd="7")
    output = _OUTPUT.filled(_names(listing) | _standing(call, listing))
    return done({"output": output}, code="KIOK0530", message="조회되었습니다")


def _names(listing: Listing) -> dict[str, str]:
    market, exchange = _MARKETS[listing.market]
    return {
        "pdno": f"00000A{listing.symbol}",
        "prdt_type_cd": "300",
        "mket_id_cd": market,
        "scty_grp_id_cd": _GROUPS[listing.kind],
        "excg_dvsn_cd": exchange,
        "prdt_name": listing.name,
        "prdt_name120": listing.name,
        "prdt_abrv_name": listing.name,
        "std_pdno": listing.isin,
        "idx_bztp_lcls_cd": listing.sector_large.removeprefix("0"),
        "idx_bztp_mcls_cd": listing.sector_medium.removeprefix("0"),
    }


def _standing(call: Call, listing: Listing) -> dict[str, str]:
    glance = call.market.glance(listing.symbol)
    return {
        "lstg_stqt": won(listing.listed_shares),
        "kospi200_item_yn": yes(listing.kospi200 not in {"", "0"}),
        "tr_stop_yn": yes(listing.halted),
        "admn_item_yn": yes(listing.administrative),
        "cptt_trad_tr_psbl_yn": yes(call.market.trades_on_nxt(listing.symbol)),
        "nxt_tr_stop_yn": yes(listing.halted),
        "thdt_clpr": won(glance.last),
        "bfdy_clpr": won(glance.base),
        "clpr_chng_dt": day(glance.trade_date),
    }


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/search-stock-info",
    real=("CTPF1002R", "CTOS5011R"),
    paper=(),
    required=("PDNO", "PRDT_TYPE_CD"),
    answer=_answer,
    example={"PDNO": "005930", "PRDT_TYPE_CD": "300"},
)
