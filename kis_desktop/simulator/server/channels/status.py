"""국내주식 장운영정보 H0STMKO0, H0NXMKO0, H0UNMKO0: session, halt and VI, 11 fields.

Field order and the codes of the KRX's regular session: portal document 실시간-049. What the NXT's
sessions and the KRX's evening have for codes no document tells. Ours: an exchange that trades is
open (112), also in the NXT's evening, one that has traded closed (129), also in the KRX's evening;
the NXT tells no expectations; both exchanges as one are 3.
"""

from kis_desktop.simulator.server.wire_text import yes
from kis_desktop.simulator.views import Board, Phase

CHANNELS = {"H0STMKO0": Board.KRX, "H0NXMKO0": Board.NXT, "H0UNMKO0": Board.UNIFIED}
_GATHERS, _OPEN, _GATHERS_TO_CLOSE, _CLOSED = "110", "112", "121", "129"
_OPERATION = {
    Phase.CLOSED: "",
    Phase.PRE_MARKET: _OPEN,
    Phase.PRE_HOURS: _GATHERS,
    Phase.OPENING_AUCTION: _GATHERS,
    Phase.CONTINUOUS: _OPEN,
    Phase.CLOSING_AUCTION: _GATHERS_TO_CLOSE,
    Phase.AFTER_AUCTION: _GATHERS,
}
"""MKOP_CLS_CODE: 110 장전 동시호가 개시, 112 장개시, 121 장후 동시호가 개시, 129 장마감"""
_EXPECTED = {
    Phase.PRE_HOURS: "311",
    Phase.OPENING_AUCTION: "311",
    Phase.CONTINUOUS: "112",
    Phase.CLOSING_AUCTION: "121",
}
"""ANTC_MKOP_CLS_CODE: 311 장전예상시작, 112 장전예상종료, 121 장후예상시작, 129 장후예상종료"""
_BOARD_CODES = {Board.KRX: "1", Board.NXT: "2", Board.UNIFIED: "3"}
"""EXCH_CLS_CODE"""


def status_record(
    symbol: str, board: Board, phase: Phase, *, halted: bool, status: str, vi: bool
) -> str:
    """The fields, joined; `phase` is the exchange's, `status` ISCD_STAT_CLS_CODE."""
    return "^".join(
        (
            symbol,
            yes(halted),
            "(null)",
            _operation(phase, board),
            _expected(phase, board),
            "",
            "",
            status,
            yes(vi),
            "N",
            _BOARD_CODES[board],
        )
    )


def _operation(phase: Phase, board: Board) -> str:
    if phase is Phase.AFTER_MARKET and board is Board.NXT:
        return _OPEN
    return _OPERATION.get(phase, _CLOSED)


def _expected(phase: Phase, board: Board) -> str:
    if board is Board.NXT or phase is Phase.CLOSED:
        return ""
    return _EXPECTED.get(phase, _CLOSED)
