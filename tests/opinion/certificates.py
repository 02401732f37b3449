"""A certificate authority of a test's own, what it issues (by `openssl`), and a proxy that opens tunnels."""

import socket
import ssl
import subprocess
import threading
from contextlib import suppress


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


class ConnectProxy:
    """A proxy that opens tunnels to one place, whatever they are asked to lead to.

    It keeps the lines it was asked with, and every byte that went through to the server.
    """

    def __init__(self, port):
        self.asked = []
        self.carried = b""
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._tunnel, args=(connection,), daemon=True).start()

    def _tunnel(self, connection):
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
