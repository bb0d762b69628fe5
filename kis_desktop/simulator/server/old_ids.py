"""TR ids that KIS has replaced by others and that programs in use still send.

Those of the night ledger of American shares; the catalogue has the rest (`tr_legacy`). Seen in
mojito2 0.1.6; that the host still takes them is not known.
"""

from types import MappingProxyType

_OLD = MappingProxyType(
    {
        "JTTT1002U": "TTTT1002U",
        "JTTT1004U": "TTTT1004U",
        "JTTT1006U": "TTTT1006U",
        "JTTT3012R": "TTTS3012R",
        "VTTT3012R": "VTTS3012R",
        "JTTT3018R": "TTTS3018R",
    }
)


def todays(tr_id: str) -> str:
    """The id that stands for an old one today; any other is itself."""
    return _OLD.get(tr_id, tr_id)
