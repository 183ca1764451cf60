from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0004_life4'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreementstep',
            name='done_by_name',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
    ]
