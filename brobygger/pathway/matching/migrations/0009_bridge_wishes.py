import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0008_bridge2_pairs_solving'),
    ]

    operations = [
        migrations.AddField(
            model_name='wishes',
            name='life_words',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.AddField(
            model_name='wishes',
            name='only_sex',
            field=models.CharField(blank=True, max_length=10),
        ),
    ]
