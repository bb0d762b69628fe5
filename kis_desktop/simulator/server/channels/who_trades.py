"""What the channels about houses and programs share: both exchanges, and both seen as one."""

from collections.abc import Callable, Iterable
from datetime import datetime

from kis_desktop.simulator.facts.houses import House
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server.channels.streamed import Streamed
from kis_desktop.simulator.server.house_rows import (
    bought,
    foreign_fields,
    house_picture,
    side_fields,
    sold,
)
from kis_desktop.simulator.server.layout import Value, Values
from kis_desktop.simulator.views import Board

Fields = dict[str, Value]


def member_channel(id_: str, board: Board) -> Streamed:
    """실시간회원사: a record whenever the share has traded."""
    return _channel(id_, board, _member_fields)


def program_channel(id_: str, board: Board) -> Streamed:
    """실시간프로그램매매: a record whenever the share has traded."""
    return _channel(id_, board, _program_fields)


def _channel(id_: str, board: Board, fields: Callable[[Market, str, Board], Fields]) -> Streamed:
    def knows(market: Market, key: str) -> bool:
        return market.universe.find(key) is not None and market.is_on(key, board)

    def records(
        market: Market, key: str, since: datetime | None, _now: datetime
    ) -> Iterable[Values]:
        last = market.recent_prints(key, 1, board)
        if since is not None and (not last or last[0].time <= since):
            return ()
        told = fields(market, key, board)
        if board is not Board.KRX:
            told = {name.upper(): value for name, value in told.items()}
        return (told,)

    return Streamed(id_, knows, records)


def _member_fields(market: Market, symbol: str, board: Board) -> Fields:
    picture = house_picture(market, symbol, board)
    fields = side_fields(picture, "seln") | side_fields(picture, "shnu")
    fields |= foreign_fields(picture)
    fields |= _names("seln2", picture.top(sold)) | _names("byov", picture.top(bought))
    return fields | {"mksc_shrn_iscd": symbol}


def _names(side: str, rows: list[tuple[House, int, int]]) -> Fields:
    fields: Fields = {}
    for place, (house, _, _) in enumerate(rows, start=1):
        fields[f"{side}_mbcr_name{place}"] = house.name
        fields[f"{side}_mbcr_eng_name{place}"] = house.english
    return fields


def _program_fields(market: Market, symbol: str, board: Board) -> Fields:
    """체결 is cumulative; 잔량 is the programs' part of what waits in the book."""
    snapshot = market.snapshot(symbol, board)
    whole = market.others.flows.program(symbol, board).whole
    last = market.recent_prints(symbol, 1, board)
    volume = max(snapshot.volume, 1)
    offered = snapshot.total_ask * whole.sold // volume
    bid = snapshot.total_bid * whole.bought // volume
    return {
        "mksc_shrn_iscd": symbol,
        "stck_cntg_hour": last[0].time.time() if last else market.clock.now().time(),
        "seln_cnqn": whole.sold,
        "seln_tr_pbmn": whole.received,
        "shnu_cnqn": whole.bought,
        "shnu_tr_pbmn": whole.paid,
        "ntby_cnqn": whole.net,
        "ntby_tr_pbmn": whole.net_amount,
        "seln_rsqn": offered,
        "shnu_rsqn": bid,
        "whol_ntby_qty": bid - offered,
    }
