"""해외주식 주야간원장구분: whether orders go into the night ledger; mojito2 asks before a balance.

The two ledgers are one today, so the answer is N; who got Y asked with the ids of the night.
"""

from kis_desktop.simulator.server.call import Call, Endpoint
from kis_desktop.simulator.server.replies import Reply, done


def _answer(_: Call) -> Reply:
    return done({"output": {"PSBL_YN": "N"}})


ENDPOINT = Endpoint(
    path="/uapi/overseas-stock/v1/trading/dayornight",
    real=("JTTT3010R",),
    paper=("VTTT3010R",),
    required=(),
    answer=_answer,
    example={},
    id="retired/dayornight",
)
