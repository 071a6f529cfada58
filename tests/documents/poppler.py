"""PDFs as another program sees them: poppler's tools, not the library that made them."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader


@dataclass(frozen=True)
class Opened:
    """A PDF on the disk and what poppler says of it."""

    path: Path

    @property
    def text(self) -> str:
        """Return the text in reading order, one space for any white space."""
        return re.sub(r"\s+", " ", self._run("pdftotext", self.path, "-"))

    @property
    def info(self) -> dict[str, str]:
        """Return what pdfinfo lists."""
        lines = self._run("pdfinfo", self.path).splitlines()
        return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return int(self.info["Pages"])

    def page(self, number: int) -> str:
        """Return the text of one page."""
        place = ("-f", str(number), "-l", str(number))
        return re.sub(r"\s+", " ", self._run("pdftotext", *place, self.path, "-"))

    def table(self, tool: str, *options: str) -> list[list[str]]:
        """Return the rows of pdffonts or pdfimages, as words."""
        lines = self._run(tool, *options, self.path).splitlines()
        return [line.split() for line in lines[2:]]

    def attachment(self, number: int = 1) -> bytes:
        """Return the bytes of one attached file."""
        out = self.path.with_suffix(f".{number}.attached")
        self._run("pdfdetach", "-save", str(number), "-o", out, self.path)
        return out.read_bytes()

    @property
    def catalogue(self) -> DictionaryObject:
        """Return the root of the PDF, as pyHanko reads it."""
        return PdfFileReader(io.BytesIO(self.path.read_bytes())).root

    @property
    def alternatives(self) -> list[str]:
        """Return what is said to those who do not see the pictures."""
        found, todo = [], [self.catalogue["/StructTreeRoot"]]
        while todo:
            node = todo.pop()
            if isinstance(node, DictionaryObject):
                found += [str(node["/Alt"])] if "/Alt" in node else []
                todo += node.get("/K", ()) if isinstance(node.get("/K"), list) else []
            if isinstance(node, IndirectObject):
                todo.append(node.get_object())
        return found

    def structure(self) -> str:
        """Return the tags with their text."""
        return self._run("pdfinfo", "-struct-text", self.path)

    @staticmethod
    def _run(*command: str | Path) -> str:
        done = subprocess.run(list(map(str, command)), capture_output=True, check=True, text=True)
        assert "Syntax" not in done.stderr, done.stderr
        return done.stdout


def opened(pdf: bytes, folder: Path) -> Opened:
    """Write the PDF into `folder` and open it."""
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    return Opened(path)
