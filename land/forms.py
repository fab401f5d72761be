"""Forms of the register: fields of a plot, its boundary drawn on a Leaflet map, and the reason for the change."""

from typing import Any

import shapely
from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.geos.error import GEOSException
from django.utils.translation import gettext_lazy as _
from leaflet.forms.widgets import LeafletWidget

from gis import crs
from gis.geometry import to_multipolygon
from gis.http.problems import DomainError
from land import policies
from land.actions import PlotRevision, revise_plots
from land.actions.drafts import headline_area
from land.actions.parcel_numbers import NUMBERS
from land.models import Plot
from land.workflow import AreaMethod, ChangeKind

# What a person enters of a plot, by name, in the order of the forms; the boundary is a field of its own kind.
FIELDS = (
    "name",
    "address",
    "unit",
    "unit_at_record",
    "sheet_number",
    "parcel_number",
    "area_legal_m2",
    "area_surveyed_m2",
    "area_method",
    "land_use",
    "land_use_current",
    "use_state",
    "origin",
    "managing_agency",
    "using_agency",
    "decision_number",
    "decision_on",
    "decision_issuer",
    "legal_status",
    "handling_plan",
    "source",
    "surveyed_on",
    "confidence",
    "note",
)
_SAME_M = 0.0005
# The numbers of a plot that stands in the register are set with their unit and period (land/pages/parcels.py).
REVISED = tuple(name for name in FIELDS if name not in NUMBERS)
# Which area leads is chosen among those that the register knows.
ENTERED = tuple(name for name in FIELDS if name != "area_method")
_DECIMALS = 9  # degrees: 0.1 mm; Leaflet's usual 6 would move every corner by up to 6 cm


class BoundaryWidget(LeafletWidget):  # type: ignore[misc]  # untyped library
    """Draws a boundary of the legal CRS on a map in WGS 84, by the pinned transformation.

    GeoDjango's own widget would ask GDAL for our SRID, which GDAL does not know.
    """

    geom_type = "MULTIPOLYGON"
    include_media = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Context with the geometry in degrees; boundaries with holes are shown but not editable here.

        leaflet.draw writes a polygon of several parts without its holes: it would fill them silently.
        """
        shape = _to_degrees(value) if isinstance(value, GEOSGeometry) else value
        self.modifiable = not (isinstance(shape, GEOSGeometry) and _has_holes(shape))
        context: dict[str, Any] = super().get_context(name, shape, attrs)
        return context

    def serialize(self, value: Any) -> str:
        """GeoJSON with enough decimals."""
        if not value:
            return ""
        rounded = shapely.set_precision(shapely.from_wkb(bytes(value.wkb)), 10**-_DECIMALS, mode="pointwise")
        return str(shapely.to_geojson(rounded))


class BoundaryField(forms.Field):
    """A boundary as GeoJSON in WGS 84 from the browser, as shapely MultiPolygon in the legal CRS for the action."""

    widget = BoundaryWidget

    def to_python(self, value: Any) -> Any:
        """Parse what the browser sent.

        Raises:
            ValidationError: it is no polygon.
        """
        if not value:
            return None
        if isinstance(value, GEOSGeometry):  # a closed field gives its initial value
            return shapely.from_wkb(bytes(value.wkb))
        try:
            shape = to_multipolygon(shapely.from_geojson(value))
        except (ValueError, GEOSException, shapely.errors.GEOSException) as error:
            raise forms.ValidationError(_("Ranh giới phải là một hoặc nhiều vùng khép kín.")) from error
        return crs.transform(shape, crs.CRS84, crs.LEGAL)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A boundary that came back as it was sent is unchanged, whatever the rounding."""
        if self.disabled:
            return False
        if not initial or not data:
            return bool(initial) != bool(data)
        sent = shapely.from_geojson(BoundaryWidget().serialize(_to_degrees(initial)))
        return not shapely.equals_exact(to_multipolygon(sent), to_multipolygon(shapely.from_geojson(data)), 1e-9)


class RevisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Changes to a plot by somebody who may make them; the action runs when the form is found valid.

    The action is the last validator: what it refuses (overlap, stale version, rights) is shown beside the input, and
    nothing the person typed is lost.
    """

    reason = forms.CharField(label=_("Lý do thay đổi"), widget=forms.Textarea(attrs={"rows": 2}))
    valid_from = forms.DateField(
        label=_("Có hiệu lực từ ngày"),
        required=False,
        help_text=_("Để trống nếu là đính chính sai sót của hồ sơ."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    actor: Any = None

    class Meta:
        model = Plot
        fields = REVISED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        self._stored = Plot.objects.visible_to(self.actor).get(pk=self.instance.pk)
        self.done: Plot | None = None
        self.stale = False
        if "area_method" in self.fields:
            self._offer_leads(self.fields["area_method"])

    def _offer_leads(self, field: Any) -> None:
        """Methods whose area the register knows; "tự chọn" stands where nobody named another than it would take."""
        names = {method: f"area_{method}_m2" for method in AreaMethod}
        areas = {name: getattr(self._stored, name) for name in names.values()}
        known = {method.value: method.label for method, name in names.items() if areas[name] is not None}
        field.choices = [("", _("Tự chọn")), *known.items()]
        field.help_text = _("“Tự chọn” lấy giấy tờ trước, rồi đo đạc, rồi bản đồ. Chỉ gồm diện tích đã có trong sổ.")
        leads = self._stored.area_method
        self.initial["area_method"] = leads if leads in known and leads != headline_area(areas)[1] else ""

    def clean(self) -> dict[str, Any]:
        """The area that is to lead is not taken away in the same act."""
        values: dict[str, Any] = super().clean() or {}
        named = values.get("area_method")
        if named and values.get(f"area_{named}_m2", named) is None:
            sentence = _("Không còn diện tích theo căn cứ này. Hãy chọn căn cứ khác, hoặc giữ diện tích đó.")
            self.add_error("area_method", sentence)
        return values

    def may(self, name: str) -> bool:
        """Whether the person may change this field of the plot."""
        return policies.can_revise_plot(self.actor, self._stored, {attname(name)})

    def changes(self) -> dict[str, Any]:
        """Attribute names of the plot to new values, for what the person changed."""
        names = {name for name in REVISED if name in self.changed_data}
        if self.cleaned_data.get("area_method") and {"area_legal_m2", "area_surveyed_m2"} & names:
            names.add("area_method")  # the form shows who leads; unsaid, a new paper or survey might
        return {attname(name): getattr(self.instance, attname(name)) for name in names}

    def full_clean(self) -> None:
        """Validate, then act; refusals of the domain become errors of the form."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        since = self.cleaned_data["valid_from"]
        revision = PlotRevision(self._stored, self.changes(), since, self.cleaned_data["seen_version"])
        try:
            [self.done] = revise_plots(
                actor=self.actor,
                revisions=[revision],
                change=ChangeKind.CHANGED if since else ChangeKind.CORRECTED,
                reason=self.cleaned_data["reason"],
            )
        except DomainError as refusal:
            self.refuse(refusal)
        else:
            self.instance = self.done

    def refuse(self, refusal: DomainError) -> None:
        """Say what the register refuses."""
        self.add_error(None, refusal.detail)


class BoundaryRevisionForm(RevisionForm):
    """With the boundary on a Leaflet map; closed to those who may not move it."""

    boundary = BoundaryField(label=_("Ranh giới"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["boundary"] = self.instance.geom
        self.fields["boundary"].disabled = not self.may("geom")

    def changes(self) -> dict[str, Any]:
        """With the boundary, when it was moved."""
        if "boundary" not in self.changed_data:
            return super().changes()
        return super().changes() | {"geom": _with_kept_corners(self.cleaned_data["boundary"], self._stored.geom)}


class PlotForm(BoundaryRevisionForm):
    """The admin's form: what the person may not change is shown and closed; the boundary is drawn with leaflet.draw."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REVISED:
            self.fields[name].disabled = not self.may(name)


def attname(name: str) -> str:
    """The attribute behind a field: `unit_id` of `unit`."""
    return str(getattr(Plot._meta.get_field(name), "attname", name))


def _to_degrees(value: GEOSGeometry) -> GEOSGeometry:
    moved = crs.transform(shapely.from_wkb(bytes(value.wkb)), crs.LEGAL, crs.CRS84)
    return GEOSGeometry(memoryview(shapely.to_wkb(moved)), srid=crs.WGS84.srid)


def _with_kept_corners(shape: Any, stored: GEOSGeometry | None) -> Any:
    """The shape with those corners as they are stored that only the way to degrees and back has moved."""
    if shape is None or stored is None:
        return shape
    known = shapely.get_coordinates(shapely.from_wkb(bytes(stored.wkb)))
    given = shapely.get_coordinates(shape)
    near = shapely.STRtree(shapely.points(known)).query_nearest(shapely.points(given), max_distance=_SAME_M)
    given[near[0]] = known[near[1]]
    return shapely.set_coordinates(shape, given)


def _has_holes(shape: Any) -> bool:
    return any(len(part) > 1 for part in shape)
