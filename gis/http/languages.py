"""Answers that read the same in every language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

_MARK = "_same_in_every_language"


def same_in_every_language(response: HttpResponse) -> None:
    """Say that the answer holds no words, so that caches keep one copy for all readers."""
    setattr(response, _MARK, True)


class LanguageVaryMiddleware:
    """Takes `Accept-Language` out of Vary where it does not matter; stands outside LocaleMiddleware, which adds it.

    With it a shared cache would keep a copy of every tile for every browser's list of languages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, _MARK, False):
            names = [name.strip() for name in response.get("Vary", "").split(",")]
            del response["Vary"]
            patch_vary_headers(response, [name for name in names if name and name != "Accept-Language"])
        return response
