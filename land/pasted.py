"""Corners pasted as text: one to a line, a blank line between shapes."""

from django.utils.translation import gettext as _
from shapely.geometry import LineString, MultiPolygon, Polygon

from gis import crs
from gis.crs import Crs
from gis.text.coordinates import Wgs84Point, find_coordinates
from land.errors import BadChange

MOST_LINES = 20_000
# Systems that corners on paper come in; degrees are known by themselves.
SYSTEMS = (crs.VN2000_BRVT, crs.VN2000_HCMC, crs.VN2000_UTM48)
Corner = tuple[float, float]


def corner_groups(text: str, system: Crs = crs.LEGAL) -> list[list[Corner]]:
    """Groups of corners (east, north) in the legal CRS.

    Args:
        text: lines "X Y", "1; X; Y" or degrees, X being the northing as on land papers; order is found by size.
        system: of metres; latitude and longitude are always WGS 84.

    Raises:
        BadChange: a line without coordinates, named by its number.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise BadChange(
            _("Chỉ đọc tối đa %(most_lines)s dòng tọa độ một lần; hãy tải lên dưới dạng tệp.")
            % {"most_lines": MOST_LINES}
        )
    groups: list[list[Corner]] = [[]]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            groups.append([])
        elif (corner := _corner(line, system)) is not None:
            groups[-1].append(corner)
        elif any(groups) or any(sign.isdigit() for sign in line):
            raise BadChange(
                _(
                    "Dòng %(number)s: không đọc được tọa độ trong “%(value)s”. Mỗi dòng cần X và Y, ví "
                    "dụ: 1146543,21 432100,55."
                )
                % {"number": number, "value": line.strip()[:60]}
            )
    found = [group for group in groups if group]
    if not found and text.strip():
        raise BadChange(_("Không đọc được tọa độ nào. Mỗi dòng cần X và Y, ví dụ: 1146543,21 432100,55."))
    return found


def polygons(groups: list[list[Corner]]) -> list[MultiPolygon]:
    """Each group of corners (legal CRS) as a polygon.

    Raises:
        BadChange: fewer than three corners, or sides that cross.
    """
    return [MultiPolygon([_polygon(number, group)]) for number, group in enumerate(groups, start=1)]


def lines(groups: list[list[Corner]]) -> list[LineString]:
    """Each group of corners (legal CRS) as a line.

    Raises:
        BadChange: a group of one corner.
    """
    for number, group in enumerate(groups, start=1):
        if len(set(group)) < 2:
            raise BadChange(_("Đường %(number)s cần ít nhất hai điểm khác nhau.") % {"number": number})
    return [LineString(group) for group in groups]


def _polygon(number: int, group: list[Corner]) -> Polygon:
    if len(set(group)) < 3:
        raise BadChange(_("Vùng %(number)s cần ít nhất ba góc khác nhau.") % {"number": number})
    shape = Polygon(group)
    if not shape.is_valid or shape.area <= 0:
        raise BadChange(
            _("Vùng %(number)s có cạnh cắt nhau hoặc góc sai thứ tự. Hãy kiểm tra thứ tự các góc.") % {"number": number}
        )
    return shape


def _corner(line: str, system: Crs) -> Corner | None:
    found = find_coordinates(line)
    if found is None:
        return None
    point = found.point
    if isinstance(point, Wgs84Point):
        return _to_legal(point.longitude, point.latitude, crs.CRS84)
    if system is crs.LEGAL:
        return point.easting, point.northing
    return _to_legal(point.easting, point.northing, system)


def _to_legal(x: float, y: float, source: Crs) -> Corner:
    east, north = crs.transform_points(x, y, source, crs.LEGAL)
    return float(east), float(north)
