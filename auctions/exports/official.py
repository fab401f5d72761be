"""The form of an administrative paper (Decree 30/2020/NĐ-CP, annex I): heading, number, title, recipients, signature.

Nothing here looks like a certificate or an extract of the cadastre: no coat of arms, no seal, and every page says that
the signed and stamped paper is what counts.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from xml.sax.saxutils import escape

from django.utils import translation
from reportlab.lib import pagesizes
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from land.exports import fonts, pdf_page
from land.exports.pdf_frame import INK, LINE

DRAFT: Final = "DỰ THẢO"
_NOTICE: Final = "Bản in từ hệ thống để lập văn bản; văn bản đã ký, đóng dấu mới có giá trị."
_SIZE: Final = 11
_BODY = pdf_page.BODY.clone("official", fontSize=_SIZE, leading=15.5, alignment=TA_JUSTIFY, spaceAfter=4)
_LINE = _BODY.clone("official_line", alignment=TA_LEFT)
_HEAD = pdf_page.CENTRE_BOLD.clone("official_head", fontSize=10.5, leading=14)
_MIDDLE = pdf_page.CENTRE.clone("official_middle", fontSize=10.5, leading=14)
_ITALIC = pdf_page.CENTRE_ITALIC.clone("official_italic", fontSize=10.5, leading=14)
_TITLE = pdf_page.CENTRE_BOLD.clone("official_title", fontSize=14, leading=19, spaceBefore=10)
_SUBJECT = pdf_page.CENTRE_BOLD.clone("official_subject", fontSize=11.5, leading=16, spaceAfter=8)
_SMALL = pdf_page.BODY.clone("official_small", fontSize=9, leading=12)
_GROUP = _BODY.clone("official_group", fontName=fonts.BOLD, spaceBefore=5, keepWithNext=1)
_CELL = pdf_page.CELL.clone("official_cell", fontSize=8.5, leading=11)
_CELL_HEAD = pdf_page.HEAD.clone("official_cell_head", fontSize=8.5, leading=11, alignment=TA_CENTER)
_DOTS: Final = "……………………"


@dataclass(frozen=True)
class Issuer:
    """Who issues a paper. `above` is the body it belongs to, "" for none; `sign` is the number's abbreviation."""

    name: str
    above: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper to print.

    Attributes:
        kind: its name in capitals, such as THÔNG BÁO.
        subject: what it is about.
        number: as it is known, "" leaves room for it.
        day: of the paper; None leaves room for it.
        place: where it is made.
        body: makes the flowables, of `text`, `group`, `line`, `table`; called when fonts and language stand.
        recipients: of the paper, in order.
        signers: titles of those who sign, left to right.
        draft: not signed yet: says so across every page.
        sample: made-up data: says so too.
    """

    kind: str
    subject: str
    issuer: Issuer
    body: Callable[[], Iterable[Any]]
    signers: Sequence[str]
    number: str = ""
    day: date | None = None
    place: str = "Thành phố Hồ Chí Minh"
    recipients: Sequence[str] = field(default=())
    draft: bool = True
    sample: bool = False
    foot: str = ""
    landscape: bool = False


def build(paper: Paper) -> bytes:
    """The paper as PDF."""
    fonts.register()
    content = io.BytesIO()
    size = pagesizes.landscape(pagesizes.A4) if paper.landscape else pagesizes.A4
    document = SimpleDocTemplate(
        content,
        pagesize=size,
        leftMargin=25 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"{paper.kind}: {paper.subject}",
        author=paper.issuer.name,
        lang="vi",
    )
    foot = pdf_page.Foot(paper.foot, _NOTICE, paper.sample, DRAFT if paper.draft else "")
    with translation.override("vi"):
        story = [*_top(paper, document.width), *paper.body(), _end(paper, document.width)]
        document.build(story, canvasmaker=pdf_page.canvas_maker(foot))
    return content.getvalue()


def _top(paper: Paper, width: float) -> Iterator[Any]:
    sign = paper.issuer.sign or "…"
    number = paper.number or f"……/{sign}"
    left = [
        *([Paragraph(escape(paper.issuer.above.upper()), _MIDDLE)] if paper.issuer.above else []),
        Paragraph(escape(paper.issuer.name.upper()), _HEAD),
        Paragraph(f"Số: {escape(number)}", _MIDDLE),
    ]
    right = [
        Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _HEAD),
        Paragraph("<u>Độc lập - Tự do - Hạnh phúc</u>", _HEAD),
        Paragraph(escape(f"{paper.place}, {_day(paper.day)}"), _ITALIC),
    ]
    table = Table([[left, right]], colWidths=[width * 0.45, width * 0.55])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    yield table
    yield Paragraph(escape(paper.kind), _TITLE)
    yield Paragraph(escape(paper.subject), _SUBJECT)


def _day(day: date | None) -> str:
    if day is None:
        return "ngày … tháng … năm 20…"
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def _end(paper: Paper, width: float) -> KeepTogether:
    """Recipients at the left, signatures at the right; several signers stand side by side below."""
    recipients = [Paragraph("<i><b>Nơi nhận:</b></i>", _SMALL)] if paper.recipients else []
    recipients += [Paragraph(escape(f"- {name};"), _SMALL) for name in paper.recipients]
    blocks = [_signer(title) for title in paper.signers]
    if len(blocks) == 1:
        table = Table([[recipients, blocks[0]]], colWidths=[width * 0.45, width * 0.55])
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return KeepTogether([Spacer(1, 6 * mm), table])
    rows = Table([blocks], colWidths=[width / len(blocks)] * len(blocks))
    rows.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return KeepTogether([Spacer(1, 6 * mm), rows, *recipients])


def _signer(title: str) -> list[Any]:
    return [
        Paragraph(escape(title), _HEAD),
        Paragraph("(Ký, ghi rõ họ tên)", _ITALIC),
        Spacer(1, 22 * mm),
    ]


def text(words: str, *, lead: str = "") -> Paragraph:
    """A paragraph; `lead` stands bold before it."""
    bold = f"<b>{escape(lead)}</b> " if lead else ""
    return Paragraph(bold + escape(words), _BODY)


def group(title: str) -> Paragraph:
    """The heading of a part."""
    return Paragraph(escape(title), _GROUP)


def line(name: str, words: str) -> Paragraph:
    """A fact; what is not known leaves room to write."""
    return Paragraph(f"- {escape(name)}: {escape(words) if words else _DOTS}", _LINE)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], width_mm: float) -> LongTable:
    """A table whose heading repeats on every page.

    Args:
        shares: of the width for each column.
        width_mm: of the whole.
    """
    cells = [[Paragraph(escape(head), _CELL_HEAD) for head in heads]]
    cells += [[Paragraph(escape(cell).replace("\n", "<br/>"), _CELL) for cell in row] for row in rows]
    whole = sum(shares)
    made = LongTable(cells, colWidths=[share / whole * width_mm * mm for share in shares], repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, LINE),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return made


UPRIGHT_MM, LANDSCAPE_MM = 162.5, 249.5  # room between the margins
