"""Who may write: whoever sends the server's token."""

import hmac

from flask import request

from server.config import Config
from server.errors import ForbiddenError, UnauthorisedError


def require_token(config: Config) -> None:
    """Let the current request pass if it carries the token (RFC 6750, section 2.1), compared in constant time.

    Raises:
        ForbiddenError: No token is set on this server, so nobody may write.
        UnauthorisedError: The request carries none, or a wrong one.
    """
    if not config.token:
        raise ForbiddenError("Writing is switched off on this server. Start it with KG_TOKEN set to allow it.")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        raise UnauthorisedError("Writing needs the header `Authorization: Bearer <token>`.")
    if not hmac.compare_digest(given.strip().encode(), config.token.encode()):
        raise UnauthorisedError("The token is wrong.")
