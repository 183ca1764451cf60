import django.db.models.deletion
from django.db import migrations

import brobygger.foundation.kernel.tenancy


class Migration(migrations.Migration):
    """An agreement may promise a room (R204)."""

    dependencies = [("governance", "0005_playmend")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="asset",
            field=brobygger.foundation.kernel.tenancy.TenantForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="promises", to="governance.asset",
            ),
        ),
    ]  # fmt: skip
