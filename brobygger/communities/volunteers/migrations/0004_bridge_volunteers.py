import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('volunteers', '0003_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='volunteerwishes',
            name='born_year',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='volunteerwishes',
            name='has_car',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='volunteerwishes',
            name='roles',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None),
        ),
        migrations.AddField(
            model_name='volunteerwishes',
            name='skills',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.AddField(
            model_name='volunteerwishes',
            name='with_friend',
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
