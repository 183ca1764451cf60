"""The town's directory: what its organisations have for people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from brobygger.communities.offers import operations as offers
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town


def publish(town: Town) -> None:
    """Put every offer in the directory, most of them confirmed lately."""
    with acting_as(town.actors["mette"]) as mette:
        for number, (organisation, name, facts) in enumerate(_OFFERS):
            confirmed = town.now - timedelta(days=20 * number % 400)
            offers.publish(
                organisation=town.organisations[organisation],
                name=name,
                by=mette,
                at=confirmed,
                **{**_USUAL, "contact_name": town.organisations[organisation].contact_name, **facts},
            )


_USUAL: dict[str, Any] = {
    "area": "Eksempelkøbing",
    "step_free": True,
    "transport": False,
    "contact_phone": "12 34 56 01",
}


def _text(danish: str, english: str) -> dict[str, str]:
    return {"da": danish, "en": english}


_OFFERS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("association", "Syng sammen om torsdagen", {
        "kind": "group", "interests": ["sang", "snak"], "weekdays": [3], "price_dkk": 0, "places_total": 20,
        "latitude": 56.205, "longitude": 10.908, "hearing_loop": True, "walks_needed_m": 100,
        "description": _text(
            "Vi synger kendte sange i to timer og drikker kaffe bagefter. Bent tager imod ved døren.",
            "We sing well-known songs for two hours and have coffee after. Bent meets you at the door."),
    }),
    ("association", "Torsdagsherrerne", {
        "kind": "group", "interests": ["mænd", "kort", "snak"], "sex": "male", "min_age": 65, "weekdays": [3],
        "price_dkk": 0, "places_total": 15, "latitude": 56.201, "longitude": 10.899,
        "description": _text(
            "En gruppe mænd mødes hver anden torsdag. Vi bestemmer selv, hvad vi laver: kort, gåture og gæster.",
            "A group of men meet every other Thursday and decide what to do: cards, walks and guests."),
    }),
    ("association", "Mandeværkstedet", {
        "kind": "group", "interests": ["værksted", "mænd", "snak"], "sex": "male", "min_age": 60, "weekdays": [1],
        "price_dkk": 0, "places_total": 24, "latitude": 56.201, "longitude": 10.899, "step_free": False,
        "address": "Foreningshuset, Nørregade 4, 1. sal",
        "description": _text(
            "Vi reparerer cykler og radioer på første sal, seks til otte ad gangen. Kaffen er altid varm.",
            "We mend bicycles and radios on the first floor, six to eight at a time. The coffee is always hot."),
    }),
    ("association", "Besøgsven hjemme hos dig", {
        "kind": "one_to_one", "interests": ["snak", "gåtur", "kort"], "price_dkk": 0, "places_total": 25,
        "latitude": 56.204, "longitude": 10.901,
        "description": _text(
            "En frivillig kommer en time om ugen. I finder sammen ud af, hvad tiden skal bruges til.",
            "A volunteer comes for an hour a week. You find out together what to use the time for."),
    }),
    ("parish", "Fællesspisning i sognegården", {
        "kind": "meal", "interests": ["mad", "snak", "kirke"], "weekdays": [1], "price_dkk": 50, "places_total": 40,
        "latitude": 56.198, "longitude": 10.897, "transport": True, "hearing_loop": True,
        "description": _text(
            "To retter mad og god tid ved bordet hver tirsdag. Kirkebilen henter, hvis du ringer dagen før.",
            "Two courses and plenty of time every Tuesday. The church car fetches you if you call the day before."),
    }),
    ("parish", "Fortæl og læs", {
        "kind": "group", "interests": ["bøger", "snak"], "weekdays": [2], "price_dkk": 0, "places_total": 10,
        "latitude": 56.198, "longitude": 10.897,
        "description": _text(
            "Otte onsdage med gode historier. Vi læser højt for hinanden og taler om det, vi kender.",
            "Eight Wednesdays with good stories. We read aloud and talk about what we know."),
    }),
    ("housing", "Kaffe i fælleshuset", {
        "kind": "café", "interests": ["snak", "kort"], "weekdays": [0, 4], "price_dkk": 10, "places_total": 30,
        "latitude": 56.210, "longitude": 10.915, "walks_needed_m": 50,
        "description": _text(
            "Åben kaffe for alle i Søparken og omegn. Der er altid en vært ved døren.",
            "Open coffee for everybody in Søparken and around. There is always a host at the door."),
    }),
    ("housing", "Havelauget", {
        "kind": "group", "interests": ["natur", "gåtur"], "weekdays": [5], "price_dkk": 0, "places_total": 12,
        "latitude": 56.211, "longitude": 10.917, "walks_needed_m": 300, "step_free": False,
        "description": _text(
            "Vi passer køkkenhaven sammen lørdag formiddag. Du kan også bare sidde på bænken og give gode råd.",
            "We tend the kitchen garden on Saturday mornings. You may also sit on the bench and give advice."),
    }),
    ("care_home", "Strik og snak på Lindely", {
        "kind": "group", "interests": ["håndarbejde", "snak"], "weekdays": [2], "price_dkk": 0, "places_total": 12,
        "latitude": 56.195, "longitude": 10.910, "transport": True,
        "description": _text(
            "Tag strikketøjet med, eller lån noget af os. Naboer til Lindely er lige så velkomne som beboere.",
            "Bring your knitting or borrow ours. Neighbours are as welcome as residents."),
    }),
    ("care_home", "Stoledans og bevægelse", {
        "kind": "group", "interests": ["motion", "sang"], "weekdays": [0, 3], "price_dkk": 20, "places_total": 16,
        "latitude": 56.195, "longitude": 10.910,
        "description": _text(
            "45 minutter med musik, siddende eller stående, og kaffe efter. Kom i tøj, du kan røre dig i.",
            "45 minutes with music, sitting or standing, and coffee after. Wear clothes you can move in."),
    }),
    ("association", "Bustur ud i det blå", {
        "kind": "outing", "interests": ["udflugt", "natur"], "weekdays": [4], "price_dkk": 120, "places_total": 8,
        "latitude": 56.203, "longitude": 10.903, "transport": True, "walks_needed_m": 200,
        "description": _text(
            "En tur på tre timer hver anden fredag med kaffe på vejen. Bussen har lift og henter ved døren.",
            "A three-hour trip every other Friday with coffee on the way. The bus has a lift and fetches at the door."),
    }),
    ("kommune", "Hjælp til telefon og tablet", {
        "kind": "course", "interests": ["it"], "weekdays": [1], "price_dkk": 0, "places_total": 6,
        "latitude": 56.202, "longitude": 10.902,
        "description": _text(
            "Seks gange hjemme hos dig eller på biblioteket, i dit eget tempo.",
            "Six times at your home or at the library, at your own pace."),
    }),
    ("parish", "Værkstedet bag kirken", {
        "kind": "group", "interests": ["værksted", "mænd"], "weekdays": [0], "price_dkk": 0, "places_total": 10,
        "latitude": 56.199, "longitude": 10.895, "step_free": False,
        "description": _text(
            "Vi reparerer legetøj og stole, og der er kaffe på kanden. Kan du lære fra dig, er du meget velkommen.",
            "We mend toys and chairs, and coffee is ready. If you can teach others, you are very welcome."),
    }),
)  # fmt: skip
