"""The series that composites stand in: one beside each series of scenes, drawn and credited as that is."""

from django.db import models

from imagery.models import Collection

_PREFIX = "composites-"


def code_of(source: Collection) -> str:
    """Code of the series of a series' composites."""
    field = Collection._meta.get_field("code")
    assert isinstance(field, models.CharField)
    return f"{_PREFIX}{source.code}"[: field.max_length]


def collection_for(source: Collection) -> Collection:
    """The series of composites of a series, made when it is missing, in the caller's transaction.

    It is drawn between the values of the source, so that a year and a day side by side differ by the ground alone.
    """
    title, title_en = f"Ảnh ghép năm: {source.title}", f"Yearly composites: {source.title_en or source.title}"
    facts = {
        "title": title[:120],
        "title_en": title_en[:120],
        "description": "Mỗi năm một ảnh không mây, ghép từ các cảnh trong năm: với mỗi điểm ảnh, trung vị hình học của "
        "những lần nhìn rõ mặt đất. Không phải ảnh chụp của một ngày.",
        "description_en": "One cloud-free picture a year, composed of its scenes: for each pixel the geometric median "
        "of the times when the ground was seen. It is no picture of any one day.",
        "licence": source.licence,
        "licence_url": source.licence_url,
        "attribution": source.attribution,
        "provider": source.provider,
        "provider_url": source.provider_url,
        "common_stretch": True,
        "sample": source.sample,
        "stretch": source.stretch,
    }
    return Collection.objects.update_or_create(code=code_of(source), defaults=facts)[0]
