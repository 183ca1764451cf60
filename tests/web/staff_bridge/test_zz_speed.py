import time, uuid, random
from datetime import timedelta, date
import pytest
from brobygger.registry.people.acting import acting_as

@pytest.mark.parametrize("size", [300, 30000])
def test_speed(cast, client_of, favrskov, size):
    from brobygger.registry.people.models import Person
    from brobygger.pathway.episodes.models import Episode, MoveRow
    from brobygger.pathway.followup.models import Task
    from django.db import connection
    rnd = random.Random(1)
    mette = client_of(cast.mette)
    with acting_as(cast.system):
        persons = [Person(given_name=f"Navn{i}", family_name=f"Efternavn{i}", search_name=f"efternavn{i} navn{i}", created_at=cast.at, unit_id=cast.north.id, born=date(1940,1,1)+timedelta(days=i%9000)) for i in range(size)]
        Person.objects.bulk_create(persons, batch_size=2000)
        steps = ["asked","screened","consented","wishes","referred","accepted","first_contact","first_time"]
        eps = [Episode(person=p, programme=favrskov, unit_id=cast.north.id, status="active", next_step=rnd.choice(steps), since=cast.at, due=cast.today+timedelta(days=rnd.randint(-60,60)), owner_role="home_care_worker", found_by="home_care", found_on=cast.today) for p in persons]
        Episode.objects.bulk_create(eps, batch_size=2000)
        Task.objects.bulk_create([Task(key=f"k{i}", rule="x", kind="call_person", person_id=e.person_id, episode=e, programme=favrskov, role="coordinator", due=cast.today+timedelta(days=rnd.randint(-60,60)), made_at=cast.at) for i,e in enumerate(eps)], batch_size=2000)
    with connection.cursor() as c:
        pass
    res = {}
    for a in ["/tilbud/", "/arbejdsliste/?fane=forfaldne","/arbejdsliste/?fane=besoeg","/arbejdsliste/?fane=opgaver","/arbejdsliste/?fane=alle", f"/arbejdsliste/?fane=alle&vis={persons[3].id}", "/arbejdsliste/?fane=alle&side=20", f"/borgere/{persons[5].id}/", "/borgere/?q=efternavn12"]:
        mette.get(a)
        ts=[]
        for _ in range(9):
            t=time.perf_counter(); r=mette.get(a); ts.append(time.perf_counter()-t)
        assert r.status_code==200
        from django.test.utils import CaptureQueriesContext
        with CaptureQueriesContext(connection) as c:
            mette.get(a)
        slow = sorted(((float(q["time"]), q["sql"][:160]) for q in c), reverse=True)[:2]
        print(size, f"{sorted(ts)[4]*1000:.0f} ms", a[:40], slow)
