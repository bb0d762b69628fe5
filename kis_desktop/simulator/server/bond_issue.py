"""What is known of a bond's issue, by the names of the two requests that tell it.

Codes whose meaning no document tells are ours and follow the pattern of the words beside them:
bond classes count the kinds, interest methods the ways of paying. What made-up bonds do not have
(guarantees, options, extensions, conversion rights) is nought, N or blank.
"""

from datetime import date, datetime, timedelta

from kis_desktop.catalogue.calendar import next_trading_day, previous_trading_day
from kis_desktop.simulator import noise
from kis_desktop.simulator.bond_list import Bond, BondKind, Interest
from kis_desktop.simulator.markets.domestic_bond import valuation
from kis_desktop.simulator.markets.domestic_bond.days import UNIT
from kis_desktop.simulator.markets.domestic_bond.market import TradedBond
from kis_desktop.simulator.server.bond_rows import Row, asked, bonds, won
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.wire_text import rate

_CLASSES = {
    BondKind.TREASURY: ("011", "국채"),
    BondKind.MUNICIPAL: ("021", "지방채"),
    BondKind.SPECIAL: ("031", "특수채"),
    BondKind.CORPORATE: ("041", "회사채"),
}
_WAYS = {
    Interest.DISCOUNT: "01",
    Interest.COMPOUND: "02",
    Interest.SIMPLE: "03",
    Interest.COUPON: "04",
}
_WEEKDAYS = "월화수목금토일"
_EOK = 100_000_000
_THOUSANDS = 10
"""of won in what a price is for"""
_SUBSTITUTE = {
    BondKind.TREASURY: 0.95,
    BondKind.MUNICIPAL: 0.9,
    BondKind.SPECIAL: 0.9,
    BondKind.CORPORATE: 0.8,
}
"""of the price that a bond counts for as a deposit (대용가격)"""
_HEEDED = frozenset({"BBB", "BBB+", "BBB-"})
_YEAR_DAYS, _LEAP_DAYS = 365, 3
_STEPPED_UP = 0.75
"""percent points more that a bond pays which was not redeemed early"""
_CODES: Row = {
    "rvnu_shap_cd": "1",
    "bond_rvnu_mthd_cd": "01",
    "pbff_pplc_ofrg_mthd_cd": "11",
    "ofrg_dvsn_cd": "11",
    "ksd_ofrg_dvsn_cd": "11",
    "uval_cut_dvsn_cd": "1",
    "int_wunt_uder_prcs_dvsn_cd": "1",
    "ksd_int_calc_unit_cd": "1",
    "int_dfrm_day_type_cd": "01",
    "ksd_inrt_aply_dvsn_cd": "1",
    "int_rkng_mthd_dvsn_cd": "1",
    "bond_rght_dvsn_cd": "00",
    "grte_dvsn_cd": "0",
    "asst_rqdi_dvsn_cd": "00",
    "bond_tr_stop_dvsn_cd": "0",
    "krx_lstg_abol_dvsn_cd": "0",
    "ksd_bond_lstg_type_cd": "01",
    "ksd_bond_issu_mthd_cd": "1",
    "ictx_rt_dvsn_cd": "01",
    "iso_crcy_cd": "KRW",
    "pclr_cndt_text": "",
    "bond_grte_istt_name": "",
    "prdt_type_cd": "302",
}
"""the same for all: issued in public, in won, interest rounded down to the won, none stopped"""
_RIGHT_DAYS = (
    "sq1_clop_ecis_opng_dt", "mdwy_rdpt_dt", "add_erng_rt_aply_dt", "ecis_opng_dt", "ecis_end_dt",
    "qib_cclc_dt",
)  # fmt: skip
_NO = (
    "exts_yn", "crfd_item_yn", "prcm_idx_bond_yn", "ksd_prcm_lnkg_gvbd_yn",
    "atyp_rdpt_bond_erlm_yn", "dshn_occr_yn", "expd_exts_yn", "qib_yn",
    "ksd_rqdi_scty_yn", "next_indf_chk_ecls_yn",
)  # fmt: skip
_YES = ("dpsi_psbl_yn", "loan_psbl_yn", "elec_scty_yn", "laps_indf_yn")
_LIVES: Row = dict.fromkeys(_NO, False) | dict.fromkeys(_YES, True) | {"expd_exts_srdp_rcnt": 0}
"""what made-up bonds have and have not"""
_PAYER = {
    BondKind.TREASURY: ("0001", "한국은행"),
    BondKind.MUNICIPAL: ("0011", "농협은행"),
    BondKind.SPECIAL: ("0021", "산업은행"),
    BondKind.CORPORATE: ("0031", "국민은행"),
}


def issue_values(call: Call) -> Row:
    """Everything of both requests as it is today, under the code that was asked for."""
    one, code = asked(call, "PDNO"), call.text("PDNO").upper()
    bond, day = one.bond, bonds(call).trade_date(call.now)
    found = _CODES | _LIVES | _names(bond, code) | _terms(one, day) | _days(bond, day)
    price = _close_before(one, day)
    return (
        found
        | {
            "sbst_pric": _deposit(one, price),
            "bond_nmpr_unit_pric": won(one.course.terms.tick(price)),
            "pnia_int_calc_unpr": rate(valuation.FACE + valuation.accrued(bond, day), 4),
            "aply_day_prcm_idx_lnkg_cefc": rate(0.0, 4),
            "frn_intr": rate(_floating(call, bond, day), 4),
        }
        | _rights(call, bond, day)
    )


def may_be_taxed_apart(bond: Bond) -> bool:
    """분리과세: bonds of more than ten years; who holds one asks for it."""
    return (bond.due - bond.issued).days > 10 * _YEAR_DAYS + _LEAP_DAYS


def deposit_value(one: TradedBond, now: datetime, quantity: int) -> int:
    """What so many thousands of won of face value count for as a deposit, won."""
    price = _close_before(one, one.course.session(now).trade_date)
    return _deposit(one, price) * quantity // _THOUSANDS


def _close_before(one: TradedBond, day: date) -> int:
    bars = one.days.bars(day - timedelta(days=14), day - timedelta(days=1))
    return bars[-1].close if bars else valuation.FACE * UNIT


def _deposit(one: TradedBond, price: int) -> int:
    """대용가격 of 10,000 won of face value."""
    return int(price / UNIT * _SUBSTITUTE[one.bond.kind]) // 10 * 10


def _names(bond: Bond, code: str) -> Row:
    """What it is called, and what is thought of it."""
    english = f"{bond.kind.name} {bond.coupon:g} {bond.due:%y%m} ({bond.code[-4:]})"
    heeded = bond.rating in _HEEDED
    korean = ("prdt_name", "prdt_abrv_name", "ksd_bond_item_name")
    foreign = ("prdt_eng_name", "prdt_eng_abrv_name", "ksd_bond_item_eng_name")
    raters = (f"{company}_crdt_grad_text" for company in ("kis", "kbp", "nice", "fnp"))
    names = dict.fromkeys(korean, bond.name) | dict.fromkeys(foreign, english)
    found: Row = {
        **names,
        **dict.fromkeys(raters, bond.rating),
        "pdno": code,
        "ivst_heed_prdt_yn": heeded,
        "ivst_heed_bond_dvsn_cd": "1" if heeded else "0",
        "ivst_heed_bond_dvsn_name": "투자유의" if heeded else "",
        "sprx_psbl_yn": may_be_taxed_apart(bond),
        "hbbd_yn": "신종자본증권" in bond.name,
        "csbd_yn": "신종자본증권" in bond.name,
        "ksd_sodn_yn": "후순위" in bond.name,
        "fnrr_rank_dvsn_cd": "2" if "후순위" in bond.name else "1",
    }
    return found


def _terms(one: TradedBond, day: date) -> Row:
    """What is paid, by whom and how."""
    bond = one.bond
    class_code, class_name = _CLASSES[bond.kind]
    payer_code, payer = _PAYER[bond.kind]
    way, several = _WAYS[bond.interest], bond.interest is Interest.COUPON
    redeemed = 100 * sum(one.total for one in valuation.payments(bond)[-1:]) / valuation.FACE
    at_end = 100.0 if several else redeemed
    issuer = f"{noise.key(0, bond.issuer) % 100_000:05}"
    amount = bond.amount * _EOK
    owed = sum(each.principal for each in valuation.coming(bond, day))
    discount = _discount(one)
    return {
        "bond_clsf_cd": class_code,
        "bond_clsf_kor_name": class_name,
        "papr": valuation.FACE,
        "issu_amt": amount,
        "lstg_rmnd": round(amount * owed / valuation.FACE),
        "ksd_tot_issu_amt": amount,
        "int_dfrm_mcnt": bond.months,
        "int_caltm_mcnt": bond.months,
        "bond_int_dfrm_mthd_cd": way,
        "ksd_bond_int_dfrm_dvsn_cd": way[1],
        "int_mned_dvsn_cd": "1" if (bond.due + timedelta(days=1)).day == 1 else "0",
        "int_anap_dvsn_cd": "1" if bond.interest is Interest.DISCOUNT else "2",
        "srfc_inrt": rate(bond.coupon, 8),
        "ksd_rcvg_bond_srfc_inrt": rate(bond.coupon, 12),
        "dsct_ec_rt": rate(discount, 8),
        "ksd_rcvg_bond_dsct_rt": rate(discount, 12),
        "expd_rdpt_rt": rate(at_end, 8),
        "bond_expd_rdpt_rt": rate(at_end, 12),
        "expd_asrc_erng_rt": rate(bond.coupon, 8),
        "bond_expd_asrc_erng_rt": rate(bond.coupon, 12),
        "issu_istt_cd": issuer,
        "issu_istt_name": bond.issuer,
        "krx_issu_istt_cd": issuer,
        "cmco_cd": f"{noise.key(0, bond.code, 'lead') % 90 + 10:04}",
        "pnia_dfrm_agcy_istt_cd": payer_code,
        "padf_plac_hdof_name": payer,
        "prdt_pclc_text": bond.interest.value,
        "ksd_bond_intr_dvsn_cd": "1" if bond.over is None else "2",
        "splt_rdpt_rcnt": bond.parts,
        "prca_dfmt_term_mcnt": bond.grace_months,
        "ksd_prca_rdpt_mthd_cd": "02" if bond.parts else "01",
    }


def _discount(one: TradedBond) -> float:
    """할인율 of what is issued below its face at the yield of that day, percent of it."""
    if one.bond.interest is not Interest.DISCOUNT:
        return 0.0
    issued = one.bond.issued
    worth = valuation.price(one.bond, one.days.rate(issued), issued)
    return 100 * (1 - worth / valuation.FACE)


def _days(bond: Bond, day: date) -> Row:
    listed = bond.issued if _trades(bond.issued) else next_trading_day(bond.issued)
    following, before = valuation.coming(bond, day)[0].day, valuation.last_paid(bond, day)
    first = valuation.payments(bond)[0].day
    span = (following - before).days
    return {
        "issu_dt": bond.issued,
        "rvnu_dt": bond.issued,
        "lstg_dt": listed,
        "dpsi_strt_dt": bond.issued,
        "frst_erlm_dt": bond.issued,
        "frst_erlm_tmd": f"{9 + noise.key(0, bond.code) % 7:02}{noise.key(1, bond.code) % 60:02}00",
        "expd_dt": bond.due,
        "rdpt_dt": bond.due,
        "lstg_abol_dt": bond.due,
        "dpsi_end_dt": previous_trading_day(bond.due),
        "rgbf_int_dfrm_dt": before,
        "nxtm_int_dfrm_dt": following,
        "frst_int_dfrm_dt": first,
        "rgbf_int_dfrm_wday": _WEEKDAYS[before.weekday()],
        "nxtm_int_dfrm_wday": _WEEKDAYS[following.weekday()],
        "dydv_calc_dcnt": span,
        "expd_dydv_calc_dcnt": (bond.due - day).days,
        "uval_cut_dcpt_dgit": 0 if bond.interest is Interest.COUPON else 2,
        "ksd_indf_frqc_uder_calc_dcnt": (first - bond.issued).days % max(span, 1),
        "tlg_rcvg_dtl_dtime": f"{previous_trading_day(day):%Y%m%d}180512345",
    }


def _rights(call: Call, bond: Bond, day: date) -> Row:
    """Early redemption, conversion, private placement; blank for a bond without them."""
    found: Row = dict.fromkeys(_RIGHT_DAYS) | {
        "opcb_dvsn_cd": "0",
        "ksd_opcb_yn": bool(bond.call_years),
        "add_erng_rt": rate(0.0, 8),
        "ecis_pric": 0,
    }
    if bond.call_years:
        call_day = _years_after(bond.issued, bond.call_years)
        while call_day < day:
            call_day = _years_after(call_day, 1)
        stepped = _years_after(bond.issued, bond.call_years * 2)
        found |= {
            "opcb_dvsn_cd": "1",
            "sq1_clop_ecis_opng_dt": _years_after(bond.issued, bond.call_years),
            "mdwy_rdpt_dt": min(call_day, bond.due),
            "add_erng_rt": rate(_STEPPED_UP, 8),
            "add_erng_rt_aply_dt": min(stepped, bond.due),
        }
    share = call.market.universe.find(bond.converts_to)
    if bond.converts_to:
        found |= {
            "bond_rght_dvsn_cd": "01",
            "ecis_pric": bond.conversion_price,
            "rght_stck_std_pdno": "" if share is None else share.isin,
            "ecis_opng_dt": _years_after(bond.issued, 1),
            "ecis_end_dt": bond.due - timedelta(days=30),
        }
    if bond.private:
        found |= {
            "qib_yn": True,
            "qib_cclc_dt": _years_after(bond.issued, 1),
            "pbff_pplc_ofrg_mthd_cd": "21",
        }
    return found


def _floating(call: Call, bond: Bond, day: date) -> float:
    """The coupon that was set at the last payment, percent; 0 for a fixed one."""
    if bond.over is None:
        return 0.0
    return bonds(call).curve.rate(0.25, valuation.last_paid(bond, day)) + bond.over


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the one before."""
    last = day if (day.month, day.day) != (2, 29) else day - timedelta(days=1)
    return last.replace(year=last.year + years)


def _trades(day: date) -> bool:
    return next_trading_day(previous_trading_day(day)) == day
