"""The series of scenes that this service knows by name: data only, the licence's text beside each."""

from typing import Any, Final

# Copernicus: "Legal notice on the use of Copernicus Sentinel Data and Service Information" (free, full and open; the
# notice of origin is a condition). Landsat: USGS, public domain, credit asked for.
KNOWN: Final[dict[str, dict[str, Any]]] = {
    "sentinel-2-l2a": {
        "title": "Sentinel-2 (phản xạ mặt đất, 10 m)",
        "title_en": "Sentinel-2 (surface reflectance, 10 m)",
        "description": "Ảnh đa phổ của chương trình Copernicus, 5 ngày một lần, đã hiệu chỉnh khí quyển (Level-2A).",
        "description_en": "Multispectral images of the Copernicus programme, every 5 days, corrected for the "
        "atmosphere (Level-2A).",
        "licence": "other",
        "licence_url": "https://sentinels.copernicus.eu/documents/247904/690755/Sentinel_Data_Legal_Notice",
        "attribution": "Chứa dữ liệu Copernicus Sentinel đã chỉnh sửa",
        "provider": "ESA / Copernicus",
        "provider_url": "https://dataspace.copernicus.eu/",
        "common_stretch": True,
    },
    "landsat-c2-l2": {
        "title": "Landsat (phản xạ mặt đất, 30 m)",
        "title_en": "Landsat (surface reflectance, 30 m)",
        "description": "Ảnh đa phổ Landsat Collection 2, từ năm 1982, 8 đến 16 ngày một lần.",
        "description_en": "Multispectral images of Landsat Collection 2, since 1982, every 8 to 16 days.",
        "licence": "other",
        "licence_url": "https://www.usgs.gov/centers/eros/data-citation",
        "attribution": "Ảnh Landsat của U.S. Geological Survey",
        "provider": "USGS",
        "provider_url": "https://earthexplorer.usgs.gov/",
        "common_stretch": True,
    },
    "landsat-toa": {
        "title": "Landsat (phản xạ ở đỉnh khí quyển, 30 m)",
        "title_en": "Landsat (reflectance at the top of the atmosphere, 30 m)",
        "description": "Ảnh đa phổ Landsat mức 1, chưa hiệu chỉnh khí quyển; không so sánh với phản xạ mặt đất.",
        "description_en": "Multispectral images of Landsat Level 1, not corrected for the atmosphere; not to be "
        "compared with surface reflectance.",
        "licence": "other",
        "licence_url": "https://www.usgs.gov/centers/eros/data-citation",
        "attribution": "Ảnh Landsat của U.S. Geological Survey",
        "provider": "USGS",
        "provider_url": "https://earthexplorer.usgs.gov/",
        "common_stretch": True,
    },
    "orthophotos": {
        "title": "Bình đồ ảnh và ảnh bay không người lái",
        "title_en": "Orthophotos and drone images",
        "description": "Ảnh đã nắn của cơ quan quản lý đất đai hoặc đơn vị đo đạc.",
        "description_en": "Rectified images of the land agency or a surveyor.",
        "licence": "other",
        "licence_url": "",
        "attribution": "",
        "provider": "",
        "provider_url": "",
        "common_stretch": False,
    },
    "sample": {
        "title": "Ảnh mô phỏng kiểu Sentinel-2",
        "title_en": "Synthetic images like Sentinel-2",
        "description": "Ảnh do chương trình sinh ra cho sổ mẫu, không phải ảnh chụp. "
        "Không dùng để kết luận về đất thật.",
        "description_en": "Images made by a program for the sample register, not observations. They say nothing of "
        "real land.",
        "licence": "CC0-1.0",
        "licence_url": "https://creativecommons.org/publicdomain/zero/1.0/",
        "attribution": "Ảnh mô phỏng, không phải ảnh chụp",
        "provider": "",
        "provider_url": "",
        "common_stretch": True,
        "sample": True,
    },
}
OTHER: Final = "orthophotos"
SAMPLE: Final = "sample"
# Scenes keep their notice of origin in Vietnamese; some have a year behind it.
CREDITS_EN: Final[dict[str, str]] = {
    "Chứa dữ liệu Copernicus Sentinel đã chỉnh sửa": "Contains modified Copernicus Sentinel data",
    "Ảnh Landsat của U.S. Geological Survey": "Landsat images courtesy of the U.S. Geological Survey",
    "Ảnh mô phỏng, không phải ảnh chụp": "Synthetic images, not observations",
}
