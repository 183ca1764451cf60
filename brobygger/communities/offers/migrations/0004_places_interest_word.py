import django.contrib.postgres.fields
from django.db import migrations, models

import brobygger.foundation.kernel.context
import brobygger.foundation.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_words_signs")]
    operations = [
        migrations.CreateModel(
            name="InterestWord",
            fields=[
                ("id", models.UUIDField(default=brobygger.foundation.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.UUIDField(default=brobygger.foundation.kernel.context.current_municipality, editable=False)),
                ("word", models.CharField(max_length=60)),
                ("interest", models.CharField(blank=True, max_length=60)),
                ("parent", models.CharField(blank=True, max_length=60)),
                ("synonyms", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ("known", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "offers_interest_word",
                "constraints": [models.UniqueConstraint(fields=("municipality_id", "word"), name="a_word_is_decided_once")],
            },
        ),
    ]
