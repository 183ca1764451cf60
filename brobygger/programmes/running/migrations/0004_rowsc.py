import django.db.models.deletion
from django.db import migrations

import brobygger.foundation.kernel.tenancy


class Migration(migrations.Migration):
    """A recipe of the own gallery may have come from another municipality's file: then no programme published it."""

    dependencies = [("running", "0003_joint_counts")]

    operations = [
        migrations.AlterField(
            model_name="ownrecipe",
            name="programme",
            field=brobygger.foundation.kernel.tenancy.TenantForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="published", to="running.programme",
            ),
        ),
    ]  # fmt: skip
