"""A greeting keeps how many had been referred since the one before: changing the way counts by the same number."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("presence", "0001_initial")]
    operations = [migrations.AddField("greeting", "since", models.PositiveIntegerField(default=0))]
