"""Static files with hashed names; ES modules are rewritten so that an import names the hashed file too."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Django's manifest storage with module aggregation, and files compressed once at collectstatic.

    Vendor `.mjs` files keep their unhashed copies: Django hashes but does not rewrite them, and MapLibre starts its
    worker by a relative address.
    """

    support_js_module_import_aggregation = True
    keep_only_hashed_files = False
    manifest_strict = True
    # Every pass settles the names of one more storey of imports; the map's modules stand on more than Django's five.
    max_post_process_passes = 12

    def url(self, name: str | None, force: bool = False) -> Any:
        """Hashed address, the plain one for modules that import each other by plain names."""
        if name and name.endswith(".mjs"):
            return f"{self.base_url}{name}"
        return super().url(name, force)
