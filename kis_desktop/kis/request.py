"""What a request carries: its fields by the catalogue, the account, and the headers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from kis_desktop.catalogue.entry import Endpoint, FieldType, Param
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.domain.message import message
from kis_desktop.domain.order_preview import WireDraft
from kis_desktop.kis.credentials import CredentialStore

CONTENT_TYPE = "application/json; charset=utf-8"

_NUMBER, _PRODUCT = "CANO", "ACNT_PRDT_CD"
_END = 2  # characters that a masked value shows at either end
_SHOWN_FROM = 8  # characters from which a masked value shows its ends


def filled(endpoint: Endpoint, given: Mapping[str, str]) -> dict[str, str]:
    """All fields of a request; personal ones stay out until the last encoder.

    Raises `ValueError` for a field that the endpoint hasn't.
    """
    unknown = given.keys() - {param.name for param in endpoint.params}
    if unknown:
        raise ValueError(f"{endpoint.id} has no field {', '.join(sorted(unknown))}")
    return {
        param.name: given.get(param.name, param.default)
        for param in endpoint.params
        if param.type is not FieldType.PERSONAL or param.name in given
    }


def check_whole(endpoint: Endpoint, fields: Mapping[str, str]) -> None:
    """Raises `InvalidInput` where a field that must not be blank is; for orders, before they go."""
    blank = [
        param.name
        for param in endpoint.params
        if param.required and param.name in fields and not fields[param.name].strip()
    ]
    if blank:
        raise InvalidInput(message("kis.blank_field", field=", ".join(blank)))


def with_account(
    endpoint: Endpoint, fields: Mapping[str, str], store: CredentialStore
) -> dict[str, str]:
    """The last encoder: the only place where account number and HTS ID are put in.

    What is personal and not ours to know, or a continuation key of the first page, is sent blank.
    """
    encoded = dict(fields)
    for param in endpoint.params:
        if param.name not in fields:
            encoded[param.name] = _known(param, store)
    return encoded


def draft_of(
    endpoint: Endpoint, rest_url: str, tr_id: str, encoded: Mapping[str, str]
) -> WireDraft:
    """A request as a trader may read it: word for word, but for what is personal."""
    personal = {param.name for param in endpoint.params if param.type is FieldType.PERSONAL}
    shown = tuple(
        (name, masked(value) if name in personal and name != _PRODUCT else value)
        for name, value in encoded.items()
    )
    account = f"{masked(encoded.get(_NUMBER, ''))}-{encoded.get(_PRODUCT, '')}"
    host = urlsplit(rest_url).netloc
    return WireDraft(host, endpoint.method, endpoint.path, tr_id, account, shown)


def masked(personal: str) -> str:
    """A personal value of which only both ends are told; nothing of a short one."""
    if len(personal) < _SHOWN_FROM:
        return "*" * len(personal)
    return f"{personal[:_END]}{'*' * (len(personal) - 2 * _END)}{personal[-_END:]}"


def _known(param: Param, store: CredentialStore) -> str:
    match param.name.upper():
        case "CANO":
            return store.account().number
        case "ACNT_PRDT_CD":
            return store.account().product
        case "USER_ID" | "HTS_ID":
            return store.hts_id()
        case _:
            return param.default


def headers(
    app_key: str, app_secret: str, token: str, tr_id: str, tr_cont: str = ""
) -> dict[str, str]:
    """The headers of a call."""
    return {
        "authorization": f"Bearer {token}",
        "appkey": app_key,
        "appsecret": app_secret,
        "tr_id": tr_id,
        "custtype": "P",
        "tr_cont": tr_cont,
    }
