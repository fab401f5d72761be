"""Bytes of the sample's documents and photos: a page and a drawn view, each saying that it is made up."""

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A5, landscape
from reportlab.pdfgen.canvas import Canvas

from land.exports import fonts
from land.sample.randomness import Dice, stream
from land.sample.spec import SamplePlot
from land.sample.spec_records import SampleFile, SampleRecords

_MARK = "TÀI LIỆU MẪU"
_PHOTO_MARK = "ẢNH MẪU"
_PX = (800, 600)
_EXIF_DATE = 0x9003  # DateTimeOriginal; the original of a real photo has one, too


def make_files(records: SampleRecords, plots: list[SamplePlot], seed: int) -> None:
    """Fill in the bytes of all files."""
    fonts.register()
    by_key = {plot.key: plot for plot in plots}
    for number, file in enumerate(records.files):
        plot = by_key[file.plot]
        file.content = _photo(file, plot, seed, number) if file.is_photo else _page(file, plot)


def _page(file: SampleFile, plot: SamplePlot) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A5), invariant=1)
    width, height = landscape(A5)
    canvas.setTitle(file.title)
    canvas.setFont(fonts.BOLD, 40)
    canvas.setFillGray(0.85)
    canvas.drawCentredString(width / 2, height / 2 - 20, _MARK)
    canvas.setFillGray(0)
    canvas.setFont(fonts.BOLD, 13)
    canvas.drawString(40, height - 60, file.title)
    canvas.setFont(fonts.REGULAR, 10)
    lines = (
        f"Số {file.number}, ngày {_day(file.day)}",
        f"Khu đất: {plot.name or plot.address}"[:90],
        f"Địa chỉ: {plot.address}"[:90],
        "Tệp do chương trình sinh ra để trình diễn, không phải văn bản thật, không có giá trị pháp lý.",
    )
    for step, line in enumerate(lines):
        canvas.drawString(40, height - 90 - 18 * step, line)
    canvas.save()
    return buffer.getvalue()


def _photo(file: SampleFile, plot: SamplePlot, seed: int, number: int) -> bytes:
    """A plain drawn view: sky, ground, a fence along the road, and the words that say it is no photo."""
    dice = Dice(stream(seed, "photo", number))
    width, height = _PX
    picture = Image.new("RGB", _PX, (150 + dice.number(0, 40), 190 + dice.number(0, 25), 225))
    draw = ImageDraw.Draw(picture)
    horizon = dice.number(230, 300)
    ground = (110 + dice.number(0, 70), 130 + dice.number(0, 40), 80 + dice.number(0, 30))
    draw.rectangle((0, horizon, width, height), fill=ground)
    for _house in range(dice.number(3, 7)):
        left, tall, wide = dice.number(0, width), dice.number(20, 90), dice.number(40, 110)
        shade = dice.number(150, 215)
        draw.rectangle((left, horizon - tall, left + wide, horizon), fill=(shade, shade - 12, shade - 25))
    draw.polygon([(0, height), (width, height), (width, 520), (0, 545)], fill=(105, 105, 108))
    for post in range(20, width, 60):
        draw.line((post, 430, post, 500), fill=(240, 240, 235), width=5)
    draw.line((0, 448, width, 448), fill=(240, 240, 235), width=3)
    bold = ImageFont.truetype(str(fonts.file_of(fonts.BOLD)), 64)
    small = ImageFont.truetype(str(fonts.file_of(fonts.REGULAR)), 20)
    draw.text((width / 2, 120), _PHOTO_MARK, font=bold, fill=(20, 40, 60), anchor="mm")
    draw.text((width / 2, 180), f"{file.title}, {_day(file.day)}", font=small, fill=(20, 40, 60), anchor="mm")
    draw.text((width / 2, height - 28), (plot.address or plot.name)[:70], font=small, fill="white", anchor="mm")
    exif = Image.Exif()
    exif[_EXIF_DATE] = f"{file.day:%Y:%m:%d} 09:00:00"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80, exif=exif)
    return buffer.getvalue()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
