from django.db import migrations, models


class Migration(migrations.Migration):
    """What goes along to a new holder is a share beside the usual one: both may be open at once."""

    dependencies = [
        ('people', '0002_ways_r019'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='share',
            name='one_open_share',
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('why', 'onward'), _negated=True)), fields=('municipality_id', 'person', 'organisation', 'user_id'), name='one_open_share', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('why', 'onward')), fields=('municipality_id', 'person', 'organisation', 'user_id'), name='one_open_onward', nulls_distinct=False),
        ),
    ]
