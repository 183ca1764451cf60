"""The words that offers are sorted by, as HSDS taxonomies: fixed lists of seeds 000, 001 and 003, and free interests.

Identifiers are made from taxonomy and code (UUID, version 5), so every installation and every export agrees on them
and nobody has to keep a table of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

SPACE = UUID("7b2f6c52-3c1d-5f0e-9a51-0b0d6c1f5e31")  # our own, drawn once; everything below is made from it


@dataclass(frozen=True)
class Taxonomy:
    """One list of words. `terms`: code → (Danish name, what it means). Open lists take codes beside these."""

    code: str
    name: str
    description: str
    terms: dict[str, tuple[str, str]]
    open: bool = False

    @property
    def id(self) -> UUID:
        return uuid5(SPACE, f"taxonomy/{self.code}")


@dataclass(frozen=True)
class Term:
    """One word of one list."""

    taxonomy: Taxonomy
    code: str

    @property
    def id(self) -> UUID:
        return uuid5(SPACE, f"taxonomy/{self.taxonomy.code}/{self.code}")

    @property
    def name(self) -> str:
        return self.taxonomy.terms.get(self.code, (self.code, ""))[0]

    @property
    def description(self) -> str:
        return self.taxonomy.terms.get(self.code, ("", self.code))[1]


INTERVENTIONS = Taxonomy(
    "interventions",
    "Typer af indsats",
    "Otte måder at støtte et fællesskab på (kortlægningen af 79 danske initiativer).",
    {
        "raadgivning": ("Rådgivning", "Svar og råd på telefon, chat eller ved et møde."),
        "opholds_moedested": ("Mødested", "Et sted, man kan komme, som man er."),
        "besoegsven_mentor": ("Besøgsven eller mentor", "Et menneske, man mødes med fast."),
        "aktivitetstilbud": ("Noget at lave sammen", "Man mødes om noget, man kan lide."),
        "samtale_behandling": ("Samtale", "Samtaler i gruppe eller med én."),
        "socialt_forum": ("Forum", "Man skriver eller taler sammen om det, man har til fælles."),
        "undervisningsforloeb": ("Kursus", "Man lærer noget over flere gange."),
        "database": ("Overblik", "En samling, man kan finde tilbud i."),
    },
)
STRATEGIES = Taxonomy(
    "strategies",
    "Veje til fællesskab",
    "Fire veje, som initiativer bruger (kortlægningen af 79 danske initiativer).",
    {
        "sociale_faerdigheder": ("Sociale færdigheder", "Man øver sig i at være sammen med andre."),
        "social_stoette": ("Social støtte", "Nogen følger med og hjælper på vej."),
        "social_kontakt": ("Social kontakt", "Der bliver flere gange og steder at mødes."),
        "social_kognition": ("Tanker om samvær", "Man arbejder med det, man tror om sig selv og andre."),
    },
)
AGE_GROUPS = Taxonomy(
    "age_groups",
    "Aldersgrupper",
    "Seks grupper (kortlægningen af 79 danske initiativer).",
    {
        "flere": ("Flere aldre", "For mere end én aldersgruppe."),
        "familier": ("Familier", "For børn og voksne sammen."),
        "boern": ("Børn", "For børn."),
        "unge": ("Unge", "For unge."),
        "midaldrende": ("Midaldrende", "For voksne midt i livet."),
        "aeldre": ("Ældre", "For mennesker fra omkring 60 år."),
    },
)
KINDS = Taxonomy(
    "kinds",
    "Slags tilbud",
    "Hvordan man mødes.",
    {
        "group": ("Gruppe", "De samme mennesker mødes fast."),
        "one_to_one": ("Besøgsven", "To mennesker mødes."),
        "café": ("Café eller mødested", "Åbent for alle i et bestemt tidsrum."),
        "meal": ("Spisning", "Man spiser sammen."),
        "outing": ("Udflugt", "Man tager et sted hen sammen."),
        "course": ("Hold eller kursus", "Man lærer eller øver noget over flere gange."),
    },
)
INTERESTS = Taxonomy(
    "interests",
    "Interesser",
    "Det, man er sammen om. Listen kan udvides.",
    {},
    open=True,
)
OWNERS = Taxonomy(
    "owners",
    "Slags organisation",
    "Hvem der har tilbuddet.",
    {
        "municipality": ("Kommune", "En kommune."),
        "association": ("Forening", "En forening."),
        "housing_association": ("Boligforening", "En boligforening."),
        "parish": ("Sogn", "Et sogn eller en menighed."),
        "firm": ("Virksomhed", "En privat virksomhed."),
        "care_home": ("Plejehjem", "Et plejehjem eller plejecenter."),
    },
)
EVERY = (INTERVENTIONS, STRATEGIES, AGE_GROUPS, KINDS, INTERESTS, OWNERS)
BY_ID = {taxonomy.id: taxonomy for taxonomy in EVERY}
FIXED_TERMS = tuple(Term(taxonomy, code) for taxonomy in EVERY for code in taxonomy.terms)


def taxonomy_document(taxonomy: Taxonomy) -> dict[str, str]:
    """The HSDS `taxonomy`."""
    return {"id": str(taxonomy.id), "name": taxonomy.name, "description": taxonomy.description, "version": "1"}


def term_document(term: Term, *, parent: str = "", also: Sequence[str] = ()) -> dict[str, object]:
    """The HSDS `taxonomy_term` with its taxonomy. `parent`: the code it is a kind of; `also`: other words for it."""
    return {
        "id": str(term.id),
        "code": term.code,
        "name": term.name,
        "description": ", ".join(also) or term.description,
        **({"parent_id": str(Term(term.taxonomy, parent).id)} if parent else {}),
        "language": "da",
        "taxonomy": term.taxonomy.name,
        "taxonomy_id": str(term.taxonomy.id),
        "taxonomy_detail": taxonomy_document(term.taxonomy),
    }
