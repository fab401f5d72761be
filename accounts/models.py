"""Users, agencies, roles, tokens."""

import secrets
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language
from uuid6 import uuid7

from accounts.querysets import AssignmentQuerySet
from accounts.roles import Role
from territory.models import AdminUnit


class Agency(models.Model):
    """State body or unit that manages or uses public land. In Vietnamese: cơ quan, đơn vị."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    name_en = models.CharField("tên tiếng Anh", max_length=200, blank=True)
    parent: Any = models.ForeignKey(
        "self", verbose_name="cơ quan cấp trên", on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ["code"]

    @property
    def local_name(self) -> str:
        """The name in the language of the request."""
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else "") or self.name

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Person who signs in. In Vietnamese: người dùng. Rights come from role assignments alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class RoleAssignment(models.Model):
    """A role given to a person for a scope and a time. In Vietnamese: phân quyền.

    An empty list of units or agencies means none, never all; roles for the whole territory say so themselves.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField("vai trò", max_length=30, choices=Role)
    units: Any = models.ManyToManyField(AdminUnit, verbose_name="địa bàn", blank=True)
    agencies: Any = models.ManyToManyField(Agency, verbose_name="cơ quan", blank=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân quyền"
        verbose_name_plural = "phân quyền"

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


def new_token() -> str:
    """A secret for an API client, shown once."""
    return f"dc_{secrets.token_urlsafe(32)}"


class ApiToken(models.Model):
    """Secret of an API client such as QGIS. In Vietnamese: mã truy cập. Only its SHA-256 is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField("tên", max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn")
    last_used_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "mã truy cập"
        verbose_name_plural = "mã truy cập"

    def __str__(self) -> str:
        return self.label
