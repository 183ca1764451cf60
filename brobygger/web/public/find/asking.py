"""What somebody asks for on the page: read from the address with patience. Nothing written there is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from brobygger.communities.directory import queries
from brobygger.communities.directory.conditions import Near, Wanted
from brobygger.communities.directory.question_rules import LONGEST_QUESTION
from brobygger.communities.directory.writing_rules import plain_channel
from brobygger.communities.offers.taxonomy_rules import KINDS
from brobygger.web.shared import words

DAYS = (_("Mandag"), _("Tirsdag"), _("Onsdag"), _("Torsdag"), _("Fredag"), _("Lørdag"), _("Søndag"))
DISTANCES = ((1, _("1 km")), (3, _("3 km")), (5, _("5 km")), (10, _("10 km")), (25, _("25 km")), (50, _("50 km")))
PRICES = ((0, _("Gratis")), (50, _("Højst 50 kr.")), (100, _("Højst 100 kr.")))
WALKS = ((50, _("50 meter")), (200, _("200 meter")), (500, _("500 meter")), (1000, _("1 km")))
NEEDS = {
    "trinfrit": ("step_free", _("Uden trapper, plads til kørestol")),
    "teleslynge": ("hearing_loop", _("Teleslynge")),
    "koersel": ("transport", _("Du kan blive hentet")),
    "hjemme": ("at_home", _("Hjemme hos dig")),
}
ONLY = {"maend": ("male", _("Kun for mænd")), "kvinder": ("female", _("Kun for kvinder"))}
# The national initiatives' own sorting (seed 003), in words of the page; the codes are those of taxonomy_rules.
AGES = {
    "flere": _("Flere aldre"), "familier": _("Familier"), "boern": _("Børn"), "unge": _("Unge"),
    "midaldrende": _("Midaldrende"), "aeldre": _("Ældre"),
}  # fmt: skip
EFFORTS = {
    "raadgivning": _("Rådgivning"), "opholds_moedested": _("Mødested"),
    "besoegsven_mentor": _("Besøgsven eller mentor"), "aktivitetstilbud": _("Noget at lave sammen"),
    "samtale_behandling": _("Samtale"), "socialt_forum": _("Forum"), "undervisningsforloeb": _("Kursus"),
    "database": _("Overblik"),
}  # fmt: skip
WAYS = words.STRATEGIES
VIEWS = {"liste": _("Liste"), "kort": _("Kort"), "kalender": _("Kalender")}
ON_A_PAGE, ON_A_MAP, LAST_PAGE = 12, 60, 50


@dataclass(frozen=True)
class Question:
    """One question as it stands in the address. `place`: as it was written; `near`: where that is, when known."""

    text: str = ""
    place: str = ""
    near: Near | None = None
    km: int | None = None
    days: tuple[int, ...] = ()
    most_dkk: int | None = None
    walks_m: int | None = None
    needs: tuple[str, ...] = ()
    only: str = ""
    language: str = ""
    kinds: tuple[str, ...] = ()
    age_group: str = ""
    intervention: str = ""
    strategy: str = ""
    view: str = "liste"
    page: int = 1
    channel: str = ""

    def wanted(self) -> Wanted:
        """The filters as the search takes them."""
        needs: dict[str, bool] = {NEEDS[code][0]: True for code in self.needs}
        return Wanted(
            weekdays=self.days,
            most_dkk=self.most_dkk,
            walks_m=self.walks_m,
            step_free=needs.get("step_free", False),
            hearing_loop=needs.get("hearing_loop", False),
            transport=needs.get("transport", False),
            at_home=needs.get("at_home", False),
            sex=ONLY[self.only][0] if self.only else "",
            language=self.language,
            kinds=self.kinds,
            age_groups=[self.age_group] if self.age_group else [],
            interventions=[self.intervention] if self.intervention else [],
            strategies=[self.strategy] if self.strategy else [],
            near=replace(self.near, km=self.km) if self.near else None,
        )

    @property
    def filters(self) -> int:
        """How many filters are set, beside the words and the place."""
        one = (self.most_dkk is not None, self.walks_m, self.only, self.language, self.age_group, self.intervention)
        return sum(map(bool, (*one, self.strategy))) + len(self.days) + len(self.needs) + len(self.kinds)

    @property
    def asked(self) -> bool:
        """Whether anything at all was asked."""
        return bool(self.text or self.place or self.filters)

    def address(self, **changes: object) -> str:
        """The same question as an address, with changes; what is empty is left out."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [
            ("q", one.text), ("naer", one.place), ("km", one.km), *(("dag", day) for day in one.days),
            ("pris", one.most_dkk), ("gang", one.walks_m), *(("krav", code) for code in one.needs), ("kun", one.only),
            ("tales", one.language), *(("slags", code) for code in one.kinds), ("alder", one.age_group),
            ("type", one.intervention), ("vej", one.strategy), ("vis", "" if one.view == "liste" else one.view),
            ("side", one.page if one.page > 1 else ""), ("k", one.channel),
        ]  # fmt: skip
        return "?" + urlencode([(name, value) for name, value in pairs if value not in ("", None)])


def read(given: QueryDict) -> Question:
    """The question in an address. What cannot be understood is as if it were not there. Looks up the place."""
    place = _text(given, "naer", 200)
    near = queries.place(place) if place else None
    return Question(
        text=_text(given, "q", LONGEST_QUESTION),
        place=place,
        near=near,
        km=_number(given, "km", (value for value, _label in DISTANCES)),
        days=tuple(
            sorted({int(day) for day in given.getlist("dag")[:20] if day in {"0", "1", "2", "3", "4", "5", "6"}})
        ),
        most_dkk=_number(given, "pris", (value for value, _label in PRICES)),
        walks_m=_number(given, "gang", (value for value, _label in WALKS)),
        needs=_codes(given, "krav", NEEDS),
        only=_code(given, "kun", ONLY),
        language=_text(given, "tales", 60),
        kinds=_codes(given, "slags", KINDS.terms),
        age_group=_code(given, "alder", AGES),
        intervention=_code(given, "type", EFFORTS),
        strategy=_code(given, "vej", WAYS),
        view=_code(given, "vis", VIEWS) or "liste",
        page=_number(given, "side", range(1, LAST_PAGE + 1)) or 1,
        channel=channel_of(given),
    )


def channel_of(given: Mapping[str, object]) -> str:
    """The code on the paper that led here (?k=), as plain letters; empty without one."""
    return plain_channel(str(given.get("k", ""))[:200])


def _text(given: QueryDict, name: str, longest: int) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in str(given.get(name, ""))[: 4 * longest])
    return " ".join(plain.split())[:longest]


def _number(given: QueryDict, name: str, allowed: Iterable[int]) -> int | None:
    by_text = {str(value): value for value in allowed}
    return by_text.get(str(given.get(name, "")))


def _code(given: QueryDict, name: str, allowed: Mapping[str, object]) -> str:
    value = str(given.get(name, ""))
    return value if value in allowed else ""


def _codes(given: QueryDict, name: str, allowed: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(code for code in allowed if code in set(given.getlist(name)[:20]))
