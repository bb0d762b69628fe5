"""국내주식 장운영정보 H0STMKO0, H0NXMKO0, H0UNMKO0: halts and VI of one instrument, 11 fields.

Field order: portal document 실시간-049. No document tells the codes of MKOP_CLS_CODE and
VI_CLS_CODE. Ours: the operation codes are left empty; 1 is a static, 2 a dynamic VI, N none; both
exchanges as one are 3.
"""

from kis_desktop.simulator.server.wire_text import yes
from kis_desktop.simulator.views import Board
from kis_desktop.simulator.volatility import ViKind, ViMark

CHANNELS = {"H0STMKO0": Board.KRX, "H0NXMKO0": Board.NXT, "H0UNMKO0": Board.UNIFIED}
_KINDS = {ViKind.STATIC: "1", ViKind.DYNAMIC: "2"}
_BOARD_CODES = {Board.KRX: "1", Board.NXT: "2", Board.UNIFIED: "3"}
"""EXCH_CLS_CODE"""


def status_record(
    symbol: str, board: Board, *, halted: bool, status: str, vi: ViMark | None
) -> str:
    """The fields, joined; `status` is ISCD_STAT_CLS_CODE."""
    stopped = "N" if vi is None else _KINDS[vi.kind]
    reason = "(null)"
    codes = ("", "", "", "")
    return "^".join(
        (symbol, yes(halted), reason, *codes, status, stopped, "N", _BOARD_CODES[board])
    )
