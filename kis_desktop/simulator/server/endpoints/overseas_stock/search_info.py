"""해외주식 상품기본정보, v1_해외주식-034: what kind of product a foreign share is."""

from datetime import date, timedelta

from kis_desktop.simulator import noise
from kis_desktop.simulator.markets.overseas_stock.exchanges import UNITED_STATES
from kis_desktop.simulator.markets.overseas_stock.identity import (
    bloomberg_of,
    isin_of,
    sedol_of,
)
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.foreign_rows import asked_share, unknown
from kis_desktop.simulator.server.layout import layout
from kis_desktop.simulator.server.replies import Reply
from kis_desktop.simulator.server.served import served

_LAYOUT = layout("overseas_stock/search_info")
_STOCK, _FUND = "01", "03"
_MINI_STOCKS_SINCE = date(2020, 8, 12)
"""of the service that trades fractions"""
_WILDER = 1
"""leverage from which on a fund is marked"""


def _answer(call: Call) -> Reply:
    asked = asked_share(call, "PRDT_TYPE_CD", "PDNO")
    if asked is None:
        return unknown(_LAYOUT, "output")
    share, quote = asked.share, asked.quote
    exchange, country = share.exchange, share.exchange.country
    american = country is UNITED_STATES
    marked = abs(share.leverage) > _WILDER or share.leverage < 0
    joined = noise.stream(asked.market.around.seed, share.address, "fractions").randrange(1_500)
    fraction = max(share.listed_on, _MINI_STOCKS_SINCE) + timedelta(days=joined)
    return _LAYOUT.done(
        {
            "output": {
                "std_pdno": isin_of(share),
                "prdt_eng_name": share.listing.english,
                "natn_cd": country.number,
                "natn_name": country.name,
                "tr_mket_cd": exchange.market,
                "tr_mket_name": exchange.name,
                "ovrs_excg_cd": exchange.order_code,
                "ovrs_excg_name": exchange.name,
                "tr_crcy_cd": share.currency,
                "ovrs_papr": f"{share.par:.5f}",
                "crcy_name": country.currency_name,
                "ovrs_stck_dvsn_cd": _FUND if share.is_fund else _STOCK,
                "prdt_clsf_cd": "101210" if american else "101220",
                "prdt_clsf_name": "해외주식",
                "sll_unit_qty": share.lot,
                "buy_unit_qty": share.lot,
                "tr_unit_amt": f"{asked.price(quote.last) * share.lot:.0f}",
                "lstg_stck_num": share.shares,
                "lstg_dt": share.listed_on,
                "ovrs_stck_tr_stop_dvsn_cd": "01",
                "lstg_abol_item_yn": False,
                "lstg_yn": True,
                "tax_levy_yn": True,
                "ovrs_stck_hist_rght_dvsn_cd": "00",
                "prdt_type_cd_2": exchange.product,
                "ovrs_item_name": share.name,
                "sedol_no": sedol_of(share),
                "blbg_tckr_text": bloomberg_of(share),
                "ovrs_stck_etf_risk_drtp_cd": "001" if share.is_fund and marked else "",
                "etp_chas_erng_rt_dbnb": f"{share.leverage if share.is_fund else 0:.6f}",
                "istt_usge_isin_cd": isin_of(share),
                "mint_svc_yn": american,
                "mint_svc_yn_chng_dt": fraction if american else None,
                "prdt_name": share.name,
                "mini_stk_tr_stat_dvsn_cd": "01" if american else "",
                "mint_frst_svc_erlm_dt": fraction if american else None,
                "mint_dcpt_trad_psbl_yn": american,
                "mint_fnum_trad_psbl_yn": american,
                "mint_cblc_cvsn_ipsb_yn": False,
                "ptp_item_yn": False,
                "ptp_item_trfx_exmt_yn": False,
                "dtm_tr_psbl_yn": american,
                "sdrf_stop_ecls_yn": False,
                "ovrs_now_pric1": f"{asked.price(quote.last):.5f}",
                "last_rcvg_dtime": f"{quote.time:%Y%m%d%H%M%S}",
            }
        }
    )


ENDPOINT = served(
    "overseas_stock/search_info",
    _answer,
    example={"PRDT_TYPE_CD": "512", "PDNO": "TQQQ"},
    other={"PRDT_TYPE_CD": "501", "PDNO": "00005"},
)
