"""An order as it would be sent: what goes over the wire, and which limits it passes."""

from __future__ import annotations

import msgspec

from kis_desktop.domain.risk_rules import Assessment


class WireDraft(msgspec.Struct, frozen=True):
    """The request word for word. `account` and personal fields are masked (`12****78-01`)."""

    host: str
    method: str
    path: str
    tr_id: str
    account: str
    fields: tuple[tuple[str, str], ...]


class OrderPreview(msgspec.Struct, frozen=True):
    """What would happen with an order if it were sent now. Nothing has been sent."""

    draft: WireDraft
    assessment: Assessment
