"""One storm from its plan to its reckoning: what must hold of orders, whatever happens.

Every new order has a quantity of its own, so that a request at the server tells whose it is.
"""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.flow.conftest import Simulator
from tests.patience import PATIENCE_S
from tests.storm.program import Died, Life, Mother, spec
from tests.storm.weather import Step

SYMBOL = "005930"
FAR = {"buy": 90_000, "sell": 106_000}  # inside the price limit, outside the day's range
ACCOUNT = "12345678-01"
SETTLES = PATIENCE_S
ORDER_PATHS = ("order-cash", "order-rvsecncl")
FINAL = {"filled", "amended", "cancelled", "rejected", "expired"}
Told = dict[str, Any]


@dataclass
class Sent:
    """An intent that the trader had, and how asking for it ended."""

    local_id: str
    do: str
    quantity: int = 0
    order_no: str = ""
    price: int | None = None
    outcome: str = "died"


@dataclass
class Storm:
    """A plan carried out against a simulator that was set back before."""

    mother: Mother
    simulator: Simulator
    home: Path
    sent: list[Sent] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    life: Life | None = None
    is_doomed: bool = False
    settles: float = SETTLES
    quantities: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def run(self, plan: list[Step]) -> None:
        """Live through it and reckon up."""
        before = self._positions()
        try:
            for step in plan:
                self._go(step)
            self.simulator.faults({"kind": "clear"})
            requests = self._requests()
            self._restart()
            told = self._settle()
            self._reckon(told, before)
            assert self._requests() == requests, "recovery has sent an order"
        finally:
            if self.life is not None:
                self.life.kill()
                self.life = None

    def _go(self, step: Step) -> None:
        if step.do == "restart" or self.life is None or step.die_at:
            self._restart(step)
        for fault in (step.weather, self._placed(step)):
            if fault:
                self.simulator.faults(fault)
        try:
            self._act(step)
        except Died:
            self._bury()

    def _bury(self) -> None:
        assert self.life is not None
        assert self.is_doomed, "the program died by itself"
        self.life.bury()
        self.life = None

    def _act(self, step: Step) -> None:
        match step.do:
            case "submit":
                self._submit(step)
            case "amend" | "cancel":
                self._change(step)
            case "elsewhere":
                self._place_elsewhere(step)
            case "wait":
                time.sleep(0.3)
            case _:
                pass

    def _submit(self, step: Step) -> None:
        quantity = next(self.quantities)
        sent = Sent(f"intent-{quantity}", "submit", quantity, price=self._price(step))
        self.sent.append(sent)
        asked = {"symbol": SYMBOL, "side": step.side, "quantity": quantity, "price": sent.price}
        sent.outcome = self._ask(do="submit", local_id=sent.local_id, **asked)["outcome"]

    def _change(self, step: Step) -> None:
        told = self._ask(do="look")
        working = [
            order
            for order in told["orders"]
            if order["state"] in {"working", "partly_filled", "accepted"}
            and order["order_no"]
            and order["request"] != "cancel"
        ]
        if not working:
            return
        order = working[step.which % len(working)]
        rest = order["quantity"] - order["filled"]
        part = rest // 2 if step.part and rest > 1 else None
        local_id = f"{step.do}-{len(self.sent)}"
        sent = Sent(local_id, step.do, part or rest, order["order_no"])
        asked: Told = {"local_id": local_id, "order_no": order["order_no"], "quantity": part}
        if step.do == "amend":
            sent.price = FAR[order["side"]] + (100 if step.far else 200)
            asked["price"] = sent.price
        self.sent.append(sent)
        sent.outcome = self._ask(do=step.do, **asked)["outcome"]

    def _place_elsewhere(self, step: Step) -> None:
        """The twin of the newest order, by another program."""
        newest = next((one for one in reversed(self.sent) if one.do == "submit"), None)
        quantity = next(self.quantities) if newest is None else newest.quantity
        price = self._price(step) if newest is None else newest.price
        order: dict[str, object] = {
            "account": ACCOUNT,
            "symbol": SYMBOL,
            "side": step.side,
            "order_type": "01" if price is None else "00",
            "quantity": quantity,
            "price": price or 0,
        }
        with suppress(httpx.HTTPStatusError):  # the market may refuse it
            self.elsewhere.append(str(self.simulator.post("orders", order)["number"]))

    def _settle(self) -> Told:
        """Wait until nothing is in doubt; where the trader is asked, choose what was ours."""
        deadline = time.monotonic() + self.settles
        while True:
            told = self._ask(do="look")
            for local_id, numbers in told["choices"].items():
                ours = [number for number in numbers if number not in self.elsewhere]
                if ours:
                    self._ask(do="adopt", local_id=local_id, order_no=ours[0])
                else:  # it never came, and only its twin is there
                    self._ask(do="deny", local_id=local_id)
            open_states = [
                order
                for order in told["orders"]
                if order["state"] in {"unknown", "sending", "intent", "accepted"}
            ]
            if told["read"] and not open_states and self._agrees(told):
                return told
            assert time.monotonic() < deadline, self._story(told)
            time.sleep(0.1)

    def _agrees(self, told: Told) -> bool:
        """Whether the screen has caught up with the server's fills."""
        server = self.simulator.state()
        filled: Counter[int] = Counter()
        for fill in server["fills"]:
            if fill["account"] == ACCOUNT and int(fill["order_number"]) in self._today(server):
                filled[int(fill["order_number"])] += fill["quantity"]
        shown: Counter[int] = Counter()
        for fill in told["fills"]:
            shown[int(fill["order_no"])] += fill["quantity"]
        return shown == filled

    def _reckon(self, told: Told, before: dict[str, int]) -> None:
        """What must hold now."""
        verdict = self._ask(do="verify")
        assert verdict["holds"], "the journal does not verify"
        journal: dict[str, set[str]] = {}
        for entry in verdict["entries"]:
            journal.setdefault(entry["id"], set()).add(entry["kind"])
        counted = self._counted()
        for sent in self.sent:
            count = counted[self._sign(sent)]
            same = sum(self._sign(other) == self._sign(sent) for other in self.sent)
            assert count <= same, f"{sent} was sent {count} times\n{self._story(told)}"
            kinds = journal.get(sent.local_id, set())
            if same == 1 and sent.outcome != "died":
                expected = 1 if "sending" in kinds else 0
                assert count == expected, f"{sent} reached the server {count} times, not {expected}"
            if sent.outcome == "approval":
                assert "sending" not in kinds
        assert all(
            order["state"] in FINAL | {"working", "partly_filled"} for order in told["orders"]
        ), self._story(told)
        self._check_adopted(told)
        account = self._ask(do="account")
        server = self._positions()
        held = {symbol: count for symbol, count in server.items() if count}
        assert account["positions"] == held, f"{account['positions']} is not {held}"
        self._check_holdings(told, before, server)

    def _check_adopted(self, told: Told) -> None:
        """What another program sent is taken for ours only where ours never came to be."""
        foreign = {int(number) for number in self.elsewhere}
        server = self.simulator.state()
        ours = {
            order["quantity"]
            for order in server["orders"]
            if int(order["number"]) in self._today(server) - foreign and order["kind"] == "new"
        }
        known = {sent.local_id for sent in self.sent if sent.do == "submit"}
        for order in told["orders"]:
            if order["local_id"] in known and int(order["order_no"] or 0) in foreign:
                assert order["quantity"] not in ours, self._story(told)

    def _check_holdings(self, told: Told, before: dict[str, int], after: dict[str, int]) -> None:
        """The holding has changed by what the screen says was filled."""
        sides = {int(order["order_no"] or 0): order["side"] for order in told["orders"]}
        change = 0
        for fill in told["fills"]:
            sign = 1 if sides[int(fill["order_no"])] == "buy" else -1
            change += sign * fill["quantity"]
        assert after.get(SYMBOL, 0) - before.get(SYMBOL, 0) == change, self._story(told)

    def _counted(self) -> Counter[str]:
        """Requests at the server by what they ask."""
        counted: Counter[str] = Counter()
        for line in self.simulator.state()["order_log"]:
            body = json.loads(line["body"])
            if "ORGN_ODNO" in body:
                kind = "amend" if body["RVSE_CNCL_DVSN_CD"] == "01" else "cancel"
                price = int(body["ORD_UNPR"]) if kind == "amend" else 0
                counted[f"{kind} {int(body['ORGN_ODNO'])} {price}"] += 1
            else:
                counted[f"submit {body['ORD_QTY']}"] += 1
        return counted

    @staticmethod
    def _sign(sent: Sent) -> str:
        if sent.do == "submit":
            return f"submit {sent.quantity}"
        return f"{sent.do} {int(sent.order_no)} {sent.price or 0}"

    def _today(self, server: Told) -> set[int]:
        """Numbers of the orders of the storm's own day."""
        today = server["clock"]["now"][:10]
        return {int(order["number"]) for order in server["orders"] if order["trade_date"] == today}

    def _requests(self) -> int:
        return sum(self.simulator.state()["order_requests"].values())

    def _positions(self) -> dict[str, int]:
        held: Counter[str] = Counter()
        account = self.simulator.state()["accounts"][ACCOUNT]
        for position in [*account["positions"], *account["loans"]]:
            held[position["symbol"]] += position["quantity"]
        return dict(held)

    def _restart(self, step: Step | None = None) -> None:
        if self.life is not None:
            if step is not None and step.far:
                self.life.kill()
            else:
                self.life.end()
        died = Step("restart") if step is None else step
        told = spec(self.simulator.file, self.home, [SYMBOL], died.die_at, after=died.die_after)
        self.is_doomed = died.die_at > 0
        self.life = None
        try:
            self.life = self.mother.bear(told)
            self._until_read()
        except Died:
            assert self.is_doomed, "the program died by itself"
            if self.life is not None:
                self._bury()
            self._restart()

    def _until_read(self) -> None:
        deadline = time.monotonic() + self.settles
        while not self._ask(do="look")["read"]:
            assert time.monotonic() < deadline, "the day's list was never read"
            time.sleep(0.02)

    def _ask(self, **asked: Any) -> Told:
        assert self.life is not None
        return self.life.ask(**asked)

    @staticmethod
    def _price(step: Step) -> int | None:
        return FAR[step.side] if step.far else None

    @staticmethod
    def _placed(step: Step) -> dict[str, Any]:
        """An order's fault strikes the request of its own step alone."""
        path = "order-rvsecncl" if step.do in {"amend", "cancel"} else "order-cash"
        return {**step.fault, "path": path} if step.fault else {}

    def _story(self, told: Told) -> str:
        server = self.simulator.state()
        return json.dumps(
            {
                "sent": [str(one) for one in self.sent],
                "elsewhere": self.elsewhere,
                "told": told,
                "server": [
                    {name: order[name] for name in ("number", "kind", "quantity", "state", "time")}
                    for order in server["orders"]
                    if int(order["number"]) in self._today(server)
                ],
                "log": [line["body"] for line in server["order_log"]],
                "faults": server["faults"],
            },
            ensure_ascii=False,
            indent=1,
        )
