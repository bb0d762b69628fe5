"""Everything that can fail, as one tree.

KisDesktopError
├── InvalidInput            what was typed or configured cannot be used; nothing was sent
├── OrderRefused            an order was refused, by our own checks or by the server
│   └── ApprovalNeeded      a limit of the trader's own warns of it, and nobody has confirmed
├── OrderUncertain          an order was sent and its fate is not known yet
├── RequestFailed           a read got no usable answer
│   ├── Unreachable         no connection, or it broke
│   ├── TimedOut            no answer in time
│   ├── RateLimited         the server's limit per second was met
│   └── ServerRefused       the server answered with a refusal
├── AuthenticationFailed    key, secret, token or approval key not accepted
├── StorageFailed           the disk did not do what was asked
│   ├── VaultLocked         wrong password, or the key is not to be had
│   ├── VaultDamaged        the vault's bytes are not what was written
│   └── JournalFailed       an order could not be written down, so it was not sent
└── ServiceStopped          the program is shutting down, or a part of it has failed
"""

from __future__ import annotations

from kis_desktop.domain.message import Message


class KisDesktopError(Exception):
    """A failure that can be told to a trader: carries the `Message` to show."""

    def __init__(self, message: Message) -> None:
        super().__init__(f"{message.id} {message.arguments} {message.code}".strip())
        self.message = message


class InvalidInput(KisDesktopError):
    """A value cannot be used as it stands; nothing was sent."""


class OrderRefused(KisDesktopError):
    """An order was refused and does not exist at the exchange."""


class ApprovalNeeded(OrderRefused):
    """An order meets limits that the trader may pass; `rules` must be approved with the order.
    `told` has a sentence for each of them: nobody approves what was not shown.
    """

    def __init__(
        self, message: Message, rules: frozenset[str], told: tuple[Message, ...] = ()
    ) -> None:
        super().__init__(message)
        self.rules = rules
        self.told = told or (message,)


class OrderUncertain(KisDesktopError):
    """An order was sent and nobody said what became of it; only reading settles it."""


class RequestFailed(KisDesktopError):
    """A read got no usable answer."""


class Unreachable(RequestFailed):
    """There is no connection to the server, or it broke."""


class TimedOut(RequestFailed):
    """The server did not answer in time."""


class RateLimited(RequestFailed):
    """The server counted too many requests in this second."""


class ServerRefused(RequestFailed):
    """The server answered with a refusal; its code is in the message."""


class AuthenticationFailed(KisDesktopError):
    """Key, secret, token or approval key was not accepted."""


class StorageFailed(KisDesktopError):
    """The disk did not do what was asked."""


class VaultLocked(StorageFailed):
    """The vault cannot be opened: wrong password, edited header, or no key store."""


class VaultDamaged(StorageFailed):
    """The vault's bytes are not what was written; the file is left as it is."""


class JournalFailed(StorageFailed):
    """An entry could not be made durable; what it stands for must not be done."""


class ServiceStopped(KisDesktopError):
    """The program is shutting down, or this part of it has failed."""


SURELY_NOT_SENT = (InvalidInput, OrderRefused, AuthenticationFailed, Unreachable, JournalFailed)
"""After these an order does not exist; after any other failure it may."""
