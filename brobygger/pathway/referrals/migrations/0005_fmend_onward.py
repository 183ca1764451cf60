import brobygger.foundation.kernel.tenancy
import django.db.models.deletion
from django.db import migrations


class Migration(migrations.Migration):
    """A yes to going along keeps its own consent; the consents given before today are asked for again."""

    dependencies = [
        ('people', '0003_fmend_onward'),
        ('referrals', '0004_rowsd_pays'),
    ]

    operations = [
        migrations.AddField(
            model_name='onward',
            name='consent',
            field=brobygger.foundation.kernel.tenancy.TenantForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.consent'),
        ),
    ]
