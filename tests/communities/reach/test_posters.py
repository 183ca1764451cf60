"""A picture that somebody sends becomes a small one, and takes no web process with it."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from brobygger.communities.reach import posters

LIGHT = 60_000
MEASURED = """
import resource, sys
from brobygger.communities.reach import posters
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert posters.light(content, most=60_000)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def picture(kind: str, width: int, height: int, *, mode: str = "RGB", colour: object = 0, **more: object) -> bytes:
    written = BytesIO()
    Image.new(mode, (width, height), colour).save(written, kind, **more)  # type: ignore[arg-type]
    return written.getvalue()


def test_a_small_file_that_unfolds_to_a_huge_picture_is_not_read():
    """One colour, 7000 on a side: 150 kB sent, and 800 MB where it was read."""
    sent = picture("PNG", 7000, 7000)
    assert len(sent) < 200_000
    assert posters.light(sent, most=LIGHT) is None
    assert posters.light(picture("JPEG", 4200, 4200, progressive=True), most=LIGHT) is None
    assert posters.light(picture("JPEG", 4200, 4200), most=LIGHT)


def test_a_telephones_picture_takes_a_part_of_a_small_servers_memory():
    """As a PNG with see-through parts, the dearest a PNG can be. It took 212 MB."""
    sent = picture("PNG", 4032, 3024, mode="RGBA", colour=(200, 90, 40, 128))
    told = subprocess.run([sys.executable, "-c", MEASURED], input=sent, capture_output=True, check=True)
    assert int(told.stdout) < 160  # MB


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGBA"])
def test_every_kind_of_png_is_read_and_what_is_seen_through_becomes_white(mode: str):
    sent = picture("PNG", 1500, 900, mode=mode, **({"transparency": 0} if mode == "P" else {}))
    made = posters.light(sent, most=LIGHT)
    assert made
    with Image.open(BytesIO(made)) as small:
        assert (small.mode, small.size) == ("RGB", (1280, 768))
        red = small.getpixel((640, 400))[0]  # type: ignore[index]
    assert red > 250 if mode in ("P", "LA", "RGBA") else red < 5


def test_a_picture_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the telephone was turned
    made = posters.light(picture("JPEG", 2000, 1000, exif=exif), most=LIGHT)
    assert made
    with Image.open(BytesIO(made)) as small:
        assert small.size == (640, 1280)
        assert not small.getexif()
