"""A picture made light enough for an old telephone: whatever somebody took, the page stays small."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000  # a telephone's largest picture: a plain JPEG is read small, a part at a time
MOST_PIXELS_AT_ONCE = 13_000_000  # of what can only be read whole: a telephone's usual picture, 4032 x 3024
_SIDES, _QUALITIES = (1280, 960, 640, 320), (82, 70, 55, 40)
_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def light(content: bytes, *, most: int) -> bytes | None:
    """A JPEG of at most so many bytes, as large and clear as there is room for; None for what cannot be read.

    What a camera writes beside the picture (where it was taken, and when) does not come along. However large a
    picture a small file unfolds to, it takes less than 250 MB: it is made small before anything else is done to it.
    """
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as taken:
            if taken.width * taken.height > _most_pixels(taken):
                return None
            taken.draft("RGB", (_SIDES[0], _SIDES[0]))
            picture: Image.Image = taken.convert("RGBA") if taken.mode in ("1", "P") else taken
            picture.thumbnail((_SIDES[0], _SIDES[0]))
            picture = _on_white(ImageOps.exif_transpose(picture))
    except _UNREADABLE:
        return None
    for side in _SIDES:
        picture.thumbnail((side, side))
        for quality in _QUALITIES:
            kept = BytesIO()
            picture.save(kept, "JPEG", quality=quality, optimize=True)
            if kept.tell() <= most:
                return kept.getvalue()
    return None


def _most_pixels(taken: Image.Image) -> int:
    in_parts = taken.format == "JPEG" and "progressive" not in taken.info
    return MOST_PIXELS if in_parts else MOST_PIXELS_AT_ONCE


def _on_white(picture: Image.Image) -> Image.Image:
    """Without see-through parts, which a JPEG has not."""
    seen = picture.convert("RGBA")
    under = Image.new("RGB", seen.size, "white")
    under.paste(seen, mask=seen.getchannel("A"))
    return under
