"""Pages of the account requests: size by world, ctx keys of fixed width, `tr_cont`."""

from collections.abc import Sequence
from dataclasses import dataclass

from kis_desktop.simulator.server.call import Call, CallRefused
from kis_desktop.simulator.server.replies import Continuation, Reply, refused
from kis_desktop.simulator.server.wire_text import padded

WIDTH = 100
"""ctx_area_fk100, ctx_area_nk100; some requests have 200"""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page and what leads to the next."""

    rows: tuple[dict[str, str], ...]
    context: dict[str, str]
    continuation: Continuation


def page_of(
    call: Call,
    rows: Sequence[dict[str, str]],
    size: int,
    conditions: Sequence[str],
    *,
    width: int = WIDTH,
) -> Page:
    """The page that a call asks for; raises CallRefused when the ledger changed in between.

    The next key is the number of rows already given, blank on the last page.
    """
    if call.changed:
        raise CallRefused(_changed())
    start = _start(call, f"CTX_AREA_NK{width}")
    end = start + size
    more = end < len(rows)
    context = {
        f"ctx_area_fk{width}": padded("^".join(conditions) + "^", width),
        f"ctx_area_nk{width}": padded(str(end) if more else "", width),
    }
    continuation = Continuation.MORE if more else Continuation.LAST
    return Page(tuple(rows[start:end]), context, continuation)


def _start(call: Call, name: str) -> int:
    key = call.text(name)
    if not call.continued or not key:
        return 0
    if not key.isdecimal():
        raise CallRefused(refused("MCA05762", "연속조회키 오류입니다."))
    return int(key)


def _changed() -> Reply:
    message = "조회이후에 자료가 변경되었습니다.(다시 조회하세요)"
    return refused("SYDB0050", message, rt_cd="7")
