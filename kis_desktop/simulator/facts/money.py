"""The money around the exchange and the interest on it: functions of seed and day."""

import math
from dataclasses import dataclass
from datetime import date

from kis_desktop.simulator import noise
from kis_desktop.simulator.facts.waves import wave


@dataclass(frozen=True, slots=True)
class Pot:
    """A sum that KIS calls by a field's name."""

    name: str
    level: int
    """of an ordinary day, 100 million won"""
    sway: float
    """how far it goes in some weeks, as a part of it"""


POTS = (
    Pot("cust_dpmn_amt", 781_000, 0.07),
    Pot("uncl_amt", 9_600, 0.10),
    Pot("crdt_loan_rmnd", 252_000, 0.06),
    Pot("futs_tfam_amt", 134_000, 0.05),
    Pot("sttp_amt", 1_412_000, 0.05),
    Pot("mxtp_amt", 241_000, 0.03),
    Pot("bntp_amt", 1_987_000, 0.03),
    Pot("mmf_amt", 2_203_000, 0.06),
    Pot("secu_lend_amt", 246_000, 0.04),
)
"""고객예탁금, 미수금, 신용융자, 선물예수금, 주식형, 혼합형, 채권형, MMF, 담보대출"""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of interest that KIS lists."""

    code: str
    name: str
    level: float
    """percent a year"""
    sway: float
    """percentage points over some weeks"""


DOMESTIC = (
    Rate("Y0101", "국고채 3년", 2.91, 0.16),
    Rate("Y0102", "국고채 5년", 3.05, 0.17),
    Rate("Y0103", "국고채 10년", 3.27, 0.18),
    Rate("Y0104", "국고채 20년", 3.25, 0.16),
    Rate("Y0105", "국고채 30년", 3.16, 0.15),
    Rate("Y0106", "국고채 1년", 2.58, 0.10),
    Rate("Y0107", "통안증권 91일", 2.52, 0.06),
    Rate("Y0108", "통안증권 2년", 2.79, 0.13),
    Rate("Y0109", "회사채 무보증 3년 AA-", 3.36, 0.16),
    Rate("Y0110", "회사채 무보증 3년 BBB-", 9.21, 0.14),
    Rate("Y0111", "CD 91일", 2.80, 0.05),
    Rate("Y0112", "CP 91일", 3.01, 0.05),
    Rate("Y0113", "콜 금리 1일", 2.53, 0.03),
)
OVERSEAS = (
    Rate("Y0201", "미국 국채 3개월", 3.88, 0.05),
    Rate("Y0202", "미국 국채 10년", 4.08, 0.18),
    Rate("Y0203", "미국 국채 30년", 4.69, 0.17),
    Rate("Y0204", "미국 국채 2년", 3.57, 0.15),
    Rate("Y0205", "일본 국채 10년", 1.71, 0.10),
    Rate("Y0206", "독일 국채 10년", 2.69, 0.12),
    Rate("Y0207", "영국 국채 10년", 4.51, 0.15),
    Rate("Y0208", "중국 국채 10년", 1.82, 0.05),
    Rate("Y0209", "SOFR", 3.98, 0.04),
    Rate("Y0210", "미국 기준금리", 3.97, 0.03),
)
_WEEKS, _DAYS = 45, 6
"""days between two turns"""


def sum_on(seed: int, pot: Pot, day: date) -> int:
    """What lies in a pot at the end of a day, 100 million won."""
    key, number = noise.key(seed, "money", pot.name), day.toordinal()
    move = wave(key, number, _WEEKS) + 0.25 * wave(key, number, _DAYS, 1)
    return round(pot.level * math.exp(pot.sway * move) + pot.level * 0.002 * _daily(key, number))


def rate_on(seed: int, rate: Rate, day: date) -> float:
    """A rate at the end of a day, percent with three decimals; all of a country sway together."""
    country = noise.key(seed, "interest", rate.code[:3])
    own, number = noise.key(seed, "interest", rate.code), day.toordinal()
    together = wave(country, number, _WEEKS) + 0.3 * wave(country, number, _DAYS, 1)
    alone = wave(own, number, _DAYS)
    return round(rate.level + rate.sway * (together + 0.1 * alone) + 0.004 * _daily(own, number), 3)


def _daily(key: int, number: int) -> float:
    return 2.0 * noise.uniform(key, number, 7) - 1.0
