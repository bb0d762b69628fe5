"""Program trading of a market, field by field as the names tell it: kind, owner, side, unit.

Like nabt_entm_seln_tr_pbmn_rate: 비차익, 위탁, sold, won, percent of the market's turnover.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from kis_desktop.simulator.facts.flow_days import Sides, sides_of
from kis_desktop.simulator.facts.market_sums import Sums
from kis_desktop.simulator.server.flow_rows import MILLION, THOUSAND, Fields, program_parts
from kis_desktop.simulator.server.wire_text import share

_SHARES, _WON = "shares", "won"
_NET = "ntby"
_FIGURES: Mapping[tuple[str, str], Callable[[Sides], int]] = {
    ("seln", _SHARES): lambda one: one.sold,
    ("shnu", _SHARES): lambda one: one.bought,
    (_NET, _SHARES): lambda one: one.net,
    ("seln", _WON): lambda one: one.received,
    ("shnu", _WON): lambda one: one.paid,
    (_NET, _WON): lambda one: one.net_amount,
}
_NAME = re.compile(
    r"(?:(?P<kind>arbt|nabt|whol)_)?(?:(?P<owner>entm|onsl|smtn|smtm)_)?"
    r"(?P<side>seln|shnu|shun|ntby)_(?:(?P<late>entm|onsl)_)?"
    r"(?P<unit>vol|qty|qt|cnqn|tr_pbmn|cntg_amt)(?P<rate>_rate?)?"
)
_ODD = {
    "total_seln_qty": "whol_smtn_seln_vol",
    "total_seln_tr_pbmn": "whol_smtn_seln_tr_pbmn",
    "shnu_cntg_smtn": "whol_smtn_shnu_vol",
    "total_shnu_tr_pbmn": "whol_smtn_shnu_tr_pbmn",
    "entm_ntby_qty_rat": "whol_entm_ntby_qty_rate",
}
"""fields whose names do not tell it in full"""


def program_row(names: Iterable[str], sums: Sums) -> Fields:
    """Those of the fields that tell of programs; thousands of shares, million won, percent."""
    parts = program_parts(sides_of(sums.programs.arbitrage), sides_of(sums.programs.other))
    whole = {_SHARES: sums.volume / THOUSAND, _WON: sums.turnover / MILLION}
    fields: Fields = {}
    for name in names:
        match = _NAME.fullmatch(_ODD.get(name, name))
        if match is None:
            continue
        owner = match["late"] or match["owner"] or "smtn"
        part = parts[f"{match['kind'] or 'whol'}_{owner.replace('smtm', 'smtn')}"]
        unit = _WON if match["unit"] in {"tr_pbmn", "cntg_amt"} else _SHARES
        figure = _FIGURES[match["side"].replace("shun", "shnu"), unit](part)
        fields[name] = share(figure, whole[unit]) if match["rate"] else figure
    return fields
