"""KIS's own sample programs, unmodified, against the simulator.

`python -m tests.soak.samples --checkout DIR --python PYTHON [ID …]`: `DIR` is a checkout of
koreainvestment/open-trading-api, `PYTHON` an interpreter with pandas, requests, websockets, PyYAML
and pycryptodome. Without ids all of `examples_llm` run. A program of a REST endpoint holds when it
ends well, shows no error and at least one row; one that sends an order that cannot be, when it is
refused for that reason. A program of a channel
holds when a data frame of that channel arrives. Ends with 0 when all held.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.endpoints import load
from tests.flow.conftest import Simulator, end_simulator, start_simulator

_RUNNER = Path(__file__).with_name("runner.py")
_REST_SECONDS, _CHANNEL_SECONDS = 40.0, 5.0
_WRONG = re.compile(r"Traceback|Error Code|ERROR|에러 발생|\[Error\]|Connection exception")
_ROW = re.compile(r"^0 +\S", re.MULTILINE)
_AS_IT_MUST = ("APBK0508", "APBK0512", "APBK1663", "INVALID_CHECK_LOAN_DT")
"""samples sell far below the day's limit, change orders and reservations that nobody has placed,
and take up a loan on a day of 2022"""


@dataclass(frozen=True, slots=True)
class _Place:
    """An order that a channel of notices tells."""

    id: str
    tr_id: str
    product: str
    more: dict[str, str] = field(default_factory=dict)


_AT_HOME = _Place("domestic_futureoption/order", "TTTO1101U", "03")
_BY_NIGHT = _Place("domestic_futureoption/order", "STTN1101U", "03")
_ABROAD = _Place("overseas_futureoption/order", "OTFM3001U", "08")
_AN_OPTION = {"SHTN_PDNO": "201W12555", "UNIT_PRICE": "8.00"}
_NOTICED = {
    "domestic_stock/ccnl_notice": (
        _Place("domestic_stock/order_cash", "TTTC0012U", "01", {"ORD_DVSN": "01", "ORD_UNPR": "0"}),
    ),
    "overseas_stock/ccnl_notice": (_Place("overseas_stock/order", "TTTT1002U", "01"),),
    "domestic_futureoption/fuopt_ccnl_notice": (_AT_HOME,),
    "domestic_futureoption/krx_ngt_futures_ccnl_notice": (_BY_NIGHT,),
    "domestic_futureoption/krx_ngt_option_notice": (
        _Place(_BY_NIGHT.id, _BY_NIGHT.tr_id, "03", _AN_OPTION),
    ),
    "overseas_futureoption/order_notice": (_ABROAD,),
    "overseas_futureoption/ccnl_notice": (
        _Place(_ABROAD.id, _ABROAD.tr_id, "08", {"PRIC_DVSN_CD": "2", "FM_LIMIT_ORD_PRIC": ""}),
    ),
}
_UNTIL_IT_LISTENS = 2.0
_UNTESTED = {"auth/auth_token", "auth/auth_ws_token"}


def main(arguments: list[str] | None = None) -> int:
    """Run them; a line for each that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkout", type=Path, required=True)
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="a folder for what the programs print")
    parser.add_argument("ids", nargs="*")
    asked = parser.parse_args(arguments)
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        kept = asked.keep or home / "out"
        kept.mkdir(parents=True, exist_ok=True)
        process, simulator = start_simulator(home / "ready.json", "--clock", "open", "--no-limits")
        try:
            _write_settings(home, simulator.ready)
            programs = list(_programs(asked.checkout / "examples_llm", asked.ids))
            orders = _Orders(simulator)
            outcomes = _run(asked.python, home, kept, programs, orders)
            for (id_, _, _), (end, text) in zip(programs, outcomes, strict=True):
                told = _judged(id_, end, text)
                if told:
                    failed.append(f"{id_}: {told}")
                    _say(failed[-1])
        finally:
            end_simulator(process)
    _say(f"{len(programs) - len(failed)} of {len(programs)} held")
    return 1 if failed else 0


class _Orders:
    """Places an order in a market while a program listens to its notices."""

    def __init__(self, simulator: Simulator) -> None:
        self._ready = simulator.ready
        body = {"grant_type": "client_credentials", "appkey": self._ready["appkey"]}
        body["appsecret"] = self._ready["appsecret"]
        answer = httpx.post(f"{self._ready['rest']}/oauth2/tokenP", json=body)
        self._token = answer.json()["access_token"]

    def while_listening(self, id_: str) -> None:
        """Does nothing for a program of anything else."""
        for place in _NOTICED.get(id_, ()):
            time.sleep(_UNTIL_IT_LISTENS)
            order = load(place.id)
            customer = str(self._ready["accounts"]["stock"]).partition("-")[0]
            own = {"CANO": customer, "ACNT_PRDT_CD": place.product}
            keys = {name: self._ready[name] for name in ("appkey", "appsecret")}
            headers = {"authorization": f"Bearer {self._token}", "tr_id": place.tr_id, **keys}
            body = {**order.example, **own, **place.more}
            httpx.post(f"{self._ready['rest']}{order.path}", json=body, headers=headers)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _programs(root: Path, ids: list[str]) -> Iterator[tuple[str, Path, Path]]:
    for folder in sorted(root.glob("*/*/")):
        id_, file = f"{folder.parent.name}/{folder.name}", folder / f"chk_{folder.name}.py"
        if file.exists() and id_ not in _UNTESTED and (not ids or id_ in ids):
            yield id_, folder, file


def _run(
    python: Path,
    home: Path,
    kept: Path,
    programs: list[tuple[str, Path, Path]],
    orders: _Orders,
) -> Iterator[tuple[str, str]]:
    runner = subprocess.Popen(
        [python, _RUNNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )
    assert runner.stdin is not None
    assert runner.stdout is not None
    channels = set(loader.channel_ids())
    try:
        for id_, folder, file in programs:
            output = kept / f"{id_.replace('/', '.')}.txt"
            seconds = _CHANNEL_SECONDS if id_ in channels else _REST_SECONDS
            seconds += 3 * _UNTIL_IT_LISTENS * (id_ in _NOTICED)
            print(seconds, folder, file, output, sep="\t", file=runner.stdin, flush=True)
            orders.while_listening(id_)
            end = runner.stdout.readline().strip()
            yield end, output.read_text(encoding="utf-8", errors="replace")
    finally:
        runner.stdin.close()
        runner.wait(timeout=60)


def _judged(id_: str, end: str, text: str) -> str:
    """Why a program did not hold, empty when it did."""
    if id_ in loader.channel_ids():
        return _judged_channel(id_, text)
    if loader.endpoint(id_).is_order and any(code in text for code in _AS_IT_MUST):
        return ""
    wrong = _WRONG.search(text)
    if wrong is not None:
        line = text[text.rfind("\n", 0, wrong.start()) + 1 :].splitlines()
        return " | ".join(line[-1:] if "Traceback" in wrong.group() else line[:1])
    if end != "0":
        return f"ended with {end}"
    return "" if _ROW.search(text) else "shows no row"


def _judged_channel(id_: str, text: str) -> str:
    tr_id = loader.channel(id_).tr_real
    if f"received message >> 0|{tr_id}|" in text or f"received message >> 1|{tr_id}|" in text:
        return ""
    acknowledged = re.search(r'received message >> (\{"header".*)', text)
    told = acknowledged.group(1) if acknowledged else text[-300:]
    return "no data frame; " + told.replace("\n", " | ")


def _write_settings(home: Path, ready: dict[str, object]) -> None:
    """The samples' own settings file: keys, accounts and addresses of the simulator."""
    accounts = ready["accounts"]
    assert isinstance(accounts, dict)
    number = str(accounts["stock"]).partition("-")[0]
    values = {
        **dict.fromkeys(("my_app", "paper_app"), ready["appkey"]),
        **dict.fromkeys(("my_sec", "paper_sec"), ready["appsecret"]),
        "my_htsid": ready["hts_id"],
        **dict.fromkeys(
            ("my_acct_stock", "my_acct_future", "my_paper_stock", "my_paper_future"), number
        ),
        "my_prod": "01",
        **dict.fromkeys(("prod", "vps"), ready["rest"]),
        **dict.fromkeys(("ops", "vops"), ready["ws"]),
        "my_token": "",
        "my_agent": "Mozilla/5.0",
    }
    folder = home / "KIS" / "config"
    folder.mkdir(parents=True)
    lines = "".join(f'{name}: "{value}"\n' for name, value in values.items())
    (folder / "kis_devlp.yaml").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
