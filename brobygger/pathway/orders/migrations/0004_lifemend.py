from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0003_erasemend'),
    ]

    operations = [
        migrations.AddField(
            model_name='arrangement',
            name='taken_back_at',
            field=models.DateTimeField(null=True),
        ),
    ]
