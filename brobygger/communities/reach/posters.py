"""A picture made light enough for an old telephone: whatever somebody took, the page stays small."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000  # a telephone's largest picture; more would fill a small server's memory
_SIDES, _QUALITIES = (1280, 960, 640, 320), (82, 70, 55, 40)
_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def light(content: bytes, *, most: int) -> bytes | None:
    """A JPEG of at most so many bytes, as large and clear as there is room for; None for what cannot be read.

    What a camera writes beside the picture (where it was taken, and when) does not come along.
    """
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as taken:
            if taken.width * taken.height > MOST_PIXELS:
                return None
            taken.draft("RGB", (_SIDES[0], _SIDES[0]))
            picture = _on_white(ImageOps.exif_transpose(taken))
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


def _on_white(picture: Image.Image) -> Image.Image:
    """Without see-through parts, which a JPEG has not."""
    seen = picture.convert("RGBA")
    under = Image.new("RGB", seen.size, "white")
    under.paste(seen, mask=seen.getchannel("A"))
    return under
