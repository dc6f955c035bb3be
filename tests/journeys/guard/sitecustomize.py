"""Loaded by every program that a journey starts: opening an internet socket ends it with a fault that is seen."""

import os
import socket
import sys


def _no_network(event, arguments):
    if (event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6)) or event in (
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
    ):
        os.write(2, f"NETWORK {event}\n".encode())
        os._exit(97)


sys.addaudithook(_no_network)
