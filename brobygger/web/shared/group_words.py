"""Danish words for the codes of groups and sessions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers import pay_rules

KINDS: dict[str, Any] = {
    "group": _("Fællesskab eller klub"),
    "meal": _("Spise sammen"),
    "cafe": _("Café"),
    "outing": _("Tur eller udflugt"),
    "training": _("Træning eller bevægelse"),
    "course": _("Kursus eller temaer"),
    "pair": _("To, der mødes"),
    "companionship": _("Følgeskab"),
    "other": _("Andet"),
}
NEEDS: dict[str, Any] = {
    "agenda": _("Faste punkter"),
    "theme": _("Et tema eller et samtalekort"),
    "speaker": _("En, der fortæller eller holder oplæg"),
    "menu": _("En menu"),
    "seats": _("Et bestemt antal pladser"),
    "tables": _("Borde med bordværter"),
    "guests": _("Man må tage en gæst med"),
    "sign_off": _("Man melder til og fra inden en frist"),
    "bring": _("Noget at tage med eller have på"),
    "weather": _("En plan for dårligt vejr"),
    "duties": _("Tjanser på skift"),
    "goals": _("Mål og en lille opgave til næste gang"),
    "ideas": _("Idéer til næste gang"),
    "told_before": _("Alle får besked to dage før, hver på sin måde"),
}
MODES: dict[str, Any] = {
    "usual": _("Som vi plejer"),
    "indoors": _("Indendørs, på grund af vejret"),
    "outdoors": _("Udendørs"),
    "phone": _("Vi ringer til hinanden i stedet"),
    "doorstep": _("Vi mødes ved døren hos hver enkelt"),
}
CHANGED: dict[str, Any] = {
    "time": _("tiden"),
    "place": _("stedet"),
    "mode": _("måden, vi mødes på"),
    "called_off": _("aflyst"),
    "resumed": _("holdes alligevel"),
}
LATE: dict[str, Any] = {
    "free": _("Det koster ikke noget"),
    "half": _("Man betaler det halve"),
    "full": _("Man betaler det hele"),
}
PAYS: dict[str, Any] = {
    "self": _("Betaler selv"),
    "scheme": _("Er med i madordningen og betaler ikke"),
    "pension": _("Trækkes over pensionen"),
    "organisation": _("Foreningen betaler"),
    "municipality": _("Kommunen betaler"),
    "free": _("Det er gratis"),
}
PAYERS = [(code, PAYS[code]) for code in pay_rules.WHO]  # what the coordinator chooses among
ROLES: dict[str, Any] = {
    "instructor": _("Instruktør"),
    "table_host": _("Bordvært"),
    "convener": _("Tovholder"),
    "successor": _("Klar til at tage over"),
    "volunteer": _("Frivillig"),
}
TAKING_PART: dict[str, Any] = {
    "active": _("Er med i det hele"),
    "passive": _("Er med på sin egen stille måde"),
    "resting": _("Holder pause"),
}
TROUBLES: dict[str, Any] = {
    "cliques": _("Der er små grupper i gruppen"),
    "left_out": _("Nogen bliver holdt udenfor"),
    "conflict": _("To eller flere er uenige"),
    "dominates": _("En fylder meget"),
    "other": _("Andet"),
}
HELP: dict[str, Any] = {
    "toilet": _("Hjælp til at komme på toilettet"),
    "lift": _("Hjælp til at rejse og sætte sig"),
    "eating": _("Hjælp til at spise"),
    "medicine": _("Hjælp til medicin"),
}
OUTCOMES: dict[str, Any] = {
    "planned": _("Det er planlagt"),
    "done": _("Det er gjort"),
    "not_now": _("Ikke lige nu"),
}
SIZES: dict[str, Any] = {
    "few": _("Gruppen er lille. Der er plads til flere."),
    "full": _("Gruppen er fuld."),
    "over": _("Der er flere i gruppen, end den er lavet til. Overvej at dele den."),
}
BALANCES: dict[str, Any] = {
    "no_carrier": _("Der er ingen, der er skrevet på som en, der kan tage sig af andre. Hvem kunne det være?"),
    "few_carriers": _("Der er få, der kan tage sig af andre, i forhold til hvor mange I er."),
}
MOTIVATION: dict[str, Any] = {
    "more": _("Større end før"),
    "same": _("Som før"),
    "less": _("Mindre end før"),
}


def and_so_on(codes: str) -> str:
    """What changed, in one line: "tiden og stedet"."""
    said = [str(CHANGED[code]) for code in codes.split() if code in CHANGED]
    if len(said) < 2:
        return "".join(said)
    return _("%(first)s og %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


ORDERS = {
    "food": _("Mad fra et køkken"),
    "restaurant": _("Bord og mad på en restaurant"),
    "taxi": _("Taxa eller bus"),
    "speaker": _("Oplæg eller foredrag"),
    "visit": _("Et besøg et sted"),
    "place": _("Et sted at være"),
    "other": _("Noget andet"),
}
ORDER_STATES = {
    "asked": _("har ikke svaret"),
    "yes": _("har sagt ja"),
    "no": _("har sagt nej"),
    "called_off": _("bruges ikke"),
}
DAY_ANSWERS = {"yes": _("Ja"), "perhaps": _("Måske"), "no": _("Nej")}
DAY_STATES = {
    "open": _("spurgt om"),
    "settled": _("valgt"),
    "put_away": _("blev ikke til noget"),
}
WHY_DAY = {
    "all_can": _("alle kan"),
    "nobody_cannot": _("ingen har sagt nej"),
    "fewest_cannot": _("færrest har sagt nej"),
}
