"""The address of this server as other people's telephones must know it, for QR codes."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request


def public_address(request: Request) -> str:
    """`server.address` of the profile, else the one by which this request came; ends with a slash."""
    address = request.app.state.profile.server.address or str(request.base_url)
    return f"{address.rstrip('/')}/"


def reachable(request: Request) -> bool:
    """Whether another machine could open it."""
    host = urlsplit(public_address(request)).hostname or ""
    if host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True
