"""The town's directory: what its organisations have for people."""

from __future__ import annotations

from datetime import time, timedelta
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
        "time": time(14, 0), "address": "Foreningshuset, Nørregade 4",
        "kind": "group", "interests": ["sang", "snak"], "weekdays": [3], "price_dkk": 0, "places_total": 20,
        "latitude": 56.205, "longitude": 10.908, "hearing_loop": True, "walks_needed_m": 100,
        "description": _text(
            "Vi synger kendte sange hver torsdag kl. 14–16 i Foreningshuset, Nørregade 4, og drikker kaffe sammen "
            "bagefter. Det er gratis. Kom i det tøj, du plejer. Bent tager imod ved døren. Ring på 12 34 56 01, "
            "hvis du vil hentes.",
            "We sing well-known songs every Thursday 14–16 in Foreningshuset, Nørregade 4, and have coffee together "
            "after. It is free; wear what you like. Bent meets you at the door. Call 12 34 56 01 if you want to be "
            "fetched."),
    }),
    ("association", "Torsdagsherrerne", {
        "time": time(10, 0), "address": "Foreningshuset, Nørregade 4",
        "kind": "group", "interests": ["mænd", "kort", "snak"], "sex": "male", "min_age": 65, "weekdays": [3],
        "price_dkk": 0, "places_total": 15, "latitude": 56.201, "longitude": 10.899,
        "description": _text(
            "En gruppe mænd mødes hver anden torsdag kl. 10 i Foreningshuset, Nørregade 4. Vi bestemmer selv, hvad "
            "vi laver sammen: kort, gåture og gæster. Det er gratis. Kom i sko, du kan gå i. Bent tager imod. Vil "
            "du hentes, så ring på 12 34 56 01.",
            "A group of men meet every other Thursday at 10 in Foreningshuset, Nørregade 4, and decide what to do "
            "together: cards, walks and guests. It is free. Wear shoes you can walk in. Bent meets you. Call 12 34 "
            "56 01 if you want to be fetched."),
    }),
    ("association", "Mandeværkstedet", {
        "time": time(9, 0),
        "kind": "group", "interests": ["værksted", "mænd", "snak"], "sex": "male", "min_age": 60, "weekdays": [1],
        "price_dkk": 0, "places_total": 24, "latitude": 56.201, "longitude": 10.899, "step_free": False,
        "address": "Foreningshuset, Nørregade 4, 1. sal",
        "description": _text(
            "Vi reparerer cykler og radioer sammen hver tirsdag kl. 9–12 på første sal i Nørregade 4, seks til otte "
            "ad gangen. Kaffen er altid varm og gratis. Kom i arbejdstøj. Bent tager imod. Bus 12 holder ved døren. "
            "Ring på 12 34 56 01.",
            "We mend bicycles and radios together every Tuesday 9–12 on the first floor of Nørregade 4, six to "
            "eight at a time. The coffee is always hot, and free. Come in working clothes. Bent meets you. Bus 12 "
            "stops at the door. Call 12 34 56 01."),
    }),
    ("association", "Besøgsven hjemme hos dig", {
        "kind": "one_to_one", "interests": ["snak", "gåtur", "kort"], "price_dkk": 0, "places_total": 25,
        "latitude": 56.204, "longitude": 10.901,
        "description": _text(
            "En frivillig kommer en time om ugen. I finder sammen ud af, hvad tiden skal bruges til.",
            "A volunteer comes for an hour a week. You find out together what to use the time for."),
    }),
    ("parish", "Fællesspisning i sognegården", {
        "time": time(17, 30), "address": "Sognegården, Kirkevej 1",
        "kind": "meal", "interests": ["mad", "snak", "kirke"], "weekdays": [1], "price_dkk": 50, "places_total": 40,
        "latitude": 56.198, "longitude": 10.897, "transport": True, "hearing_loop": True,
        "description": _text(
            "To retter mad og god tid sammen ved bordet hver tirsdag kl. 17.30 i sognegården, Kirkevej 1. Maden "
            "koster 50 kr. Kom, som du er. Pernille Præst tager imod og finder en plads til dig. Kirkebilen henter, "
            "hvis du ringer dagen før på 12 34 56 02.",
            "Two courses and plenty of time together every Tuesday at 17.30 in the parish house, Kirkevej 1. It "
            "costs DKK 50. Come as you are. Pernille Præst meets you and finds you a seat. The church car fetches "
            "you if you call the day before on 12 34 56 02."),
    }),
    ("parish", "Fortæl og læs", {
        "time": time(10, 0), "address": "Sognegården, Kirkevej 1",
        "kind": "group", "interests": ["bøger", "snak"], "weekdays": [2], "price_dkk": 0, "places_total": 10,
        "latitude": 56.198, "longitude": 10.897,
        "description": _text(
            "Otte onsdage kl. 10–12 i sognegården, Kirkevej 1. Vi læser højt for hinanden og taler om det, vi "
            "kender. Det er gratis. Kom i det tøj, du plejer. Pernille Præst tager imod. Kirkebilen henter, hvis du "
            "ringer dagen før på 12 34 56 02.",
            "Eight Wednesdays 10–12 in the parish house, Kirkevej 1. We read aloud to each other and talk about "
            "what we know. It is free; wear what you like. Pernille Præst meets you. The church car fetches you if "
            "you call the day before on 12 34 56 02."),
    }),
    ("housing", "Kaffe i fælleshuset", {
        "time": time(14, 0), "address": "Fælleshuset, Søparken 10",
        "kind": "café", "interests": ["snak", "kort"], "weekdays": [0, 4], "price_dkk": 10, "places_total": 30,
        "latitude": 56.210, "longitude": 10.915, "walks_needed_m": 50,
        "description": _text(
            "Åben kaffe hver mandag og fredag kl. 14–16 i fælleshuset, Søparken 10, for alle i Søparken og omegn. "
            "En kop koster 10 kr. Kom i hjemmesko, hvis du vil. Viggo er vært og tager imod ved døren. Vi følges "
            "gerne med dig over gården. Ring på 12 34 56 03.",
            "Open coffee every Monday and Friday 14–16 in the common house, Søparken 10, for everybody in Søparken "
            "and around. A cup costs DKK 10. Come in slippers if you like. Viggo is the host and meets you at the "
            "door. We gladly walk with you across the yard. Call 12 34 56 03."),
    }),
    ("housing", "Havelauget", {
        "kind": "group", "interests": ["natur", "gåtur"], "weekdays": [5], "price_dkk": 0, "places_total": 12,
        "latitude": 56.211, "longitude": 10.917, "walks_needed_m": 300, "step_free": False,
        "description": _text(
            "Vi passer køkkenhaven sammen lørdag formiddag. Du kan også bare sidde på bænken og give gode råd.",
            "We tend the kitchen garden on Saturday mornings. You may also sit on the bench and give advice."),
    }),
    ("care_home", "Strik og snak på Lindely", {
        "time": time(13, 30), "address": "Lindely, Engvej 20",
        "kind": "group", "interests": ["håndarbejde", "snak"], "weekdays": [2], "price_dkk": 0, "places_total": 12,
        "latitude": 56.195, "longitude": 10.910, "transport": True,
        "description": _text(
            "Vi strikker og snakker sammen hver onsdag kl. 13.30–15.30 i dagligstuen på Lindely, Engvej 20. Tag "
            "strikketøjet med, eller lån noget af os. Kaffen er gratis. Kom i det tøj, du plejer. Lis Lind tager "
            "imod. Lindelys bil henter. Ring på 12 34 56 05.",
            "We knit and talk together every Wednesday 13.30–15.30 in the sitting room of Lindely, Engvej 20. Bring "
            "your knitting or borrow ours. Coffee is free; wear what you like. Lis Lind meets you. Lindely's car "
            "fetches you. Call 12 34 56 05."),
    }),
    ("care_home", "Stoledans og bevægelse", {
        "time": time(10, 15), "address": "Lindely, Engvej 20",
        "kind": "group", "interests": ["motion", "sang"], "weekdays": [0, 3], "price_dkk": 20, "places_total": 16,
        "latitude": 56.195, "longitude": 10.910,
        "description": _text(
            "45 minutter med musik, siddende eller stående, hver mandag og torsdag kl. 10.15 på Lindely, Engvej 20. "
            "Bagefter drikker vi kaffe sammen. Det koster 20 kr. Kom i tøj, du kan røre dig i. Lis Lind tager imod. "
            "Bus 12 holder ved døren. Ring på 12 34 56 05.",
            "45 minutes with music, sitting or standing, every Monday and Thursday at 10.15 at Lindely, Engvej 20. "
            "We have coffee together after. It costs DKK 20. Wear clothes you can move in. Lis Lind meets you. Bus "
            "12 stops at the door. Call 12 34 56 05."),
    }),
    ("association", "Bustur ud i det blå", {
        "time": time(12, 0),
        "kind": "outing", "interests": ["udflugt", "natur"], "weekdays": [4], "price_dkk": 120, "places_total": 8,
        "latitude": 56.203, "longitude": 10.903, "transport": True, "walks_needed_m": 200,
        "description": _text(
            "En tur sammen hver anden fredag kl. 12–15 med kaffe på vejen. Bussen har lift og henter hjemme hos "
            "dig. Turen koster 120 kr. Tag overtøj på efter vejret. Bent er med og kender alle. Ring på 12 34 56 "
            "01.",
            "A trip together every other Friday 12–15 with coffee on the way. The bus has a lift and fetches you at "
            "home. It costs DKK 120. Wear a coat for the weather. Bent comes along and knows everybody. Call 12 34 "
            "56 01."),
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
