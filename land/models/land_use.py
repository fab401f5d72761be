"""Land-use codes."""

from typing import Any

from django.db import models
from django.utils.translation import get_language


class LandUse(models.Model):
    """Land-use code of Circular 08/2024/TT-BTNMT. In Vietnamese: loại đất.

    Colours carry a confidence mark: the circular's colour annex itself was not seen.
    """

    code = models.CharField("mã", max_length=5, primary_key=True)
    name_vi = models.CharField("tên", max_length=200)
    name_en = models.CharField("tên tiếng Anh", max_length=200, blank=True)
    group = models.CharField("nhóm", max_length=3)
    parent_code = models.CharField("mã cha", max_length=5, blank=True)
    colour = models.CharField("màu", max_length=7)
    colour_confidence = models.CharField("độ chắc của màu", max_length=1, blank=True)
    status = models.CharField("tình trạng", max_length=100, blank=True)
    replaced_by: Any = models.ForeignKey(
        "self", verbose_name="mã thay thế", on_delete=models.SET_NULL, null=True, blank=True
    )

    class Meta:
        verbose_name = "loại đất"
        verbose_name_plural = "loại đất"
        ordering = ["code"]

    @property
    def name(self) -> str:
        """The name in the language of the request."""
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else "") or self.name_vi

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"
