"""One run: people come, wait, are worked with, go on or are lost, moment by moment on one calendar.

Small and quick on purpose: everything is a number in a flat list, and every move it makes was asked of the engine when
the line was laid out (a test plays whole runs back through the engine). An hour of work takes as many days of the
calendar as the employee's hours a week say; whoever is free takes what is due first.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import ceil, inf

from brobygger.insight.simulation.draws import Draws
from brobygger.insight.simulation.line import NO_POOL, PROGRAMME_START, Line, Room, Stage, Work
from brobygger.insight.simulation.rooms import Places
from brobygger.insight.simulation.way import Timing

# What a moment is for; the low bits of its code. The rest is the person's number (or the task's, the volunteer's).
READY, DONE, DUE, TASK_DONE, GIVES_UP, LEAVES, ENDS, COMES, GOES = range(9)
BITS = 4
NOWHERE = -1
WITHIN, BEFORE, AT, AFTER = (int(one) for one in Timing)


class Run:
    """One run. After `go` its lists hold what happened; times are days from the start, infinite for never."""

    def __init__(self, line: Line, draws: Draws, days: float) -> None:
        n, stages = len(draws.arrive), len(line.stages)
        self.line, self.draws, self.days = line, draws, days
        self.moments = 0
        self.reached = [inf] * (n * stages)  # person × stages + stage
        self.at = [0] * n  # the stage in front of the person
        self.lost = [NOWHERE] * n  # place of the reason
        self.lost_at = [inf] * n
        self.planned = [inf] * n  # the first session
        self.asked_twice = [False] * n
        self.patience = [inf] * n  # until when somebody waits for a place
        self.paused = [False] * n  # stands in front of a stage until there is a place
        self.seen = [0] * n  # bits of what has happened
        self.entered = list(draws.arrive)
        self.tasks: list[tuple[int, Work, int]] = []  # person, work, what had happened when it was made
        self.free = [pool.servers for pool in line.pools]
        self.queues: list[list[tuple[float, float, int, float]]] = [
            [] for _pool in line.pools
        ]  # due, since, code, days
        self.waits: list[list[float]] = [[] for _pool in line.pools]
        self.worked = [0.0 for _pool in line.pools]  # days of the calendar
        self.given = 0.0  # hours of those whose time nobody counts: volunteers and associations
        self.lost_volunteer = 0
        rooms: tuple[Room | None, ...] = (line.place, line.car)
        self.rooms = [Places(room) if room else None for room in rooms]
        self.heap: list[tuple[float, int]] = []

    def go(self) -> Run:
        """From the first day to the last."""
        heap, days, arrive = self.heap, self.days, self.draws.arrive
        answers = (self._ready, self._done, self._due, self._task_done, self._gives_up, self._leaves, self._ends,
                   self._comes, self._goes)  # fmt: skip
        for place, (day, _stay, _whose) in enumerate(self.draws.volunteers):
            heappush(heap, (day, place << BITS | COMES))
        comes, n = 0, len(arrive)
        kinds, moments = (1 << BITS) - 1, 0
        next_one = arrive[0] if n else inf
        while True:
            if heap and heap[0][0] <= next_one:
                now, code = heappop(heap)
                if now > days:
                    break
                answers[code & kinds](now, code >> BITS)
            elif next_one <= days:
                self._found(next_one, comes)
                comes += 1
                next_one = arrive[comes] if comes < n else inf
            else:
                break
            moments += 1
        self.moments = moments
        self._stop()
        return self

    # ---- the person's way

    def _found(self, now: float, person: int) -> None:
        """Being found is work too: the first stage is taken up like any other."""
        self._take_up(now, person, 0)

    def _take_up(self, now: float, person: int, at: int) -> None:
        """The person stands in front of a stage: a place first, when one is needed here, then the time it takes."""
        line = self.line
        if at == line.place_before and not self._has_a_place(now, person):
            return
        stage = line.stages[at]
        timing = stage.timing
        base = person * len(line.stages)
        if timing == WITHIN:
            ready = now + self.draws.wait[base + at]
            if stage.every:
                ready = _meeting(ready, stage.every)
        elif timing == AFTER:
            anchor = 0.0 if stage.anchor == PROGRAMME_START else self.reached[base + stage.anchor]
            ready = max(now, anchor + stage.wait)
        else:
            ready = self._by_session(now, person, stage)
        heap = self.heap
        if stage.after_start and self._fate(person, at) >= 0:
            part = self.draws.wait[base + at]
            heappush(heap, (now + part if timing == WITHIN else now + part * (ready - now), person << BITS | LEAVES))
        else:
            heappush(heap, (ready, person << BITS | READY))

    def _by_session(self, now: float, person: int, stage: Stage) -> float:
        """The day of the first session, or so many days before it; a call that came late moves the session."""
        planned = self.planned[person]
        ahead = stage.wait if stage.timing == BEFORE else 0.0
        if planned == inf:
            planned = self.planned[person] = _meeting(now + self.line.notice, self._rhythm())
        elif planned < now:
            planned = self.planned[person] = _meeting(now, self._rhythm())
        return max(now, planned - ahead)

    def _rhythm(self) -> float:
        return self.line.stages[self.line.first_time].every

    def _ready(self, now: float, person: int) -> None:
        if self.lost[person] != NOWHERE:
            return
        at = self.at[person]
        stage = self.line.stages[at]
        service = self.draws.service[person * len(self.line.stages) + at]
        pool = stage.pool
        if pool == NO_POOL:
            self.given += service
            self._complete(now, person, at)
        elif not service:
            self._complete(now, person, at)
        elif stage.after_start:  # the day has come whether or not anybody has time: the work stands in the queue
            self.tasks.append((person, Work(pool, 0.0, stage.minutes, 0), 0))
            self._offer(pool, now, now + stage.due, len(self.tasks) - 1 << BITS | TASK_DONE, service)
            self._complete(now, person, at)
        else:
            self._offer(pool, now, self.entered[person] + stage.due, person << BITS | DONE, service)

    def _done(self, now: float, person: int) -> None:
        at = self.at[person]
        self._next_in_queue(now, self.line.stages[at].pool)
        if self.lost[person] == NOWHERE:
            self._complete(now, person, at)

    def _complete(self, now: float, person: int, at: int) -> None:
        """The stage is over: on to the next, or lost here."""
        line = self.line
        stage = line.stages[at]
        if not stage.after_start:
            fate = self._fate(person, at)
            if fate >= 0:
                self._lose(now, person, fate)
                return
        self.reached[person * len(line.stages) + at] = now
        self.seen[person] |= stage.bit
        for work in stage.works:
            self._make(now, person, work)
        if at == line.first_time and line.ends_after < inf:
            heappush(self.heap, (now + line.ends_after, person << BITS | ENDS))
        at += 1
        self.at[person] = at
        if at < len(line.stages):
            self.entered[person] = now
            self._take_up(now, person, at)

    def _fate(self, person: int, at: int) -> int:
        fates = self.draws.fate2 if self.asked_twice[person] else self.draws.fate
        return fates[person * len(self.line.stages) + at]

    def _leaves(self, now: float, person: int) -> None:
        if self.lost[person] == NOWHERE:
            self._lose(now, person, self._fate(person, self.at[person]))

    def _lose(self, now: float, person: int, reason: int) -> None:
        stage = self.line.stages[self.at[person]]
        self.lost[person], self.lost_at[person] = reason, now
        self.paused[person] = False
        self.seen[person] |= stage.loss_bits[reason]
        if stage.shares[reason][0] != "not_measured":  # whoever is not measured again is still there
            self._free_places(now, person)
        for work in stage.loss_works[reason]:
            if not work.again or (stage.returns[reason] and not self.asked_twice[person]):
                self._make(now, person, work)

    # ---- follow-up

    def _make(self, now: float, person: int, work: Work) -> None:
        self.tasks.append((person, work, self.seen[person]))
        heappush(self.heap, (now + work.days, len(self.tasks) - 1 << BITS | DUE))

    def _due(self, now: float, task: int) -> None:
        person, work, then = self.tasks[task]
        if self.seen[person] & ~then & work.mask:
            return
        if work.pool == NO_POOL:
            self.given += work.minutes / 60
            self._asked_again(now, person, work)
        else:
            days = work.minutes * self.line.pools[work.pool].days_a_minute
            self._offer(work.pool, now, now, task << BITS | TASK_DONE, days)

    def _task_done(self, now: float, task: int) -> None:
        person, work, _then = self.tasks[task]
        self._next_in_queue(now, work.pool)
        self._asked_again(now, person, work)

    def _asked_again(self, now: float, person: int, work: Work) -> None:
        """Somebody who said no is asked again, once; whoever says yes now stands where he or she was lost."""
        if not work.again or self.lost[person] == NOWHERE or not self.draws.again[person]:
            return
        if self.at[person] > self.line.first_time:  # who has been there is asked why, not asked again
            return
        self.asked_twice[person] = True
        self.lost[person], self.lost_at[person] = NOWHERE, inf
        self.entered[person], self.planned[person] = now, inf
        self._take_up(now, person, self.at[person])

    # ---- employees

    def _offer(self, pool: int, now: float, due: float, code: int, days: float) -> None:
        """Work for a pool: begun at once when somebody is free, else in the queue, what is due first in front."""
        if self.free[pool] > 0:
            self.free[pool] -= 1
            self.waits[pool].append(0.0)
            self._begin(pool, now, code, days)
        else:
            heappush(self.queues[pool], (due, now, code, days))

    def _next_in_queue(self, now: float, pool: int) -> None:
        queue = self.queues[pool]
        if not queue:
            self.free[pool] += 1
            return
        _due, since, code, days = heappop(queue)
        self.waits[pool].append(now - since)
        self._begin(pool, now, code, days)

    def _begin(self, pool: int, now: float, code: int, days: float) -> None:
        self.worked[pool] += min(days, self.days - now)
        heappush(self.heap, (now + days, code))

    # ---- places

    def _has_a_place(self, now: float, person: int) -> bool:
        """True when the person holds every place needed; else he or she stands in a queue for one."""
        for room in self.rooms:
            if room is None or person in room.holders or (room is self.rooms[1] and not self.draws.by_car[person]):
                continue
            if not room.ask(person) and person not in self._serve(now, room, besides=person):
                self._will_give_up(now, person)
                self.paused[person] = True
                return False
        return True

    def _will_give_up(self, now: float, person: int) -> None:
        if self.line.gives_up < inf:
            self.patience[person] = now + self.line.gives_up
            heappush(self.heap, (now + self.line.gives_up, person << BITS | GIVES_UP))

    def _serve(self, now: float, room: Places, besides: int = NOWHERE) -> list[int]:
        """Places for those in the queue; whoever stands in front of the stage goes on with it."""
        got = room.served()
        for person in got:
            if person != besides and self.paused[person]:
                self.paused[person] = False
                self._take_up(now, person, self.at[person])
        return got

    def _free_places(self, now: float, person: int) -> None:
        for room in self.rooms:
            if room is not None and not room.give_up(person) and person in room.holders:
                room.free(person)
                self._serve(now, room)

    def _gives_up(self, now: float, person: int) -> None:
        if now < self.patience[person]:  # he or she got a place, and waits for another one now
            return
        for place, room in enumerate(self.rooms):
            if room is None or self.lost[person] != NOWHERE or not room.give_up(person):
                continue
            if self.at[person] < len(self.line.stages):  # a way that has ended makes no more moves
                self._lose(now, person, self._reason(self.at[person], "no_place" if place == 0 else "transport_time"))

    def _reason(self, at: int, wanted: str) -> int:
        """The reason the engine knows at this stage."""
        reasons = [reason for reason, _share in self.line.stages[at].shares]
        return reasons.index(wanted) if wanted in reasons else reasons.index("other")

    def _ends(self, now: float, person: int) -> None:
        self._free_places(now, person)

    def _comes(self, now: float, volunteer: int) -> None:
        room = self.rooms[0]
        assert room is not None
        room.volunteer_came()
        heappush(self.heap, (now + self.draws.volunteers[volunteer][1], volunteer << BITS | GOES))
        self._serve(now, room)

    def _goes(self, now: float, volunteer: int) -> None:
        room = self.rooms[0]
        assert room is not None
        person = room.volunteer_left(self.draws.volunteers[volunteer][2])
        if person is None:
            return
        self.lost_volunteer += 1
        self._will_give_up(now, person)
        self._serve(now, room)

    def _stop(self) -> None:
        """The last day: whoever still waits for somebody free has waited until now."""
        for pool, queue in enumerate(self.queues):
            self.waits[pool] += [self.days - since for _due, since, _code, _days in queue]


def _meeting(day: float, every: float) -> float:
    """The first meeting on or after a day, when there is one every so many days; 0: any day."""
    return ceil(day / every) * every if every else day
