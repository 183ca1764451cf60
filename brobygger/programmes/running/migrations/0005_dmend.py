import django.db.models.deletion
from django.db import migrations, models

import brobygger.foundation.kernel.context
import brobygger.foundation.kernel.ids
import brobygger.foundation.kernel.tenancy


class Migration(migrations.Migration):
    """Why a trial got another last day, other units or postcodes while it ran."""

    dependencies = [("running", "0004_rowsc")]

    operations = [
        migrations.CreateModel(
            name="TrialChange",
            fields=[
                ("id", models.UUIDField(default=brobygger.foundation.kernel.ids.new_id, editable=False,
                                        primary_key=True, serialize=False)),
                ("municipality_id", models.UUIDField(
                    default=brobygger.foundation.kernel.context.current_municipality, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("ends_on", models.DateField(null=True)),
                ("told", models.TextField(blank=True)),
                ("reason", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("made_by_id", models.UUIDField(null=True)),
                ("programme", brobygger.foundation.kernel.tenancy.TenantForeignKey(
                    db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="trial_changes", to="running.programme")),
            ],
            options={
                "db_table": "running_trial_change",
                "constraints": [models.UniqueConstraint(
                    fields=("municipality_id", "programme", "number"), name="trial_changes_in_order")],
            },
        ),
    ]  # fmt: skip
