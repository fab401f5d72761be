"""Small parts: names of files, cells, fonts, labels of the sea, scales."""

import pytest
from fontTools.ttLib import TTFont

from gis.layers import Field
from gis.text.cells import defused, printable
from land.exports import fonts, sea
from land.exports.delimited import decimal_comma
from land.exports.downloads import Download, slug, written
from land.exports.paper import choose_scale
from land.exports.rows import Column
from land.exports.shapefile import field_names
from land.layers import FIELDS

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđĐƯỨỆ²°′–—…·"


def column(name: str) -> Column:
    return Column(Field(name, name, "string", name), name, None)


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("+84", "'+84"), ("-x", "'-x"), ("@SUM", "'@SUM"), ("\tx", "'\tx"), ("Khu =1", "Khu =1")],
)
def test_defused(text, safe):
    assert defused(text) == safe


def test_printable():
    assert printable("a\x00b\x1f\nc") == "ab\nc"
    assert len(printable("x" * 40_000)) == 32_767


def test_decimal_comma():
    assert decimal_comma(1234.5, 2) == "1234,50"


def test_slug():
    assert slug("Quỹ đất công – Phường Vũng Tàu") == "quy-dat-cong-phuong-vung-tau"
    assert slug("…", "plots") == "plots"


def test_a_written_file_is_open_and_its_folder_gone():
    seen = []

    def write(folder):
        seen.append(folder)
        path = folder / "a.bin"
        path.write_bytes(b"x" * 600_000)
        return path

    body = written(write)
    assert not seen[0].exists()
    assert Download("a.bin", "application/octet-stream", body).content() == b"x" * 600_000


def test_shapefile_names_are_short_and_unique():
    names = field_names(
        [*(column(item.name) for item in FIELDS), column("area_m2_of_something"), column("area_m2_of_som")]
    )
    assert len(set(names.values())) == len(names)
    assert max(map(len, names.values())) <= 10


def test_fonts_have_every_vietnamese_letter(settings, tmp_path):
    for path in fonts.build(settings.BASE_DIR / "node_modules", tmp_path):
        letters = TTFont(path).getBestCmap()
        assert [sign for sign in VIETNAMESE + VIETNAMESE.upper() if ord(sign) not in letters] == []


def test_missing_fonts_say_what_to_do(tmp_path):
    with pytest.raises(fonts.FontsMissing, match="vendor_static"):
        fonts.build(tmp_path, tmp_path / "out")


def test_sea_labels_where_the_extent_reaches():
    own = [item.text for item in sea.within((106.45, 8.55, 107.65, 10.85))]
    wide = [item.text for item in sea.within((100, 5, 120, 20))]
    assert own == ["Biển Đông"]
    assert set(wide) == {"Biển Đông", "Quần đảo Hoàng Sa (Việt Nam)", "Quần đảo Trường Sa (Việt Nam)"}
    assert sea.within((107.0, 10.3, 107.1, 10.4)) == []


def test_choose_scale():
    assert choose_scale((10, 10), (400, 400)) == 500
    assert choose_scale((100, 10), (400, 400)) == 1_000
