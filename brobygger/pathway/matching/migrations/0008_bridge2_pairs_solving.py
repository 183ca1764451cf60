from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0007_bridge_barriers_weights'),
    ]

    operations = [
        migrations.AddField(
            model_name='pairlist',
            name='solving_since',
            field=models.DateTimeField(null=True),
        ),
    ]
