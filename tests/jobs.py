"""What has been left to the worker."""

from __future__ import annotations

from typing import Any


def waiting_jobs(name: str) -> list[dict[str, Any]]:
    """The arguments of each job of a task that is still to be done."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.filter(task_name=name, status="todo").values_list("args", flat=True))
