"""Places people wait for: seats in groups that begin when enough are there, volunteers who come and go, seats in a car.

Who waited longest gets the next place; whoever lost a volunteer comes before those who never had one.
"""

from __future__ import annotations

from collections import deque

from brobygger.insight.simulation.line import Room


class Places:
    """The places of one kind in one run. Persons are numbers."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.opened = 0
        self.volunteers = 0
        self.holders: dict[int, None] = {}  # in the order they got their place
        self.waiting: deque[int] = deque()
        self.still: set[int] = set()  # those in the queue who have not given up

    def capacity(self) -> int:
        """Places that exist now."""
        return self.volunteers if self.room.volunteers else self.opened * self.room.size

    def ask(self, person: int) -> bool:
        """Give the person a place, or a place in the queue. True when there was one at once."""
        if self.still or len(self.holders) >= self.capacity():
            self.waiting.append(person)
            self.still.add(person)
            return False
        self.holders[person] = None
        return True

    def served(self) -> list[int]:
        """Those in the queue who get a place now; a new group begins when enough are waiting."""
        got: list[int] = []
        while self.still:
            room = self.capacity() - len(self.holders)
            if room <= 0 and not self._open_one():
                break
            if room > 0:
                person = self.waiting.popleft()
                if person in self.still:
                    self.still.remove(person)
                    self.holders[person] = None
                    got.append(person)
        return got

    def _open_one(self) -> bool:
        room = self.room
        if room.volunteers or self.opened >= room.groups or not room.size or len(self.still) < room.starts_with:
            return False
        self.opened += 1
        return True

    def give_up(self, person: int) -> bool:
        """Take somebody out of the queue. False when he or she is not in it."""
        if person not in self.still:
            return False
        self.still.remove(person)
        return True

    def free(self, person: int) -> None:
        """The person's place is free, if there was one."""
        self.holders.pop(person, None)

    def volunteer_came(self) -> None:
        self.volunteers += 1

    def volunteer_left(self, chance: float) -> int | None:
        """One volunteer less. The person who was with that volunteer, who now waits first in the queue; else None.

        Everybody's volunteer is as likely to leave; chance: 0 ≤ chance < 1.
        """
        taken, everybody = len(self.holders), self.volunteers
        self.volunteers -= 1
        place = int(chance * everybody)
        if place >= taken:
            return None
        person = list(self.holders)[place]
        del self.holders[person]
        self.waiting.appendleft(person)
        self.still.add(person)
        return person
