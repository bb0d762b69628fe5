"""The simulator's own side at `/_sim`: state, faults, clock, flow, orders, reset, master files.

`GET state` tells what the market and the server hold. `POST clock` takes
`{"now": ISO-TIME, "speed": X}`, either or both; `POST flow` takes
`{"prints_per_second": N or null, "symbols": [...]}`; `POST reset` takes nothing. Faults are
described in `faults`, orders from elsewhere in `elsewhere`, odd shapes in `oddities`. What is wrong
in a request is answered with HTTP 400 and `{"error": "…"}`.
"""

import importlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kis_desktop.simulator.clock import KST
from kis_desktop.simulator.market import Market
from kis_desktop.simulator.server import elsewhere, masters, oddities
from kis_desktop.simulator.server.faults import FaultBox, FaultFormatError, parse_faults
from kis_desktop.simulator.server.gate import Gate

ROOT = "/_sim"


class Administered(Protocol):
    """What the admin side needs of the server."""

    market: Market
    faults: FaultBox
    gate: Gate

    def state(self) -> dict[str, object]: ...
    def clock_state(self) -> dict[str, object]: ...
    def catch_up(self) -> None: ...
    def reset(self) -> None: ...


class AdminError(ValueError):
    """A request that cannot be carried out; the message says what was expected."""


class AdminSide:
    """The routes below `/_sim`, and the masters also at their original path."""

    def __init__(self, server: Administered) -> None:
        self._server = server

    def routes(self) -> list[BaseRoute]:
        """All routes."""
        return [
            Route(f"{ROOT}/state", self._state),
            Route(f"{ROOT}/faults", self._list_faults, methods=["GET"]),
            Route(f"{ROOT}/faults", self._post(self._add_faults), methods=["POST"]),
            Route(f"{ROOT}/clock", self._post(self._set_clock), methods=["POST"]),
            Route(f"{ROOT}/flow", self._post(self._set_flow), methods=["POST"]),
            Route(f"{ROOT}/orders", self._post(self._place_order), methods=["POST"]),
            Route(f"{ROOT}/oddities", self._post(self._set_oddities), methods=["POST"]),
            Route(f"{ROOT}/reset", self._post(self._reset), methods=["POST"]),
            Route(f"{ROOT}/masters/{{name}}", self._master),
            Route("/common/master/{name}", self._master),
        ]

    async def _state(self, _: Request) -> Response:
        return JSONResponse(self._server.state())

    async def _list_faults(self, _: Request) -> Response:
        return JSONResponse(self._server.faults.as_json())

    async def _master(self, request: Request) -> Response:
        others = importlib.import_module("kis_desktop.simulator.server.other_masters")  # start-up
        name, market = request.path_params["name"], self._server.market
        listings = market.universe.listings
        file = masters.FILES.get(name)
        warrants = market.others.warrants
        day = market.clock.now().date()
        other = others.find_master(name, listings, day, warrants.close_before)
        if file is not None:
            packed = masters.archive(file, listings)
        elif other is not None:
            packed = masters.packed(*other)
        else:
            return JSONResponse({"error": "no such master"}, HTTPStatus.NOT_FOUND)
        return Response(packed, media_type="application/zip")

    def _post(self, action: Callable[[bytes], dict[str, object]]) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            try:
                return JSONResponse(action(await request.body()))
            except (AdminError, FaultFormatError, elsewhere.NotTaken, oddities.NotOdd) as error:
                return JSONResponse({"error": str(error)}, HTTPStatus.BAD_REQUEST)

        return endpoint

    def _add_faults(self, body: bytes) -> dict[str, object]:
        self._server.faults.add(parse_faults(body))
        return self._server.faults.as_json()

    def _set_clock(self, body: bytes) -> dict[str, object]:
        wanted = _object(body, "now", "speed")
        try:
            self._server.market.clock.set(
                now=_instant(wanted.get("now")), speed=_number(wanted, "speed")
            )
        except ValueError as error:
            raise AdminError(str(error)) from error
        self._server.catch_up()
        return self._server.clock_state()

    def _set_flow(self, body: bytes) -> dict[str, object]:
        wanted = _object(body, "prints_per_second", "symbols")
        symbols = wanted.get("symbols", [])
        if not isinstance(symbols, list):
            raise AdminError(f"symbols is a list of codes, not {symbols!r}")
        market = self._server.market
        unknown = [one for one in symbols if market.universe.find(str(one)) is None]
        if unknown:
            raise AdminError(f"unknown symbols: {unknown}")
        for symbol in symbols:
            market.wake(str(symbol))
        rate = _number(wanted, "prints_per_second")
        try:
            market.set_print_rate(rate)
        except ValueError as error:
            raise AdminError(str(error)) from error
        return {"prints_per_second": rate, "symbols": symbols}

    def _place_order(self, body: bytes) -> dict[str, object]:
        return elsewhere.carried_out(self._server.market, _object(body, *elsewhere.FIELDS))

    def _set_oddities(self, body: bytes) -> dict[str, object]:
        gate = self._server.gate
        gate.oddities = gate.oddities.set_to(_object(body, *oddities.NAMES))
        return asdict(gate.oddities)

    def _reset(self, _: bytes) -> dict[str, object]:
        self._server.reset()
        return self._server.clock_state()


def _object(body: bytes, *known: str) -> dict[str, object]:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise AdminError(f"a request is JSON: {error}") from error
    if not isinstance(value, dict):
        raise AdminError(f"a request is an object with {', '.join(known)}")
    strangers = sorted(value.keys() - set(known))
    if strangers:
        raise AdminError(f"unknown {', '.join(strangers)}; known: {', '.join(known)}")
    return value


def _instant(value: object) -> datetime | None:
    """An ISO time, in Korea unless it says otherwise. Raises ValueError."""
    if value is None:
        return None
    asked = datetime.fromisoformat(str(value))
    return asked if asked.tzinfo else asked.replace(tzinfo=KST)


def _number(values: dict[str, object], name: str) -> float | None:
    value = values.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise AdminError(f"{name} is a number, not {value!r}")
    return float(value)
