"""What the worker does by the clock. One job for each municipality, so that many workers share the work."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from brobygger.communities.directory import limits
from brobygger.communities.directory import operations as directory
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import audit, erase, form_groups, match_pairs, night
from brobygger.journeys import store_extract as storing
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import the_system
from brobygger.registry.communication import operations as outbox
from brobygger.registry.organisations.models import Municipality
from brobygger.registry.people.acting import acting_as

# A worker that lives is heard from every ten seconds, also in the middle of a long job. Another that starts forgets
# the dead by the same number: a job whose worker is forgotten is taken up at once.
DEAD_AFTER_SECONDS: float = settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"]
MOST_ATTEMPTS = 3  # a job that ends its worker each time is not given to one worker after the other for ever


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="empty-outboxes")
def empty_outboxes(timestamp: int) -> None:
    """Every minute: hand over what waits in each municipality's outbox."""
    for municipality_id in Municipality.objects.values_list("id", flat=True):
        outbox.deliver_queued(by=the_system(municipality_id=municipality_id), at=now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="follow-offers")
def follow_offers(timestamp: int) -> None:
    """Every minute: the public search learns of offers that were written."""
    directory.catch_up()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take-up-again")
async def take_up_again(timestamp: int) -> None:
    """Every minute: what a worker had in hand when it died is done again by another, three times at most.

    Every job is one transaction, or begins with looking at what is done; what died half done has left nothing. What
    comes by the clock (it has a queueing lock) is let go: its next round does the same.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        if job.queueing_lock is None and job.attempts < MOST_ATTEMPTS:
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="pass-the-hour")
def pass_the_hour(timestamp: int) -> None:
    """Every hour: one job for each municipality, and the read log sealed and anchored."""
    for municipality_id in Municipality.objects.values_list("id", flat=True):
        pass_one_municipality.configure(queueing_lock=f"night-{municipality_id}").defer(
            municipality_id=str(municipality_id)
        )
    limits.forget_counts(at=now())
    audit.seal_all(var=settings.VAR, at=now())


@app.task
def pass_one_municipality(municipality_id: str) -> None:
    """Silent receivers, people still there, closed measuring windows; then what was decided to be erased."""
    system = the_system(municipality_id=UUID(municipality_id))
    with acting_as(system):
        night.pass_one(by=system, at=now())
    with acting_as(system):  # a transaction of its own: one does not stand in the other's way
        erase.carry_out(by=system, at=now())
    erase.keep_outside(municipality_id=system.municipality_id, var=settings.VAR)


@app.task
def form_groups_again(municipality_id: str, membership_id: str, proposal_id: str, seen: int) -> None:
    """Groups for more people than a page should wait for. Whoever changed the proposal meanwhile goes first."""
    with acting_as(the_system(municipality_id=UUID(municipality_id))) as system:
        actor = access.actor_for(membership=access.get_membership(system, UUID(membership_id)))
    with acting_as(actor):
        form_groups.solve_waiting(proposal_id=UUID(proposal_id), seen=seen, by=actor, at=now())


@app.task
def match_pairs_again(municipality_id: str, membership_id: str, programme_id: str, seen: int) -> None:
    """Pairs among more people than a page should wait for. Whoever changed the list meanwhile goes first."""
    with acting_as(the_system(municipality_id=UUID(municipality_id))) as system:
        actor = access.actor_for(membership=access.get_membership(system, UUID(membership_id)))
    with acting_as(actor):
        programme = programmes.get(actor, UUID(programme_id))
        match_pairs.solve_waiting(programme=programme, seen=seen, by=actor, at=now())


@app.task
def store_extract(
    municipality_id: str, membership_id: str, extract_id: str, accept_mass_removal: bool, run: int = 0
) -> None:
    """An extract of more lines than a page should wait for: all of it or nothing, and somebody may stop it."""
    with acting_as(the_system(municipality_id=UUID(municipality_id))) as system:
        actor = access.actor_for(membership=access.get_membership(system, UUID(membership_id)))
    with acting_as(actor):
        storing.store(extract_id=UUID(extract_id), accept_mass_removal=accept_mass_removal, run=run, by=actor, at=now())
