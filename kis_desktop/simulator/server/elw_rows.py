"""Warrants as KIS writes them: every documented field by name, from one view.

Widths tell the decimals: prices of the underlying have two, greeks four, the ratio six. Greeks are
of one warrant. LP순매도량 is documented under a name that says net buying; it is net buying here.
"""

from collections.abc import Callable, Iterable
from datetime import date

from kis_desktop.simulator.markets.elw.market import Traded, Warrants, WarrantView
from kis_desktop.simulator.markets.elw.pricing import Gauges
from kis_desktop.simulator.server.call import Call
from kis_desktop.simulator.server.layout import Value
from kis_desktop.simulator.server.wire_text import rate, share, sign

Row = dict[str, Value]
_SPANS = (10, 20, 30, 60, 90)


def market_of(call: Call) -> Warrants:
    """The warrants around the Korean market."""
    return call.market.others.warrants


def asked(call: Call) -> Traded:
    """The warrant of a request; every code has one."""
    return market_of(call).find(call.text("FID_INPUT_ISCD"), call.now)


def asked_values(call: Call) -> Row:
    """The same as it stands, under the code that was asked for."""
    values = view_values(market_of(call).view(asked(call), call.now))
    code = call.text("FID_INPUT_ISCD").upper()
    named = str(values["hts_kor_isnm"]).replace(str(values["elw_shrn_iscd"])[2:], code[2:])
    return values | {"elw_shrn_iscd": code, "hts_kor_isnm": named}


def view_values(view: WarrantView) -> Row:
    """Everything that is known of a warrant now."""
    quote = view.quote
    found = terms_values(view) | change_values(quote.last, quote.base) | underlying_values(view)
    found |= gauge_values(view.gauges) | _traded_values(view) | _provided_values(view)
    found |= {
        "atm_cls_name": view.traded.pricing.moneyness(view.standing.price),
        "bidp": quote.bid,
        "askp": quote.ask,
        "dprt": share(quote.last - view.gauges.theory, view.gauges.theory),
        "hts_ints_vltl": rate(view.implied, 4),
        "hts_rmnn_dynu": view.days_left,
        "moneyness": rate(_moneyness(view)),
    }
    return found | swing_values(view.traded, quote.trade_date)


def swing_values(one: Traded, day: date) -> Row:
    """역사적변동성 of the underlying over 10 to 90 days before a day, percent."""
    return {f"d{span}_hist_vltl": rate(one.underlying.swing(day, span), 4) for span in _SPANS}


def terms_values(view: WarrantView) -> Row:
    """What a warrant is."""
    one, unit = view.warrant, view.traded.pricing.unit
    return {
        "elw_shrn_iscd": one.code,
        "bond_shrn_iscd": one.code,
        "stnd_iscd": one.isin,
        "elw_kor_isnm": one.name,
        "hts_kor_isnm": one.name,
        "rght_type_name": "콜" if one.is_call else "풋",
        "elw_rght_form": "조기종료" if one.barrier else "일반",
        "acpr": rate(one.strike / unit),
        "elw_ko_barrier": rate(one.barrier / unit),
        "stck_cnvr_rate": rate(one.ratio, 6),
        "stck_lstn_date": one.listed,
        "stck_last_tr_date": one.last_day,
        "stck_lp_fin_date": one.last_day,
        "mtrt_date": one.expiry,
        "lstn_stcn": one.issued,
        "pblc_co_name": one.issuer.name,
        "lp_mbcr_name": one.issuer.name,
        "unas_isnm": one.underlying_name,
        "unas_shrn_iscd": one.underlying,
    }


def change_values(price: int, base: int) -> Row:
    """A price with what it has changed by."""
    return {
        "elw_prpr": price,
        "stck_prpr": price,
        "prdy_vrss": price - base,
        "prdy_vrss_sign": sign(price - base),
        "prdy_ctrt": share(price - base, base),
    }


def underlying_values(view: WarrantView) -> Row:
    """The underlying as it stands."""
    now = view.standing
    return {
        "unas_prpr": rate(now.price),
        "unas_prdy_vrss": rate(now.change),
        "unas_prdy_vrss_sign": sign(round(now.change * 100)),
        "unas_prdy_ctrt": rate(now.change_rate),
        "unas_acml_vol": now.volume,
    }


def gauge_values(gauges: Gauges) -> Row:
    """What is reckoned from price, spot and time; documents spell two names for delta."""
    return {
        "hts_thpr": rate(gauges.theory),
        "invl_val": rate(gauges.intrinsic),
        "tmvl_val": rate(gauges.time_value),
        "prit": rate(gauges.parity),
        "gear": rate(gauges.gearing, 4),
        "lvrg_val": rate(gauges.leverage, 4),
        "prmm_val": rate(gauges.premium, 4),
        "prmm_rate": rate(gauges.premium_rate, 4),
        "prls_qryr_rate": rate(gauges.premium_rate, 4),
        "prls_qryr_stpr_prc": rate(gauges.breakeven),
        "cfp": rate(gauges.capital_fulcrum),
        "delta_val": rate(gauges.delta, 6),
        "delta": rate(gauges.delta, 6),
        "gama": rate(gauges.gamma, 8),
        "vega": rate(gauges.vega, 4),
        "theta": rate(gauges.theta, 4),
        "rho": rate(gauges.rho, 4),
        "apprch_rate": rate(gauges.approach),
        "tick_conv_prc": rate(gauges.tick_worth),
    }


def _traded_values(view: WarrantView) -> Row:
    quote = view.quote
    return {
        "acml_vol": quote.volume,
        "acml_tr_pbmn": quote.turnover,
        "prdy_vol": quote.previous_volume,
        "prdy_vrss_vol_rate": share(quote.volume, quote.previous_volume),
        "vol_tnrt": share(quote.volume, view.warrant.issued),
        "elw_oprc": quote.open,
        "elw_hgpr": quote.high,
        "elw_lwpr": quote.low,
        "stck_oprc": quote.open,
        "stck_hgpr": quote.high,
        "stck_lwpr": quote.low,
        "stck_prdy_clpr": quote.base,
        "elw_sdpr": quote.base,
    }


def _provided_values(view: WarrantView) -> Row:
    provided = view.provided
    held = share(provided.holding, view.warrant.issued)
    return {
        "lp_hvol": provided.holding,
        "lp_hldn_rate": rate(held, 4),
        "lp_rlim": held,
        "lp_ntby_qty": provided.net,
    }


def _moneyness(view: WarrantView) -> float:
    """How far in the money, percent."""
    return view.gauges.parity - 100


def ranked(
    views: Iterable[WarrantView], key: Callable[[WarrantView], float], *, lowest: bool = False
) -> list[WarrantView]:
    """The highest first; equal ones by code."""
    return sorted(views, key=lambda one: (key(one) if lowest else -key(one), one.warrant.code))
