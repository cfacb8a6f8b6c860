"""Shuts off what Presidio and its parts would fetch. Called before anything of theirs is imported."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

# tldextract loads the public suffix list on the first mail address; empty: the list in the package.
_NO_SUFFIX_LIST = {"TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": ""}
_OFFLINE = {
    **_NO_SUFFIX_LIST,
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_ASKING = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)


def ask_for_no_download() -> None:
    """Keep Presidio's e-mail recognizer from fetching a list; all that a host process should be asked for."""
    for name, value in _NO_SUFFIX_LIST.items():
        os.environ.setdefault(name, value)


def refuse_network() -> None:
    """Make every connection but local pipes fail, for good, in a process that is ours alone.

    An audit hook (PEP 578) sees each of Python's sockets, whatever library made it, and cannot be taken out
    again. A library that calls the system by itself is not seen; run the host without a network where that
    matters.
    """
    os.environ.update(_OFFLINE)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _ASKING or (event in _SENDING and not _local(arguments[0])):
        raise OSError("the network is shut off in this worker")


def _local(sock: socket.socket) -> bool:
    return sock.family == getattr(socket, "AF_UNIX", None)
