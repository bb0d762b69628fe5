"""An endpoint whose path, TR ids and parameters are those of the catalogue."""

from collections.abc import Callable, Mapping

from kis_desktop.catalogue import loader
from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.replies import Reply

_CUSTOMER = "CANO"


def served(
    id_: str,
    answer: Callable[[Call], Reply],
    *,
    example: Mapping[str, str],
    other: Mapping[str, str] | tuple[Mapping[str, str], ...] = (),
    required: tuple[str, ...] | None = None,
    of_whole_market: bool = False,
) -> Endpoint:
    """The endpoint of a catalogue id, answered by a function.

    `example` is a request that is answered, but for the account and the number of an order to
    change, keys in upper case; `other` what of it may be otherwise (another instrument), in one or
    several ways. Without `required` what the catalogue calls so is asked for. Raises LookupError
    for an unknown id.
    """
    entry = loader.endpoint(id_)
    names = [param.name.upper() for param in entry.params]
    of_account = _CUSTOMER in names
    asked = tuple(param.name.upper() for param in entry.params if param.required)
    of_paper = {tr_id for tr_id in (*entry.tr_other, *entry.tr_legacy) if tr_id.startswith("V")}
    real = (*entry.tr_real.values(), *entry.tr_other, *entry.tr_legacy)
    return Endpoint(
        path=entry.path,
        real=tuple(dict.fromkeys(tr_id for tr_id in real if tr_id not in of_paper)),
        paper=tuple(dict.fromkeys((*entry.tr_paper.values(), *sorted(of_paper))))
        if entry.paper
        else (),
        required=asked if required is None else required,
        answer=answer,
        example=dict.fromkeys(names, "") | dict(example),
        others=other if isinstance(other, tuple) else (dict(other),),
        method=entry.method,
        of_account=of_account,
        places_orders=entry.is_order,
        of_whole_market=of_whole_market,
        id=id_,
    )
