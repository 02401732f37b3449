"""A certificate authority of a test's own, what it issues (by `openssl`), and a proxy that opens tunnels."""

import socket
import ssl
import subprocess
import threading
from contextlib import suppress

from loopback import Loopback


def issue(folder, host="127.0.0.1"):
    """The authority's certificate, a server's certificate and its key, as paths."""

    def run(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    fresh = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    authority = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    run(
        "req",
        "-x509",
        *fresh,
        "-subj",
        "/CN=desk authority",
        *authority,
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
    )
    run("req", *fresh[:5], "-subj", f"/CN={host}", "-keyout", "server.key", "-out", "server.csr")
    kind = "IP" if host[0].isdigit() else "DNS"
    (folder / "names.ext").write_text(f"subjectAltName={kind}:{host}\n")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names.ext")
    run("x509", "-req", "-in", "server.csr", *signed, "-out", "server.pem")
    return folder / "ca.pem", folder / "server.pem", folder / "server.key"


def context_of(certificate, key):
    """What a server needs to speak HTTPS with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class ConnectProxy(Loopback):
    """A proxy that opens tunnels to one place, whatever they are asked to lead to.

    It keeps the lines it was asked with, and every byte that went through to the server.
    """

    def __init__(self, port):
        self.asked = []
        self.carried = b""
        self._port = port
        super().__init__()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def serve(self, connection):
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.asked.append(head.decode("latin-1"))
            with socket.create_connection(("127.0.0.1", self._port)) as server:
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                threading.Thread(target=self._pump, args=(server, connection), daemon=True).start()
                while piece := connection.recv(65536):
                    self.carried += piece
                    server.sendall(piece)

    @staticmethod
    def _pump(source, target):
        with suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
