"""What can be read in an answer of whatever kind."""

import gzip
import io
import zipfile
from typing import Any

import pypdf


def content_of(response: Any) -> bytes:
    """The body, whole."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def readable(content: bytes) -> bytes:
    """The texts in a body, out of whatever they are packed into."""
    if content[:2] == b"\x1f\x8b":
        return readable(gzip.decompress(content))
    if content[:4] == b"PK\x03\x04":
        packed = zipfile.ZipFile(io.BytesIO(content))
        return b"\n".join(readable(packed.read(name)) for name in packed.namelist())
    if content[:5] == b"%PDF-" and len(content) > 1_000:
        paper = pypdf.PdfReader(io.BytesIO(content))
        texts = [str(paper.metadata), *(page.extract_text() for page in paper.pages)]
        return "\n".join(texts).encode()
    return content
