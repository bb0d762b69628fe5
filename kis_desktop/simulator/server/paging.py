"""Pages of the account requests: size by world, ctx keys of fixed width, `tr_cont`."""

from collections.abc import Sequence
from dataclasses import dataclass

from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.replies import Continuation, Reply, refused
from kis_desktop.simulator.server.wire_text import padded

WIDTH = 100
"""ctx_area_fk100, ctx_area_nk100"""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page and what leads to the next."""

    rows: tuple[dict[str, str], ...]
    context: dict[str, str]
    continuation: Continuation


def page_of(
    call: Call, rows: Sequence[dict[str, str]], size: int, conditions: Sequence[str]
) -> Page:
    """The page that a call asks for; raises CallRefused when the ledger changed in between.

    The next key is the number of rows already given, blank on the last page.
    """
    if call.changed:
        raise CallRefused(_changed())
    start = _start(call)
    end = start + size
    more = end < len(rows)
    context = {
        "ctx_area_fk100": padded("^".join(conditions) + "^", WIDTH),
        "ctx_area_nk100": padded(str(end) if more else "", WIDTH),
    }
    continuation = Continuation.MORE if more else Continuation.LAST
    return Page(tuple(rows[start:end]), context, continuation)


def _start(call: Call) -> int:
    key = call.text("CTX_AREA_NK100")
    if not call.continued or not key:
        return 0
    if not key.isdigit():
        raise CallRefused(refused("MCA05762", "연속조회키 오류입니다."))
    return int(key)


def _changed() -> Reply:
    message = "조회이후에 자료가 변경되었습니다.(다시 조회하세요)"
    return refused("SYDB0050", message, rt_cd="7")
