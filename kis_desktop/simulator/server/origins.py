"""Where each field of each REST reply comes from: seen in the endpoints' own answers.

Every endpoint is asked for its example in several scenes. `constant`: nothing gave the field a
value, or a number or date was the same in all rows of all scenes and is not what was asked for.
`derived`: reckoned from others by the writer, or an echo of the request. `state`: all else, told
by a market, an account or a listing.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import FieldType
from kis_desktop.simulator.server.call import Endpoint
from kis_desktop.simulator.server.endpoints import all_endpoints
from kis_desktop.simulator.server.field_block import Filled
from kis_desktop.simulator.server.scenes import Scene, rows_of, scenes

_DERIVED_PARTS = ("_rate", "_ctrt", "_tnrt", "_rltv", "_sign", "_icdc", "_vrss", "pvt_", "_avls",
                  "_smtl", "_rt", "fltt", "avg", "_avrg", "ntby", "_diff", "prpr_vrss")  # fmt: skip
_MUST_MOVE = frozenset(
    {FieldType.PRICE, FieldType.QUANTITY, FieldType.AMOUNT, FieldType.RATE, FieldType.DATE}
)


class Origin(StrEnum):
    """Where a value comes from."""

    STATE = "state"
    DERIVED = "derived"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class EndpointOrigins:
    """The fields of one endpoint as block.name, in the order of the reply."""

    endpoint: Endpoint
    fields: Mapping[str, Origin]

    @property
    def standing(self) -> tuple[str, ...]:
        """Prices, quantities, amounts, rates and dates that nothing moves."""
        types = _types(self.endpoint.name)
        return tuple(
            name
            for name, origin in self.fields.items()
            if origin is Origin.CONSTANT and types.get(name) in _MUST_MOVE
        )

    def as_json(self) -> dict[str, object]:
        """One line of `kis-simulator coverage --json`."""
        return {
            "id": self.endpoint.name,
            "path": self.endpoint.path,
            "method": self.endpoint.method,
            "tr_real": list(self.endpoint.real),
            "tr_paper": list(self.endpoint.paper),
            "fields": {name: origin.value for name, origin in self.fields.items()},
        }


@cache
def all_origins() -> tuple[EndpointOrigins, ...]:
    """Every endpoint, in the same scenes."""
    seen_in = scenes()
    return tuple(origins_of(endpoint, seen_in) for endpoint in all_endpoints())


def origins_of(endpoint: Endpoint, seen_in: tuple[Scene, ...]) -> EndpointOrigins:
    """One endpoint; one that answers in no scene has no fields but constant ones."""
    types = _types(endpoint.name)
    values: dict[str, set[str]] = {name: set() for name in types}
    times: defaultdict[str, int] = defaultdict(int)
    for scene in seen_in:
        reply = scene.ask(endpoint)
        for block, row in () if reply is None else rows_of(reply):
            for name, value in row.items():
                if isinstance(row, Filled) and name not in row.given:
                    values.setdefault(f"{block}.{name}", set())
                    continue
                values.setdefault(f"{block}.{name}", set()).add(value.strip())
                times[f"{block}.{name}"] += 1
    asked = {text for text in endpoint.example.values() if text}
    return EndpointOrigins(
        endpoint,
        {
            name: _origin(name, seen, times[name], types.get(name), asked)
            for name, seen in values.items()
        },
    )


def _origin(
    name: str, seen: set[str], times: int, type_: FieldType | None, asked: set[str]
) -> Origin:
    if not seen:
        return Origin.CONSTANT
    stands = times > 1 and len(seen) == 1
    if stands and seen <= asked:
        return Origin.DERIVED
    if stands and (type_ in _MUST_MOVE or seen == {""}):
        return Origin.CONSTANT
    field = name.partition(".")[2]
    return Origin.DERIVED if any(part in field for part in _DERIVED_PARTS) else Origin.STATE


def _types(id_: str) -> dict[str, FieldType]:
    return {
        f"{block}.{field.name}": field.type
        for block, documented in loader.endpoint(id_).outputs.items()
        for field in documented.fields
    }
