"""What a fund or note follows, as its name tells: an index, a theme, something abroad."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kis_desktop.simulator.index_list import INDICES, members
from kis_desktop.simulator.universe import Kind, Listing


class Asset(StrEnum):
    """What it invests in; the value is how KIS's lists call it (ETF 분류)."""

    SHARES = "국내주식"
    ABROAD = "해외주식"
    BONDS = "채권"
    MONEY = "단기자금"
    COMMODITIES = "원자재"


@dataclass(frozen=True, slots=True)
class Strategy:
    """What a fund follows."""

    asset: Asset
    multiple: float
    """of the daily change of what it follows"""
    index: str
    """code of the index, empty where none is quoted here"""
    name: str
    """of the index or the theme"""


_MONEY = ("CD금리", "KOFR", "머니마켓", "SOFR", "CD1년", "MMF", "파킹")
_BONDS = (
    *("채권", "국채", "통안", "회사채", "은행채", "금융채", "국고채", "단기채", "특수채", "크레딧"),
    *("하이일드", "전단채"),
)
_COMMODITIES = (
    "WTI",
    "원유",
    "천연가스",
    "구리",
    "금현물",
    "금선물",
    "은선물",
    "골드",
    " 은 ",
    "콩",
    "팔라듐",
)
_ABROAD = (
    *("미국", "S&P", "나스닥", "차이나", "중국", "인도", "일본", "글로벌", "테슬라", "엔비디아"),
    *(
        "유로",
        "베트남",
        "VIX",
        "달러",
        "항셍",
        "필라델피아",
        "빅테크",
        "MSCI World",
        "다우",
        "대만",
    ),
    *("니케이", "Nifty", "아시아", "선진국", "구글", "애플", "팔란티어", "버크셔"),
)
_GROUPS = ("삼성", "현대차", "LG", "SK", "한화", "포스코")
_THEMES = (
    ("반도체", ("0013", "1028")),
    ("2차전지", ("0013", "0008", "1028")),
    ("배터리", ("0013", "0008", "1028")),
    ("은행", ("0021",)),
    ("금융", ("0021",)),
    ("증권", ("0024",)),
    ("보험", ("0025",)),
    ("바이오", ("0009", "1024")),
    ("헬스케어", ("0009", "1024")),
    ("자동차", ("0015", "1030")),
    ("조선", ("0015",)),
    ("방산", ("0015", "1030")),
    ("우주", ("0015", "1030")),
    ("건설", ("0018",)),
    ("화학", ("0008",)),
    ("에너지", ("0008", "0017")),
    ("철강", ("0011",)),
    ("통신", ("0020",)),
    ("게임", ("0029", "1006", "0030")),
    ("미디어", ("0030", "1015", "1006")),
    ("엔터", ("0030", "1015", "1006")),
    ("화장품", ("0008", "1023")),
    ("소비", ("0016", "0005")),
    ("IT", ("0029", "0013", "1006")),
)
_LARGEST = 30
_FEW = 10
_DEFAULT_INDEX = "2001"


def strategy_of(listing: Listing) -> Strategy:
    """What a fund follows."""
    name = listing.name
    multiple = _multiple(name)
    for words, asset in (
        (_MONEY, Asset.MONEY),
        (_BONDS, Asset.BONDS),
        (_COMMODITIES, Asset.COMMODITIES),
        (_ABROAD, Asset.ABROAD),
    ):
        if any(word in name for word in words):
            return Strategy(asset, multiple, "", asset.value)
    if "코스닥150" in name or "KOSDAQ 150" in name:
        return Strategy(Asset.SHARES, multiple, "3003", "KOSDAQ150")
    theme = next((word for word, _ in _THEMES if word in name), "")
    group = next((word for word in _GROUPS if f"{word}그룹" in name), "")
    if theme or group or "리츠" in name:
        return Strategy(Asset.SHARES, multiple, "", theme or group or "리츠")
    if "코스피" in name and "200" not in name:
        return Strategy(Asset.SHARES, multiple, "0001", "KOSPI")
    return Strategy(Asset.SHARES, multiple, _DEFAULT_INDEX, "KOSPI200")


def held_shares(listing: Listing, strategy: Strategy, all_: tuple[Listing, ...]) -> list[Listing]:
    """The shares that it holds, none of an inverse one, which holds futures and cash."""
    if strategy.asset is not Asset.SHARES or strategy.multiple < 0:
        return []
    shares = [one for one in all_ if one.kind is Kind.STOCK and not one.halted]
    if strategy.index:
        definition = next(one for one in INDICES if one.code == strategy.index)
        held = [one for one in members(definition, shares) if not one.halted]
        return _largest(held, _FEW) if "TOP" in listing.name.upper() else held
    if strategy.name == "리츠":
        return _largest((one for one in all_ if one.kind is Kind.REIT and not one.halted), _LARGEST)
    sectors = dict(_THEMES).get(strategy.name)
    if sectors is None:
        held = [one for one in shares if one.name.startswith(strategy.name)]
    else:
        held = [one for one in shares if {one.sector_large, one.sector_medium} & set(sectors)]
    return _largest(held or shares, _FEW if "TOP" in listing.name.upper() else _LARGEST)


def _largest(listings: Iterable[Listing], count: int) -> list[Listing]:
    return sorted(listings, key=lambda one: -one.listed_shares * one.base_price)[:count]


def _multiple(name: str) -> float:
    twice = any(word in name for word in ("레버리지", "2X", "2x"))
    if "인버스" in name:
        return -0.5 if "0.5X" in name else -2.0 if twice else -1.0
    return 2.0 if twice else 1.0
