"""What each analysis means, what it does not say, and the sentences for when there is no number. Danish and English."""

from __future__ import annotations

from brobygger.insight.analyses.estimate import Meaning
from brobygger.registry.recipes.words import Words

# ---- why there is no number, or no interval ------------------------------------------------------------------------
NOBODY = Words("Der er ingen at regne på.", "There is nobody to count.")
NOBODY_TWICE = Words("Ingen er målt både før og efter.", "Nobody was measured both before and after.")
ALL_OUTSIDE = Words(
    "Ingen af målingerne ligger inden for skalaen, så der er intet at regne på.",
    "None of the scores lie within the scale, so there is nothing to count.",
)
SOME_OUTSIDE = Words(
    "Mindst én måling ligger uden for skalaen og er ikke regnet med.",
    "At least one score lies outside the scale and is not counted.",
)
ONE_PERSON = Words(
    "Kun én person er målt, så usikkerheden kan ikke regnes ud.",
    "Only one person was measured, so the uncertainty cannot be computed.",
)
ALL_EQUAL = Words(
    "Alle har ændret sig lige meget, så usikkerheden kan ikke regnes ud af tallene.",
    "Everybody changed by the same, so the uncertainty cannot be computed from the numbers.",
)
SAME_START = Words(
    "Alle begyndte med samme score, så ændringen kan ikke sættes i forhold til spredningen.",
    "Everybody began with the same score, so the change cannot be set against the spread.",
)
SAME_END = Words(
    "Alle endte med samme score, så usikkerheden kan ikke regnes ud.",
    "Everybody ended with the same score, so the uncertainty cannot be computed.",
)
NO_RELIABILITY = Words(
    "Der findes ikke noget sikkert tal for, hvor præcist måleredskabet måler den enkelte, så det regnes ikke ud.",
    "No firm figure says how precisely the instrument measures one person, so this is not computed.",
)
FEW_ROUNDS = Words(
    "For få er målt mere end én gang til at følge målingerne over tid.",
    "Too few were measured more than once to follow the scores over time.",
)
NO_ERROR = Words(
    "Målingerne ligger på rette linjer, så usikkerheden kan ikke regnes ud.",
    "The scores lie on straight lines, so the uncertainty cannot be computed.",
)
NOT_REACHED = Words(
    "Så langt er der ikke fulgt nogen endnu.",
    "Nobody has been followed that far yet.",
)
NOBODY_LEFT_YET = Words(
    "Ingen er stoppet endnu, så usikkerheden kan ikke regnes ud.",
    "Nobody has stopped yet, so the uncertainty cannot be computed.",
)
EVERYBODY_DID = Words(
    "Det er sket for alle, der er fulgt, så usikkerheden kan ikke regnes ud.",
    "It has happened to everybody followed, so the uncertainty cannot be computed.",
)
MEDIAN_NOT_REACHED = Words(
    "Det er endnu ikke sket for halvdelen, så der er ingen median.",
    "It has not happened to half of them yet, so there is no median.",
)
TWO_GROUPS = Words(
    "Der skal være mindst to i hver gruppe for at sammenligne dem.",
    "At least two in each group are needed to compare them.",
)
SAME_DOSE = Words(
    "Alle har været med lige mange gange, så det kan ikke ses, om flere gange hænger sammen med noget.",
    "Everybody came the same number of times, so it cannot be seen whether more times go with anything.",
)
ONE_PROGRAMME = Words(
    "Der er ikke andre indsatser med samme opskrift at sammenligne med.",
    "There are no other programmes of the same recipe to compare with.",
)
NOT_TOLD = Words(
    "Tallet er skjult eller ikke opgjort, så der er intet at regne på.",
    "The number is hidden or not counted, so there is nothing to compute.",
)
TOO_FEW_TOLD = Words(
    "Mindst to indsatser med samme opskrift skal vise en ændring med usikkerhed, før de kan stå ved siden af hinanden.",
    "Two programmes of one recipe must show a change with an interval before they can stand beside each other.",
)
NO_TARGET = Words(
    "Ingen har skrevet, hvor mange der er i målgruppen.",
    "Nobody has written how many there are in the target group.",
)
MORE_THAN_ALL = Words(
    "Flere har været med, end der er skrevet i målgruppen. Se tallet for målgruppen efter.",
    "More have taken part than are written in the target group. Check the size of the target group.",
)
NO_STEPS = Words(
    "Indsatsen er ikke begyndt på forskellige tidspunkter i mindst to enheder, der begge er målt før og efter.",
    "The programme did not begin at different times in two or more units measured both before and after.",
)

# ---- what each number means ------------------------------------------------------------------------------------------
BEFORE_AND_AFTER = Words(
    "Tallet er for dem, der er målt begge gange. Det siger ikke, hvad der ville være sket uden indsatsen.",
    "The number is about those measured both times. It does not say what would have happened without the programme.",
)
MEAN_CHANGE = Meaning(
    Words(
        "Gennemsnittet af hver persons ændring fra start til seneste måling, med 95 % usikkerhed (t-fordelingen).",
        "The mean of each person's change from start to the latest score, with a 95% interval (Student's t).",
    ),
    BEFORE_AND_AFTER,
)
EFFECT = Meaning(
    Words(
        "Gennemsnittet af ændringerne delt med spredningen ved start (Beckers standardiserede ændring med Hedges' "
        "korrektion for små grupper), med 95 % usikkerhed.",
        "The mean change divided by the standard deviation at the start (Becker's standardised mean change with "
        "Hedges' correction for small groups), with a 95% interval.",
    ),
    Words(
        "Ændringer før og efter uden sammenligning er som regel større end dem, forsøg med lodtrækning finder.",
        "Changes before and after without a comparison are usually larger than those randomised trials find.",
    ),
)
SHARE = Meaning(
    Words(
        "Andelen af dem, der er målt begge gange, med 95 % usikkerhed (Wilson).",
        "The share of those measured both times, with a 95% interval (Wilson).",
    ),
    BEFORE_AND_AFTER,
)
RELIABLE = Meaning(
    Words(
        "Andelen, hvis ændring er større end måleredskabets egen usikkerhed for én person (Jacobson og Truax).",
        "The share whose change is larger than the instrument's own uncertainty for one person (Jacobson and Truax).",
    ),
    BEFORE_AND_AFTER,
)
BOUND = Meaning(
    Words(
        "Gennemsnittet for alle, der er begyndt, hvis de, der mangler en måling, har fået det så dårligt eller så "
        "godt, som skalaen tillader.",
        "The mean for everybody who began, if those without a score have become as badly or as well off as the scale "
        "allows.",
    ),
    Words(
        "Grænserne er det yderste, de manglende kan betyde. De er ikke et gæt på, hvordan det går dem.",
        "The limits are the most the missing can mean. They are no guess at how they are doing.",
    ),
)
SHARE_BOUND = Meaning(
    Words(
        "Andelen af alle, der er begyndt, som har fået det bedre: først hvis ingen af dem, der mangler en måling, har, "
        "så hvis de alle har.",
        "The share of everybody who began who are better: first if none of those without a score are, then if all are.",
    ),
    BOUND.caveat,
)
OVER_ROUNDS = Meaning(
    Words(
        "Ændringen for hver 30 dage, når alle målinger tæller med, også fra dem, der kun er målt nogle af gangene "
        "(blandet model med hver persons eget niveau, REML), med 95 % usikkerhed.",
        "The change for every 30 days with all scores counted, also from those measured only some of the times (mixed "
        "model with each person's own level, REML), with a 95% interval.",
    ),
    Words(
        "Modellen går ud fra, at ændringen er jævn, og at de manglende ligner dem, der er målt, når man kender deres "
        "andre målinger.",
        "The model assumes a steady change, and that the missing are like those measured, given their other scores.",
    ),
)
STILL_THERE = Meaning(
    Words(
        "Andelen, der endnu ikke er stoppet så mange dage efter den første gang (Kaplan-Meier, 95 % usikkerhed).",
        "The share who have not stopped so many days after the first time (Kaplan–Meier, 95% interval).",
    ),
    Words(
        "De, der er begyndt for nylig, tæller med, så længe de er fulgt. At stoppe tæller med uanset grunden.",
        "Those who began lately count for as long as they have been followed. Stopping counts whatever the reason.",
    ),
)
STILL_WAITING = Meaning(
    Words(
        "Andelen, der stadig venter på den første gang så mange dage efter deres ja (Kaplan-Meier, 95 % usikkerhed).",
        "The share still waiting for the first time so many days after their yes (Kaplan–Meier, 95% interval).",
    ),
    Words(
        "De, der stopper undervejs, tæller kun med, til de stopper: tallet går ud fra, at de ville have ventet som de "
        "andre.",
        "Those who stop on the way count only until they stop: the number assumes they would have waited as long.",
    ),
)
STILL_UNCALLED = Meaning(
    Words(
        "Andelen, som ingen har været i kontakt med så mange dage efter deres ja (Kaplan-Meier, 95 % usikkerhed).",
        "The share nobody has been in contact with so many days after their yes (Kaplan–Meier, 95% interval).",
    ),
    Words(
        "En kontakt, som ingen skrev ned, tæller ikke: den, der kom uden, tæller kun med, til han eller hun kom.",
        "A contact nobody wrote down does not count: somebody who came without one counts only until he or she came.",
    ),
)
MEDIAN_WAIT = Meaning(
    Words(
        "Dage, til det er sket for halvdelen (Kaplan-Meier, 95 % usikkerhed).",
        "Days until it has happened to half of them (Kaplan–Meier, 95% interval).",
    ),
    STILL_WAITING.caveat,
)
WAITING_COMPARED = Meaning(
    Words(
        "Gennemsnitlig ændring, mens man er med, minus gennemsnitlig ændring i ventetiden (Welch, 95 % usikkerhed).",
        "Mean change while taking part minus mean change while waiting (Welch, 95% interval).",
    ),
    Words(
        "Sammenligningen viser ikke årsag: de to perioder er ikke lige lange, og de, der venter, er ikke valgt ved "
        "lodtrækning.",
        "The comparison does not show a cause: the two periods are not equally long, and those who wait were not "
        "chosen by lot.",
    ),
)
AMONG_PROGRAMMES = Meaning(
    Words(
        "Indsatsens ændring trukket ind mod gennemsnittet af indsatser med samme opskrift, mest for de små "
        "(empirisk Bayes, DerSimonian-Laird), med 95 % usikkerhed.",
        "The programme's change drawn towards the mean of programmes of the same recipe, most for small ones "
        "(empirical Bayes, DerSimonian–Laird), with a 95% interval.",
    ),
    Words(
        "Indsatserne når forskellige borgere. En forskel siger ikke, at den ene er bedre end den anden.",
        "The programmes reach different people. A difference does not say that one is better than another.",
    ),
)
DOSE = Meaning(
    Words(
        "Forskellen i ændring for hver ti gange, man har været med (lineær regression, 95 % usikkerhed).",
        "The difference in change for every ten times of taking part (linear regression, 95% interval).",
    ),
    Words(
        "Det viser ikke årsag: den, der får det bedre, kommer måske også oftere.",
        "It does not show a cause: somebody who gets better may also come more often.",
    ),
)
COVERAGE = Meaning(
    Words(
        "Andelen af målgruppen, der har været med mindst én gang, med 95 % usikkerhed (Wilson).",
        "The share of the target group who have taken part at least once, with a 95% interval (Wilson).",
    ),
    Words(
        "Målgruppen er talt eller anslået af indsatsen selv. Det siger ikke, hvor mange af dem der savner samvær.",
        "The target group is counted or estimated by the programme itself. It does not say how many miss company.",
    ),
)
STEPPED = Meaning(
    Words(
        "Forskellen i point mellem enheder, hvor indsatsen er begyndt, og enheder, hvor den ikke er, i de samme "
        "kvartaler (vægtet regression med et niveau for hver enhed og hvert kvartal, 95 % usikkerhed).",
        "The difference in points between units where the programme has begun and units where it has not, in the same "
        "quarters (weighted regression with a level for each unit and quarter, 95% interval).",
    ),
    Words(
        "Rækkefølgen er ikke trukket ved lodtrækning, og det er ikke de samme borgere, der er spurgt før og efter. "
        "Tallet viser ikke årsag.",
        "The order was not drawn by lot, and those asked before and after are not the same people. The number does "
        "not show a cause.",
    ),
)
TWO_SHARES = Meaning(
    Words(
        "Andelen det sidste år minus andelen det første år (Newcombe, 95 % usikkerhed).",
        "The share of the last year minus that of the first (Newcombe, 95% interval).",
    ),
    Words(
        "De to år er ikke de samme borgere, og tallet siger ikke, hvorfor andelen er en anden.",
        "The two years are not the same people, and the number does not say why the share is another.",
    ),
)
CONTENT = Meaning(
    Words(
        "Andelen, der var tilfredse eller meget tilfredse, af alle, der svarede på spørgsmålet (Wilson, 95 % "
        "usikkerhed).",
        "The share who were content or very content, of all who answered the question (Wilson, 95% interval).",
    ),
    Words(
        "Dem, der ikke har svaret, ved man intet om. Hvor tilfreds man er, viser ikke, om indsatsen hjælper.",
        "Nothing is known of those who did not answer. How content people are does not show whether the effort helps.",
    ),
)
CONTENT_COMPARED = Meaning(
    Words(
        "Andelen af tilfredse det ene sted minus andelen det andet sted (Newcombe, 95 % usikkerhed).",
        "The share of content people in the one place minus that in the other (Newcombe, 95% interval).",
    ),
    Words(
        "De to steder er ikke de samme borgere og er ikke valgt ved lodtrækning. Forskellen viser ikke årsag.",
        "The two places are not the same people and were not chosen by lot. The difference does not show a cause.",
    ),
)
PLANNED_WAITING = Meaning(
    Words(
        "Gennemsnitlig ændring hos dem, der begyndte, minus gennemsnitlig ændring i de enheder, der ventede efter "
        "planen, i de samme dage (Welch, 95 % usikkerhed). Alle i en enhed tæller, som planen sagde.",
        "Mean change among those who began minus mean change in the units that waited by plan, over the same days "
        "(Welch, 95% interval). Everybody in a unit counts as the plan said.",
    ),
    Words(
        "Der er ikke trukket lod om, hvem der ventede, så enhederne kan være forskellige i forvejen. Tallet viser "
        "ikke årsag.",
        "Lots were not drawn for who waited, so the units may differ beforehand. The number does not show a cause.",
    ),
)
