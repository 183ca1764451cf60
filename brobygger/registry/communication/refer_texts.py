"""Six greetings to those who can refer, each other than the last (R360): what became of theirs, and that there is room.

Danish, as all texts that leave the house. {tekst} is what became of those they referred; {link} is where they pause or
stop it.
"""

from __future__ import annotations

FIELDS = "name words link phone sender"
_STOP = "\n\nVil I høre fra os sjældnere, holde pause eller stoppe? Vælg det her: {link}\n\nVenlig hilsen\n{afsender}"
_SHORT_END = " Pause eller stop: {link} {afsender}, {telefon}"

# subject, body without its end, SMS without its end
_GREETINGS = (
    (
        "Kender I en, der vil være med?",
        "Hej {navn}\n\n{tekst}\n\nKender I en, der gerne vil se flere mennesker? Spørg, om vi må ringe. Så tager vi "
        "over. Ring til os på {telefon}.",
        "Hej {navn}. {tekst} Kender I en, der gerne vil se flere mennesker? Ring.",
    ),
    (
        "Sådan går det med dem, I fandt",
        "Hej {navn}\n\n{tekst}\n\nI ser mennesker, som vi ikke møder. Et enkelt navn er nok, når personen siger ja. "
        "Vi svarer altid, hvad der blev af det. Ring til os på {telefon}.",
        "Hej {navn}. {tekst} I ser nogle, vi ikke møder. Et navn er nok, når personen siger ja.",
    ),
    (
        "Der er plads til flere",
        "Hej {navn}\n\n{tekst}\n\nDer er plads lige nu. Tænk på den, der plejede at komme, og den, der netop er "
        "flyttet til. Ring til os på {telefon}, så finder vi ud af resten.",
        "Hej {navn}. {tekst} Der er plads lige nu. Tænk på den, der plejede at komme.",
    ),
    (
        "Hvem har I tænkt på i denne uge?",
        "Hej {navn}\n\n{tekst}\n\nTag fem minutter på jeres næste møde. Hvem har nogen af jer tænkt på i denne uge? "
        "Skriv navnet ned, og spørg personen næste gang. Vi hjælper på {telefon}.",
        "Hej {navn}. {tekst} Tag fem minutter på næste møde: Hvem har I tænkt på i denne uge?",
    ),
    (
        "Et spørgsmål er nok",
        "Hej {navn}\n\n{tekst}\n\nI behøver ikke at kende alle tilbud. Spørg bare: »Må en ringe til dig om noget, du "
        "måske vil være med til?« Siger personen ja, så ring til os på {telefon}.",
        "Hej {navn}. {tekst} Spørg bare: Må en ringe til dig om noget, du måske vil være med til?",
    ),
    (
        "Tak for jeres øjne og ører",
        "Hej {navn}\n\n{tekst}\n\nMange siger ja, når den, der spørger, er en, de kender. Derfor er det jer, der gør "
        "forskellen. Er I i tvivl om en person? Ring, så tænker vi højt sammen: {telefon}.",
        "Hej {navn}. {tekst} Mange siger ja, når en, de kender, spørger. Er I i tvivl? Ring.",
    ),
)
REFER = {
    f"refer_{number}": (subject, body + _STOP, short + _SHORT_END)
    for number, (subject, body, short) in enumerate(_GREETINGS, 1)
}
