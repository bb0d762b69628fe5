"""Access tokens and websocket approval keys: issued, renewed, revoked, dead before their time.

Ages run on the monotonic clock; the expiry that is written into an answer is market time. Tokens
and approval keys are signed, so that a simulator that was started again knows what it issued
before: KIS does not forget them either when a client's program ends.
"""

import base64
import binascii
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kis_desktop.simulator.server.identity import Identity, signs
from kis_desktop.simulator.server.replies import Reply, oauth_error

LIFETIME = timedelta(hours=24)
SAME_TOKEN_FOR = timedelta(hours=6)
"""issuing again within this time gives the same token"""
ISSUE_EVERY = timedelta(minutes=1)
_NEVER_TOLD = datetime.max.replace(tzinfo=UTC)  # this run has answered no request with it
_KEYS_A_RUN = 32  # approval keys of an earlier run that are still known


class Verdict(StrEnum):
    """What a token is worth."""

    GOOD = "good"
    UNKNOWN = "unknown"
    """never issued, revoked, or dead before its time: EGW00121"""
    EXPIRED = "expired"
    """EGW00123"""


@dataclass(frozen=True, slots=True)
class Token:
    """One access token."""

    text: str
    born: float
    """monotonic seconds"""
    expires: datetime
    """market time, KST"""
    dead: bool = False
    expired: bool = False


class TokenDesk:
    """Issues what `/oauth2/tokenP` answers and judges what requests carry."""

    def __init__(
        self, customer: Identity, *, limited: bool, wall: Callable[[], float] = time.time
    ) -> None:
        self._customer = customer
        self._limited = limited
        self._wall = wall
        self._unsigned: Verdict | None = None  # what tokens of an earlier run are worth, once told
        self._tokens: dict[str, Token] = {}
        self._current: Token | None = None
        self._last_request: float | None = None
        self._sticky = False
        self.issued = 0
        self.answered = 0

    def issue(self, request: dict[str, object], now: float, market_now: datetime) -> Reply:
        """The answer to a token request; the limit of one a minute is checked first."""
        refusal = check_keys(self._customer, request, secret_name="appsecret")  # noqa: S106
        if refusal is not None:
            return refusal
        if self._too_soon(now):
            return oauth_error("EGW00133", "접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)")
        self._last_request = now
        self.answered += 1
        token = self._reusable(now) or self._new(now, market_now)
        return Reply(
            {
                "access_token": token.text,
                "access_token_token_expired": token.expires.strftime("%Y-%m-%d %H:%M:%S"),
                "token_type": "Bearer",
                "expires_in": round(LIFETIME.total_seconds() - (now - token.born)),
            }
        )

    def revoke(self, request: dict[str, object]) -> Reply:
        """The answer to `/oauth2/revokeP`; `code` is a number, whatever the document says."""
        refusal = check_keys(self._customer, request, secret_name="appsecret")  # noqa: S106
        if refusal is not None:
            return refusal
        text = str(request.get("token", ""))
        verdict = self.judge(text, 0.0)
        token = self._tokens.get(text)
        if token is None or verdict is Verdict.UNKNOWN:
            return oauth_error("EGW00121", "유효하지 않은 token 입니다.")
        self._tokens[text] = replace(token, dead=True)
        if self._current is not None and self._current.text == text:
            self._current = None
        return Reply({"code": 200, "message": "접근토큰 폐기에 성공하였습니다"})

    def judge(self, text: str, now: float) -> Verdict:
        """What the token of a request is worth."""
        token = self._tokens.get(text) or self._of_earlier_run(text, now)
        if token is None or token.dead:
            return Verdict.UNKNOWN
        if token.expired or now - token.born >= LIFETIME.total_seconds():
            return Verdict.EXPIRED
        return Verdict.GOOD

    def kill(self, *, sticky: bool) -> None:
        """Makes all tokens invalid; sticky: the next issue gives the same dead one again."""
        self._sticky = sticky
        self._unsigned = Verdict.UNKNOWN
        self._spoil(dead=True)

    def expire(self) -> None:
        """Makes all tokens expired."""
        self._sticky = False
        self._unsigned = Verdict.EXPIRED
        self._spoil(dead=False)

    def forget(self) -> None:
        """As before the first request."""
        self._tokens.clear()
        self._current = None
        self._last_request = None
        self._sticky = False
        self._unsigned = Verdict.UNKNOWN

    def _of_earlier_run(self, text: str, now: float) -> Token | None:
        """A token that this customer was given before the simulator was started again."""
        issued_at = _signed_at(self._customer.appkey, text)
        if issued_at is None or self._unsigned is Verdict.UNKNOWN:
            return None
        age = self._wall() - issued_at
        token = Token(text, now - age, _NEVER_TOLD, expired=self._unsigned is Verdict.EXPIRED)
        self._tokens[text] = token
        return token

    def _spoil(self, *, dead: bool) -> None:
        self._tokens = {
            text: replace(token, dead=token.dead or dead, expired=token.expired or not dead)
            for text, token in self._tokens.items()
        }
        if self._current is not None:
            self._current = self._tokens.get(self._current.text)

    def _too_soon(self, now: float) -> bool:
        return (
            self._limited
            and self._last_request is not None
            and now - self._last_request < ISSUE_EVERY.total_seconds()
        )

    def _reusable(self, now: float) -> Token | None:
        token = self._current
        if token is None or now - token.born >= SAME_TOKEN_FOR.total_seconds():
            return None
        if token.expired or (token.dead and not self._sticky):
            return None
        return token

    def _new(self, now: float, market_now: datetime) -> Token:
        self.issued += 1
        text = _token_text(self._customer.appkey, self.issued, self._wall(), market_now)
        token = Token(text, now, market_now + LIFETIME)
        self._tokens[text] = self._current = token
        return token


class ApprovalDesk:
    """Issues what `/oauth2/Approval` answers; a key is looked at when a session subscribes."""

    def __init__(self, customer: Identity, wall: Callable[[], float] = time.time) -> None:
        self._customer = customer
        self._wall = wall
        self._keys: dict[str, float] = {}
        self._trusts_earlier = True
        self.issued = 0

    def issue(self, request: dict[str, object], now: float) -> Reply:
        """The answer to an approval request; its secret is named `secretkey`."""
        refusal = check_keys(self._customer, request, secret_name="secretkey")  # noqa: S106
        if refusal is not None:
            return refusal
        self.issued += 1
        key = self._key(int(self._wall() // LIFETIME.total_seconds()), self.issued)
        self._keys[key] = now
        return Reply({"approval_key": key})

    def knows(self, key: str, now: float) -> bool:
        """Whether the key was issued here within a day."""
        born = self._keys.get(key)
        if born is None:
            return self._trusts_earlier and self._of_earlier_run(key)
        return now - born < LIFETIME.total_seconds()

    def forget(self) -> None:
        """As before the first request; open sessions live on."""
        self._keys.clear()
        self._trusts_earlier = False

    def _of_earlier_run(self, key: str) -> bool:
        """Whether the key is one of the first that a run of today or yesterday issued."""
        today = int(self._wall() // LIFETIME.total_seconds())
        numbers = range(1, _KEYS_A_RUN + 1)
        return any(key == self._key(day, n) for day in (today, today - 1) for n in numbers)

    def _key(self, day: int, number: int) -> str:
        purpose = f"approval:{self._customer.appkey}:{day}:{number}"
        return str(UUID(signs(purpose, 32, "0123456789abcdef")))


def check_keys(customer: Identity, request: dict[str, object], *, secret_name: str) -> Reply | None:
    """The refusal of a wrong grant, appkey or secret, None when all is right."""
    grant = request.get("grant_type", "client_credentials")
    checks = (
        (grant == "client_credentials", "EGW00116", "지원하지 않는 grant_type 입니다."),
        (bool(request.get("appkey")), "EGW00102", "AppKey는 필수입니다."),
        (request.get("appkey") == customer.appkey, "EGW00103", "유효하지 않은 AppKey입니다."),
        (bool(request.get(secret_name)), "EGW00104", "AppSecret은 필수입니다."),
        (
            request.get(secret_name) == customer.appsecret,
            "EGW00105",
            "유효하지 않은 AppSecret입니다.",
        ),
    )
    for holds, code, message in checks:
        if not holds:
            return oauth_error(code, message)
    return None


def _token_text(appkey: str, number: int, wall: float, market_now: datetime) -> str:
    """Looks like a JWT of at most 350 characters; nobody may read anything out of it."""
    header = _encoded({"typ": "JWT", "alg": "HS512"})
    payload = _encoded(
        {
            "sub": "token",
            "aud": signs(f"aud:{appkey}:{number}", 24),
            "iss": "unogw",
            "exp": int((market_now + LIFETIME).timestamp()),
            "iat": int(wall),
            "jti": signs(f"jti:{appkey}:{number}", 36),
        }
    )
    return f"{header}.{payload}.{_signature(appkey, payload)}"


def _signature(appkey: str, payload: str) -> str:
    return signs(f"signature:{appkey}:{payload}", 86)


def _signed_at(appkey: str, text: str) -> float | None:
    """When (wall clock) a token with our own signature was issued; None for any other text."""
    _, _, rest = text.partition(".")
    payload, _, signature = rest.partition(".")
    if not payload or signature != _signature(appkey, payload):
        return None
    try:
        told = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, binascii.Error):
        return None
    return float(told["iat"])


def _encoded(values: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
