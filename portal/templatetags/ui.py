"""Small parts of every page: icons from the sprite, the import map, preloads of the map's modules."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString

from land.exports import sea

register = template.Library()

# Bare names that modules import -> vendor file.
VENDOR_MODULES = {
    "maplibre-gl": "vendor/maplibre/maplibre-gl.mjs",
    "pmtiles": "vendor/pmtiles/pmtiles.mjs",
    "fflate": "vendor/pmtiles/fflate.mjs",
}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon beside a label; hidden from screen readers, the label speaks."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def import_map(context: Any) -> SafeString:
    """The page's import map; it needs the nonce of the Content-Security-Policy."""
    names = {name: static(path) for name, path in VENDOR_MODULES.items()}
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        SafeString(json.dumps({"imports": names}).replace("<", "\\u003c")),
    )


@register.simple_tag
def module_preloads(folder: str, without: Collection[str] = ()) -> SafeString:
    """Preload links for the modules of a folder under static/, so that the browser asks for them at once.

    Args:
        without: names of files that this page does not load.
    """
    names = sorted(path.name for path in Path(settings.BASE_DIR, f"static/{folder}").glob("*.js"))
    wanted = [name for name in names if name not in {*without, "basemap.js", "types.js"}]  # later, and never
    links = ((static(f"{folder}/{name}"),) for name in wanted)
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)


@register.filter
def split_words(text: str) -> list[str]:
    """Words of a text, to loop over in a template."""
    return text.split()


@register.filter
def json_ld(data: Any, request: Any) -> SafeString:
    """A schema.org description as a script block; `<` is escaped so that no text can end the block."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return format_html('<script type="application/ld+json" nonce="{}">{}</script>', request.csp_nonce, SafeString(text))


@register.simple_tag
def css(name: str) -> str:
    """Address of a style sheet under static/css/."""
    return static(f"css/{name}.css")


@register.simple_tag
def sea_names() -> SafeString:
    """What static/site/leafletsea.js needs: the names of the sea and the archipelagos, and how they look."""
    return format_html('<link rel="stylesheet" href="{}">{}', css("seas"), json_script(sea.for_browsers(), "sea-names"))
