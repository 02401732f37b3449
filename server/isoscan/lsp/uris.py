"""Document addresses: one key per document whatever the spelling, and paths both ways.

Clients spell the same file `file:///c%3A/x.py`, `file:///C:/x.py` and `file:///c:/x.py`. Keys are compared,
never sent: answers use the client's own spelling.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from isoscan.lsp.failures import BadParametersError

_DRIVE = re.compile(r"/([A-Za-z]):(?=/|$)")


def document_key(uri: str) -> str:
    """The same text for every spelling of one document's address.

    Raises BadParametersError when it is no text.
    """
    if not isinstance(uri, str):
        raise BadParametersError("A document's address must be a string")
    try:
        parts = urlsplit(uri)
    except ValueError:  # such as an unclosed bracket: then the spelling is all there is
        return uri
    path = unquote(parts.path)
    if parts.scheme.lower() != "file":
        return f"{parts.scheme.lower()}://{parts.netloc}{path}?{parts.query}#{parts.fragment}"
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc.lower()
    path = _DRIVE.sub(lambda drive: f"/{drive.group(1).lower()}:", path, count=1)
    return f"file://{host}{path}"


def path_of(uri: str) -> Path | None:
    """The file a `file:` address names; None for documents that are no file (`untitled:`)."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme.lower() != "file" or not path or "\0" in path:
        return None
    if parts.netloc and parts.netloc.lower() != "localhost":
        return Path(f"//{parts.netloc}{path}")
    return Path(path[1:] if _DRIVE.match(path) else path)


def module_name(uri: str) -> str:
    """What the document would be called when imported: its file's stem."""
    stem = unquote(uri).rstrip("/").rpartition("/")[2].rpartition(":")[2].partition(".")[0]
    return stem or "module"


def sibling_uri(uri: str, file_name: str) -> str:
    """The address of a file beside the one `uri` names, in the client's spelling of the folder."""
    base = uri.split("#", 1)[0].split("?", 1)[0]
    return base[: base.rfind("/") + 1] + quote(file_name)


def uri_of(path: Path) -> str:
    """The address of an absolute path."""
    return path.as_uri()
