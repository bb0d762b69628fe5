"""Fields of a quote that several endpoints share, written from the market's snapshot."""

from kis_desktop.simulator.index_list import INDICES
from kis_desktop.simulator.server.call import Call, CallRefused, asked_listing
from kis_desktop.simulator.server.replies import invalid_input, refused
from kis_desktop.simulator.server.wire_text import rate, sign, won
from kis_desktop.simulator.universe import Kind, Listing
from kis_desktop.simulator.views import AUCTIONS, Board, Phase, Snapshot

PAPER_DIVISIONS = frozenset({"J"})
_SECTOR_NAMES = {one.code: one.name.removeprefix("코스닥 ") for one in INDICES if one.sector}
_WARNINGS = {"01": "투자주의", "02": "투자경고", "03": "투자위험"}
BOARDS = {"J": Board.KRX, "NX": Board.NXT, "UN": Board.UNIFIED}

_SESSION_CODES = {Phase.CLOSED: "10", Phase.PRE_MARKET: "10", Phase.CONTINUOUS: "20"}


def session_code(phase: Phase) -> str:
    """NEW_MKOP_CLS_CODE: 10 before, 00 auctions, 20 in session, 30 after."""
    if phase in AUCTIONS:
        return "00"
    return _SESSION_CODES.get(phase, "30")


def quoted_board(call: Call) -> Board:
    """Whose prices a quote request asks for; `quoted_listing` has checked it."""
    return BOARDS[call.text("FID_COND_MRKT_DIV_CODE")]


def quoted_listing(call: Call) -> Listing:
    """The instrument of a quote request; raises CallRefused for a wrong market or code."""
    allowed = PAPER_DIVISIONS if call.paper else BOARDS
    if call.text("FID_COND_MRKT_DIV_CODE") not in allowed:
        raise CallRefused(invalid_input("MRKT_DIV_CODE"))
    listing = asked_listing(call, "FID_INPUT_ISCD")
    if listing is None:
        raise CallRefused(refused("MCA05918", "종목코드 오류입니다."))
    if not call.market.is_on(listing.symbol, quoted_board(call)):
        raise CallRefused(refused("MCA05918", "NXT 거래종목이 아닙니다."))
    return listing


def change_sign(snapshot: Snapshot) -> str:
    """전일 대비 부호 of the last price."""
    return price_sign(snapshot, snapshot.last)


def price_sign(snapshot: Snapshot, price: int) -> str:
    """전일 대비 부호 of any of today's prices."""
    return sign(
        price - snapshot.base,
        at_limit_up=price == snapshot.limit_up,
        at_limit_down=price == snapshot.limit_down,
    )


def change_fields(snapshot: Snapshot) -> dict[str, str]:
    """현재가, 전일 대비, 부호, 대비율."""
    return {
        "stck_prpr": won(snapshot.last),
        "prdy_vrss": won(snapshot.change),
        "prdy_vrss_sign": change_sign(snapshot),
        "prdy_ctrt": rate(snapshot.change_rate),
    }


def traded_fields(snapshot: Snapshot) -> dict[str, str]:
    """누적 거래량, 누적 거래대금."""
    return {"acml_vol": won(snapshot.volume), "acml_tr_pbmn": won(snapshot.turnover)}


def session_fields(snapshot: Snapshot) -> dict[str, str]:
    """시가, 고가, 저가."""
    return {
        "stck_oprc": won(snapshot.open),
        "stck_hgpr": won(snapshot.high),
        "stck_lwpr": won(snapshot.low),
    }


def limit_fields(snapshot: Snapshot) -> dict[str, str]:
    """상한가, 하한가."""
    return {"stck_mxpr": won(snapshot.limit_up), "stck_llam": won(snapshot.limit_down)}


def market_name(listing: Listing) -> str:
    """대표 시장 한글 명."""
    if listing.kind in {Kind.ETF, Kind.ETN}:
        return listing.kind.value
    if listing.kospi200 not in {"", "0"}:
        return "KOSPI200"
    return listing.market


def market_value(listing: Listing, snapshot: Snapshot) -> int:
    """시가총액 at the last price, in 100 million won."""
    return listing.listed_shares * snapshot.last // 100_000_000


def status_code(listing: Listing) -> str:
    """종목 상태 구분 코드: halted, administrative, alert, credit, full margin."""
    for holds, code in (
        (listing.halted, "58"),
        (listing.administrative, "51"),
        (listing.alert == "03", "52"),
        (listing.alert == "02", "53"),
        (listing.alert == "01", "54"),
        (listing.credit, "55"),
        (listing.margin_rate == 100, "57"),  # noqa: PLR2004 — percent
    ):
        if holds:
            return code
    return "00"


def sector_name(listing: Listing) -> str:
    """업종 한글 종목명: of the smallest sector that the master gives it, empty for a fund."""
    return _SECTOR_NAMES.get(sector_code(listing), "")


def sector_code(listing: Listing) -> str:
    """업종 구분 코드 of that sector; "0000" without one."""
    has_medium = listing.sector_medium.strip("0 ")
    return listing.sector_medium if has_medium else listing.sector_large


def warning_name(listing: Listing) -> str:
    """시장 경고 구분명, empty without one."""
    return _WARNINGS.get(listing.alert, "")


def new_extreme(snapshot: Snapshot) -> str:
    """1 신고가, 2 신저가 of 52 weeks, set today: our reading of a code that no document tells."""
    if snapshot.high_52w_date == snapshot.trade_date:
        return "1"
    return "2" if snapshot.low_52w_date == snapshot.trade_date else "0"
