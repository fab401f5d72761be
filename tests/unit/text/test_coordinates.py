import pytest

from gis.text.coordinates import Vn2000Point, Wgs84Point, find_coordinates

# Vũng Tàu, in degrees and in metres of some VN-2000 zone; X is the northing on Vietnamese papers.
LONGITUDE, LATITUDE = 107.08, 10.35
EASTING, NORTHING = 426432.37, 1144643.91


@pytest.mark.parametrize(
    "text",
    [
        "10.35, 107.08", "107.08 10.35", "10.35,107.08", "10,35; 107,08", "10,35 107,08", "10,35, 107,08",
        "lat 10.35 lon 107.08", "vĩ độ: 10,35; kinh độ: 107,08", "10.35N, 107.08E", "N10.35 E107.08",
        "10.35° / 107.08°", "https://maps.example/@10.35,107.08,15z", "geo:10.35,107.08",
        "10°21'00\"N 107°04'48\"E", "10°21'00\"B, 107°04'48\"Đ", "107°04′48″E 10°21′00″N",
        "10°21'N 107°4.8'E",
        "10º21’00”N 107º04’48”E", "10° 21' 0,0'' N; 107° 4' 48,0'' E",
    ],
)  # fmt: skip
def test_find__degrees(text: str) -> None:
    found = find_coordinates(text)
    assert found is not None
    assert isinstance(found.point, Wgs84Point)
    assert found.point.longitude == pytest.approx(LONGITUDE, abs=1e-9)
    assert found.point.latitude == pytest.approx(LATITUDE, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "X=1144643.91 Y=426432.37", "Y=426432.37 X=1144643.91", "426432.37 1144643.91",
        "1144643,91; 426432,37",
        "X: 1.144.643,91 Y: 426.432,37", "1,144,643.91, 426,432.37", "1 144 643,91; 426 432,37",
        "N 1144643.91 E 426432.37", "1144643.91,426432.37", "426432.37m 1144643.91m",
    ],
)  # fmt: skip
def test_find__metres(text: str) -> None:
    found = find_coordinates(text)
    assert found is not None
    assert found.point == Vn2000Point(easting=EASTING, northing=NORTHING)


@pytest.mark.parametrize("text", ["1144643,426432", "426432 1144643", "X=1.144.643 Y=426.432"])
def test_find__whole_metres(text: str) -> None:
    found = find_coordinates(text)
    assert found is not None
    assert found.point == Vn2000Point(easting=426432, northing=1144643)


@pytest.mark.parametrize(
    "text",
    [
        "", "10.35", "10 107", "48.85, 2.35", "10.35, 99.99", "2.159,6 1.234,5", "12/345",
        "0901234567 0912345678",
        "10°99'00\"N 107°04'48\"E", "1144643.91", "426.432.5 1.144.643.9", "12.345.678 901.234.567",
        "3.456.789 426.432",
    ],
)  # fmt: skip
def test_find__nothing(text: str) -> None:
    assert find_coordinates(text) is None


def test_find__tells_where_the_point_stands() -> None:
    text = "Long Xuyen 10.3512, 107.0812 abc"
    found = find_coordinates(text)
    assert found is not None
    assert text[: found.start] + text[found.end :] == "Long Xuyen  abc"
