"""The stock indices of the exchange: what each holds, and its level on the anchor day.

Codes and names are those of the exchange's sector list; levels are made up. A sector holds what the
masters assign to it. The universe is smaller than the exchange: an index of the hundred or three
hundred largest may hold fewer, and a sector without a share in it is not quoted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kis_desktop.simulator.universe import Kind, Listing


@dataclass(frozen=True, slots=True)
class IndexDefinition:
    """An index with its level at the close of the anchor day, hundredths of a point."""

    code: str
    name: str
    level: int
    market: str = ""
    """KOSPI or KOSDAQ, empty for both"""
    part: tuple[float, float] | None = None
    """from which to which part of the market, the largest first (대형주, 중형주, 소형주)"""
    largest: int = 0
    """so many of the largest, 0 for all"""
    of_kospi200: bool = False
    sector: bool = False
    """what the masters give this code as their large or medium sector"""


def _kospi(code: str, name: str, level: int) -> IndexDefinition:
    return IndexDefinition(code, name, level, "KOSPI", sector=True)


def _kosdaq(code: str, name: str, level: int) -> IndexDefinition:
    return IndexDefinition(code, name, level, "KOSDAQ", sector=True)


_LARGE, _MIDDLE, _SMALL = (0.0, 0.35), (0.35, 0.7), (0.7, 1.0)

INDICES = (
    IndexDefinition("0001", "KOSPI", 399_053, "KOSPI"),
    IndexDefinition("0002", "대형주", 402_917, "KOSPI", _LARGE),
    IndexDefinition("0003", "중형주", 351_264, "KOSPI", _MIDDLE),
    IndexDefinition("0004", "소형주", 261_448, "KOSPI", _SMALL),
    _kospi("0005", "음식료·담배", 494_036),
    _kospi("0006", "섬유·의류", 31_582),
    _kospi("0008", "화학", 443_208),
    _kospi("0009", "제약", 1_492_671),
    _kospi("0011", "금속", 548_902),
    _kospi("0012", "기계·장비", 216_745),
    _kospi("0013", "전기·전자", 4_621_390),
    _kospi("0014", "의료·정밀기기", 159_820),
    _kospi("0015", "운송장비·부품", 355_478),
    _kospi("0016", "유통", 46_913),
    _kospi("0017", "전기·가스", 132_006),
    _kospi("0018", "건설", 11_874),
    _kospi("0019", "운송·창고", 176_552),
    _kospi("0020", "통신", 53_417),
    _kospi("0021", "금융", 81_260),
    _kospi("0024", "증권", 531_744),
    _kospi("0025", "보험", 3_012_585),
    _kospi("0026", "일반서비스", 119_307),
    _kospi("0027", "제조", 954_118),
    _kospi("0028", "부동산", 9_764),
    _kospi("0029", "IT 서비스", 142_391),
    _kospi("0030", "오락·문화", 108_836),
    IndexDefinition("1001", "KOSDAQ", 92_128, "KOSDAQ"),
    IndexDefinition("1002", "코스닥 대형주", 211_907, "KOSDAQ", _LARGE),
    IndexDefinition("1003", "코스닥 중형주", 78_364, "KOSDAQ", _MIDDLE),
    IndexDefinition("1004", "코스닥 소형주", 241_559, "KOSDAQ", _SMALL),
    _kosdaq("1006", "코스닥 일반서비스", 67_318),
    _kosdaq("1009", "코스닥 제조", 371_842),
    _kosdaq("1010", "코스닥 건설", 8_931),
    _kosdaq("1011", "코스닥 유통", 50_276),
    _kosdaq("1014", "코스닥 금융", 251_613),
    _kosdaq("1015", "코스닥 오락·문화", 45_207),
    _kosdaq("1021", "코스닥 종이·목재", 25_733),
    _kosdaq("1023", "코스닥 화학", 402_871),
    _kosdaq("1024", "코스닥 제약", 1_308_446),
    _kosdaq("1025", "코스닥 비금속", 29_368),
    _kosdaq("1026", "코스닥 금속", 211_504),
    _kosdaq("1027", "코스닥 기계·장비", 124_017),
    _kosdaq("1028", "코스닥 전기·전자", 289_655),
    _kosdaq("1029", "코스닥 의료·정밀기기", 302_190),
    _kosdaq("1030", "코스닥 운송장비·부품", 182_373),
    IndexDefinition("2001", "KOSPI200", 55_786, "KOSPI", of_kospi200=True),
    IndexDefinition("2007", "KOSPI100", 411_520, "KOSPI", largest=100, of_kospi200=True),
    IndexDefinition("2008", "KOSPI50", 371_094, "KOSPI", largest=50, of_kospi200=True),
    IndexDefinition("3003", "KOSDAQ150", 154_233, "KOSDAQ", largest=150),
    IndexDefinition("4001", "KRX100", 854_637, largest=100),
    IndexDefinition("4300", "KRX300", 248_176, largest=300),
)


def members(definition: IndexDefinition, listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """What an index holds of these listings, in their order; no funds."""
    code = definition.code
    held = [
        one
        for one in listings
        if not one.is_etp
        and definition.market in {"", one.market}
        and (not definition.sector or code in {one.sector_large, one.sector_medium})
        and (not definition.of_kospi200 or _in_kospi200(one))
    ]
    if definition.part is None and not definition.largest:
        return tuple(held)
    by_value = sorted(held, key=lambda one: -one.listed_shares * one.base_price)
    if definition.part is not None:
        first, behind = (round(len(held) * edge) for edge in definition.part)
        chosen = {one.symbol for one in by_value[first:behind]}
    else:
        chosen = {one.symbol for one in by_value[: definition.largest]}
    return tuple(one for one in held if one.symbol in chosen)


def _in_kospi200(one: Listing) -> bool:
    return one.kind is Kind.STOCK and one.kospi200 not in {"", " ", "0"}
