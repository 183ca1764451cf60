"""One more arrives: the best pairs change along one path, found in a small part of the work of a new solution.

The prices that proved the old answer guide the search (Dijkstra on what each edge costs above its worth), and are
changed with it: the new answer is proven like the old, and the next arrival can build on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heappop, heappush

import numpy as np

from brobygger.pathway.matching.solve.pairs import PairsAnswer
from brobygger.pathway.matching.solve.problem import PairsProblem


class Standing:
    """Pairs that stand, ready for one more on the left. Raises ValueError unless the answer is proven."""

    def __init__(self, problem: PairsProblem, answer: PairsAnswer) -> None:
        if answer.prices is None:
            raise ValueError("only a proven answer can be built upon")
        self.numbers = answer.numbers
        self.pinned = {one for one, _other in problem.pins}
        self.taken = {other for _one, other in problem.pins}
        self.left: list[int] = answer.prices.left.tolist()
        self.right: list[int] = answer.prices.right.tolist()
        self.mate = dict(answer.pairs)
        self.of_right = {other: one for one, other in answer.pairs}
        self.edges: list[list[tuple[int, int]]] = [[] for _one in problem.left]  # (place in right, worth)
        starts, ends = problem.starts.tolist(), problem.ends.tolist()
        for start, end, worth in zip(starts, ends, answer.numbers.worth.tolist(), strict=True):
            if end not in self.taken:
                self.edges[start].append((end, worth))

    def arrives(self, goodness: Mapping[int, float]) -> dict[int, int]:
        """One more on the left, with a goodness for each of right it may meet. Gives the pairs as they are now.

        As many pairs as possible, then the highest total, as a new solution would have it; pinned pairs stay.
        Raises ValueError for goodness much higher or finer than any in the solved problem: then solve again.
        """
        new = len(self.left)
        self.edges.append([(end, self._worth(good)) for end, good in sorted(goodness.items()) if end not in self.taken])
        self.left.append(max([0, *(worth - self.right[end] for end, worth in self.edges[new])]))
        if self.left[new] > 0:
            self._make_room(new)
        return dict(self.mate)

    def _worth(self, goodness: float) -> int:
        whole = int(np.rint(goodness * self.numbers.per_unit))
        if not 0 <= whole * len(self.right) < self.numbers.a_pair:  # one more pair would no longer count most
            raise ValueError("the new goodness is beyond the numbers of the solved problem")
        if self.numbers.exact and whole / self.numbers.per_unit != goodness:
            raise ValueError("the new goodness is finer than the numbers of the solved problem")
        return self.numbers.a_pair + whole

    def _make_room(self, new: int) -> None:
        """The cheapest way to give the new one somebody: ends at one who is free, or where somebody steps back."""
        distance_left: dict[int, int] = {new: 0}
        distance_right: dict[int, int] = {}
        came_from: dict[int, int] = {}
        heap = [(0, new)]
        best = self.left[new]  # dearest of all: the new one steps back at once
        steps_back: int | None = new
        last: int | None = None
        while heap:
            far, one = heappop(heap)
            if far >= best:
                break
            if far > distance_left[one]:
                continue
            for end, worth in self.edges[one]:
                if self.mate.get(one) == end:
                    continue
                on = far + self.left[one] + self.right[end] - worth
                if on >= best or on >= distance_right.get(end, best):
                    continue
                distance_right[end], came_from[end] = on, one
                next_one = self.of_right.get(end)
                if next_one is None:
                    best, steps_back, last = on, None, end
                    continue
                distance_left[next_one] = on
                heappush(heap, (on, next_one))
                if on + self.left[next_one] < best:
                    best, steps_back, last = on + self.left[next_one], next_one, end
        self._change_prices(distance_left, distance_right, best)
        self._change_pairs(steps_back, last, came_from, new)

    def _change_prices(self, distance_left: dict[int, int], distance_right: dict[int, int], best: int) -> None:
        for one, far in distance_left.items():
            self.left[one] -= max(0, best - far)
        for end, far in distance_right.items():
            self.right[end] += max(0, best - far)

    def _change_pairs(self, steps_back: int | None, end: int | None, came_from: dict[int, int], new: int) -> None:
        if steps_back is not None:
            self.mate.pop(steps_back, None)
        while end is not None:
            one = came_from[end]
            before = self.mate.get(one)
            self.mate[one], self.of_right[end] = end, one
            end = before if one != new else None
