import django.db.models.deletion
from django.db import migrations, models

import brobygger.foundation.kernel.tenancy


class Migration(migrations.Migration):
    """A recipe may have come from another municipality's file; a trial may be limited to units and postcodes."""

    dependencies = [("running", "0003_joint_counts")]

    operations = [
        migrations.AddField(model_name="programme", name="only_units", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="programme", name="postcodes", field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="ownrecipe",
            name="programme",
            field=brobygger.foundation.kernel.tenancy.TenantForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="published", to="running.programme",
            ),
        ),
    ]  # fmt: skip
