"""`brobygger offers`: the national offers that follow with Brobygger, and packages of offers out and in."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brobygger.config.commands.base import (
    DONE,
    REFUSED,
    Groups,
    Refused,
    command,
    group,
    no_municipality,
    print_json,
    print_table,
    ready_database,
    the_system_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger.communities.offers.exchange import Preview
    from brobygger.communities.offers.hsds_reading import Package
    from brobygger.communities.offers.hsds_shape import Mistake

MEGABYTES_READ = 400  # more than a hundred thousand offers, which is the most that is read at a time


def add(groups: Groups) -> None:
    words = group(groups, "offers", help="tilbud")
    show = command(words, "list", show_all, help="landsdækkende tilbud, der følger med", json=True)
    show.add_argument("--source", choices=["seed-003"], required=True, help="hvor de kommer fra")
    out = command(words, "export", export, help="skriv alle tilbud som HSDS 3.1", json=True)
    _package(out)
    into = command(words, "import", take_in, help="se, hvad en pakke ændrer; gem den med --commit", json=True)
    _package(into)
    into.add_argument("--source", default="hsds", metavar="NAVN", help="hvis oversigt det er, fx en nabokommunes")
    into.add_argument("--commit", action="store_true", help="gem; uden den ændres intet")
    into.add_argument(
        "--accept-mass-removal", action="store_true", help="ja, det er rigtigt, at mange fra sidste pakke mangler"
    )


def _package(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=["hsds"], required=True, help="Open Referral HSDS 3.1")
    parser.add_argument("folder", type=Path, metavar="MAPPE", help="her ligger services.json og organizations.json")
    parser.add_argument("--municipality", metavar="KODE", help="kommunens kode, når der er flere")


def show_all(chosen: Namespace) -> int:
    """One line for each offer, or contracts.md's list."""
    from brobygger.communities.offers import national

    offers = national.load_national_offers()
    if chosen.json:
        print_json([national.as_contract(offer) for offer in offers])
    else:
        print_table([(one.name, ", ".join(one.organisations)) for one in offers])
    return DONE


def export(chosen: Namespace) -> int:
    """The municipality's published offers and the country's own; without any municipality the latter alone."""
    with ready_database():
        from brobygger.communities.offers import exchange
        from brobygger.foundation.kernel.clock import now
        from brobygger.registry.people.acting import acting_as

        if chosen.municipality is None and no_municipality():
            offers = exchange.to_export(by=None)
        else:
            with acting_as(the_system_of(chosen.municipality)) as by:
                offers = exchange.to_export(by=by)
        services, organizations = exchange.documents(offers, at=now())
    written = {"services.json": services, "organizations.json": organizations}
    for name, documents in written.items():
        _write(chosen.folder / name, documents)
    told = {"services": len(services), "organizations": len(organizations), "files": list(written)}
    if chosen.json:
        print_json(told)
    else:
        print(f"{len(services)} tilbud og {len(organizations)} organisationer er skrevet i {chosen.folder}.")
    return DONE


def _write(path: Path, documents: list[dict[str, Any]]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(documents, ensure_ascii=False, indent=1, allow_nan=False)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused(f"{path} kan ikke skrives: {error.strerror}.") from error


def take_in(chosen: Namespace) -> int:
    """Preview a package, and with --commit store everything or nothing."""
    package = _package_in(chosen.folder)
    if not 0 < len(chosen.source) <= 30:
        raise Refused("Navnet i --source skal være på 1 til 30 tegn.")
    if package.mistakes:  # told without any database: nothing of it could be stored
        raise Refused(_sentences(package.mistakes), _document(package))
    with ready_database():
        seen, document = _seen(chosen, package)
    if seen.mistakes:
        print(_sentences(seen.mistakes), file=sys.stderr)
    if chosen.json:
        print_json(document)
    else:
        _tell(document)
    return REFUSED if seen.mistakes else DONE


def _package_in(folder: Path) -> Package:
    from brobygger.communities.offers.hsds_parts import ORGANIZATIONS, SERVICES
    from brobygger.communities.offers.hsds_reading import read
    from brobygger.foundation.kernel.clock import local_date, now

    services, organizations = _read(folder / SERVICES), None
    if (folder / ORGANIZATIONS).exists():
        organizations = _read(folder / ORGANIZATIONS)
    return read(services=services, organizations=organizations, today=local_date(now()))


def _seen(chosen: Namespace, package: Package) -> tuple[Preview, dict[str, Any]]:
    """The preview, stored when asked for, and what `--json` prints."""
    from brobygger.communities.offers import exchange
    from brobygger.foundation.kernel.clock import now
    from brobygger.foundation.kernel.refusal import Refusal
    from brobygger.registry.people.acting import acting_as

    if not chosen.commit and chosen.municipality is None and no_municipality():
        seen = exchange.preview(package=package, source=chosen.source, by=None)
        return seen, _document(package, seen)
    with acting_as(the_system_of(chosen.municipality)) as by:
        seen = exchange.preview(package=package, source=chosen.source, by=by)
        document = _document(package, seen)
        try:
            if chosen.commit:
                exchange.take_in(seen=seen, by=by, at=now(), accept_mass_removal=chosen.accept_mass_removal)
                document["committed"] = True
        except Refusal as refusal:
            raise Refused(_why(seen, refusal), document | {"error": str(refusal.message)}) from refusal
    return seen, document


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MEGABYTES_READ * 1_000_000 + 1)
    except OSError as error:
        raise Refused(f"Filen {path} kan ikke læses: {error.strerror}.") from error
    if len(content) > MEGABYTES_READ * 1_000_000:
        raise Refused(f"Filen {path} er over {MEGABYTES_READ} MB og læses ikke.")
    return content


def _document(package: Package, seen: Preview | None = None) -> dict[str, Any]:
    from brobygger.communities.offers.merge_rules import Outcome

    mistakes = seen.mistakes if seen else package.mistakes
    return {
        "services": len(package.services),
        "organizations": len(package.organisations),
        **{outcome.value: seen.plan.count(outcome) if seen else 0 for outcome in Outcome},
        "gone": len(seen.plan.gone) if seen else 0,
        "asks": seen.plan.mass_removal if seen else False,
        "errors": [asdict(mistake) for mistake in mistakes],
        "committed": False,
    }


def _why(seen: Preview, refusal: Any) -> str:
    if seen.mistakes:
        return f"{_sentences(seen.mistakes)}\n{refusal.message}"
    missing = f"{len(seen.plan.gone)} af {seen.plan.imported} mangler."
    return f"{refusal.message} {missing} Er det rigtigt, så kør igen med --accept-mass-removal."


def _sentences(mistakes: Iterable[Mistake]) -> str:
    return "\n".join(mistake.sentence() for mistake in mistakes)


def _tell(document: dict[str, Any]) -> None:
    print(
        f"{document['services']} tilbud: {document['new']} nye, {document['changed']} ændrede, "
        f"{document['unchanged']} som før, {document['kept']} er tjekket senere hos os og bliver stående, "
        f"{document['national']} er landsdækkende og findes. {document['gone']} mangler siden sidst."
    )
    print("Gemt." if document["committed"] else "Intet er gemt endnu. Kør igen med --commit for at gemme.")
