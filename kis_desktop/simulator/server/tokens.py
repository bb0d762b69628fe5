"""Access tokens and websocket approval keys: issued, renewed, revoked, dead before their time.

Ages run on the monotonic clock; the expiry that is written into an answer is market time.
"""

import base64
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kis_desktop.simulator.server.identity import Identity, signs
from kis_desktop.simulator.server.replies import Reply, oauth_error

LIFETIME = timedelta(hours=24)
SAME_TOKEN_FOR = timedelta(hours=6)
"""issuing again within this time gives the same token"""
ISSUE_EVERY = timedelta(minutes=1)


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

    def __init__(self, customer: Identity, *, limited: bool) -> None:
        self._customer = customer
        self._limited = limited
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
        token = self._tokens.pop(str(request.get("token", "")), None)
        if token is None:
            return oauth_error("EGW00121", "유효하지 않은 token 입니다.")
        if self._current == token:
            self._current = None
        return Reply({"code": 200, "message": "접근토큰 폐기에 성공하였습니다"})

    def judge(self, text: str, now: float) -> Verdict:
        """What the token of a request is worth."""
        token = self._tokens.get(text)
        if token is None or token.dead:
            return Verdict.UNKNOWN
        if token.expired or now - token.born >= LIFETIME.total_seconds():
            return Verdict.EXPIRED
        return Verdict.GOOD

    def kill(self, *, sticky: bool) -> None:
        """Makes all tokens invalid; sticky: the next issue gives the same dead one again."""
        self._sticky = sticky
        self._spoil(dead=True)

    def expire(self) -> None:
        """Makes all tokens expired."""
        self._sticky = False
        self._spoil(dead=False)

    def forget(self) -> None:
        """As before the first request."""
        self._tokens.clear()
        self._current = None
        self._last_request = None
        self._sticky = False

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
        text = _token_text(f"{self._customer.appkey}:{self.issued}", market_now)
        token = Token(text, now, market_now + LIFETIME)
        self._tokens[text] = self._current = token
        return token


class ApprovalDesk:
    """Issues what `/oauth2/Approval` answers; a key is looked at when a session subscribes."""

    def __init__(self, customer: Identity) -> None:
        self._customer = customer
        self._keys: dict[str, float] = {}
        self.issued = 0

    def issue(self, request: dict[str, object], now: float) -> Reply:
        """The answer to an approval request; its secret is named `secretkey`."""
        refusal = check_keys(self._customer, request, secret_name="secretkey")  # noqa: S106
        if refusal is not None:
            return refusal
        self.issued += 1
        text = signs(f"approval:{self._customer.appkey}:{self.issued}", 32, "0123456789abcdef")
        key = str(UUID(text))
        self._keys[key] = now
        return Reply({"approval_key": key})

    def knows(self, key: str, now: float) -> bool:
        """Whether the key was issued here within a day."""
        born = self._keys.get(key)
        return born is not None and now - born < LIFETIME.total_seconds()

    def forget(self) -> None:
        """As before the first request; open sessions live on."""
        self._keys.clear()


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


def _token_text(purpose: str, market_now: datetime) -> str:
    """Looks like a JWT of at most 350 characters; nobody may read anything out of it."""
    header = _encoded({"typ": "JWT", "alg": "HS512"})
    payload = _encoded(
        {
            "sub": "token",
            "aud": signs(f"aud:{purpose}", 24),
            "iss": "unogw",
            "exp": int((market_now + LIFETIME).timestamp()),
            "iat": int(market_now.timestamp()),
            "jti": signs(f"jti:{purpose}", 36),
        }
    )
    return f"{header}.{payload}.{signs(f'signature:{purpose}', 86)}"


def _encoded(values: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
