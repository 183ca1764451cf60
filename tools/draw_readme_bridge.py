"""Draw docs/bridge.svg, the picture in README.md: `python tools/draw_readme_bridge.py`.

The drawing is the product's own; the numbers are invented, one programme's year as it might look.
"""

from __future__ import annotations

from pathlib import Path

from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.insight.evaluation.figures import bridge_svg

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "bridge.svg"
# step, its name, how many reached it, how many went on, median days to the next, why the others stopped
LINE: tuple[tuple[str, str, int, int, float | None, dict[str, int]], ...] = (
    ("found", "Found", 240, 228, 3, {}),
    ("asked", "Asked", 228, 171, 1, {"no": 38, "no answer": 19}),
    ("screened", "Screened", 171, 118, 2, {"has company": 47, "other help": 6}),
    ("consented", "Said yes", 118, 96, 12, {"no energy": 9, "no offer": 6}),
    ("referred", "Referred", 96, 84, 3, {"no place": 7}),
    ("accepted", "Accepted", 84, 79, 5, {}),
    ("first_contact", "First call", 79, 71, 7, {"wrong day": 5}),
    ("first_time", "First time", 71, 58, 21, {"the way": 8, "health": 5}),
    ("third_time", "Third time", 58, 46, 150, {"no gain": 7}),
    ("six_months", "Six months", 46, 46, None, {}),
)


def main() -> None:
    drawn = bridge_svg([Stone(*stone[:4], lost=stone[5], median_days=stone[4]) for stone in LINE], language="en")
    # The pages stand on white; here a reader's own background may be dark.
    drawn = drawn.replace("<defs>", '<rect width="100%" height="100%" fill="#fff"/><defs>', 1)
    PICTURE.write_text(drawn + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
