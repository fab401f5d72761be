"""Pictures for the screen, made from a photo: turned upright, smaller, and without EXIF."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from land import files
from land.errors import BadFile

VIEW_PX, THUMB_PX = 1600, 320
MOST_PIXELS = 100_000_000  # a picture that swells to more in memory is no photo of a plot
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Pictures:
    """Hashes of the pictures and the size of the upright original."""

    view: str
    thumb: str
    width: int
    height: int


def make_pictures(sha256: str) -> Pictures:
    """Make and keep the view and the thumbnail of a stored photo.

    Raises:
        BadFile: the picture is damaged or too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(files.path_of(sha256), formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise BadFile(_("Ảnh lớn hơn %(most)s triệu điểm ảnh.") % {"most": MOST_PIXELS // 1_000_000})
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BadFile(_("Không đọc được ảnh: tệp hỏng hoặc dở dang.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile(_("Ảnh quá nhiều điểm ảnh.")) from error
    view, thumb = _made(upright, VIEW_PX), _made(upright, THUMB_PX)
    return Pictures(view, thumb, upright.width, upright.height)


def _made(picture: Image.Image, side: int) -> str:
    """A picture at most `side` wide and high. Only pixels are carried over, so no EXIF, profile or comment."""
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=82, optimize=True)
    buffer.seek(0)
    return files.store(buffer, types=frozenset({files.JPEG})).sha256
