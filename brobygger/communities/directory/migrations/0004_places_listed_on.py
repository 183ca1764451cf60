from django.db import migrations, models
from django.db.models import F

# Every entry is made again, so that each gets its day and the stems of today; until then it is listed by the day it was
# checked. The words are kept anew with their stems as entries are made.
AGAIN = """
update directory_entry set listed_on = confirmed_on;
insert into directory_changed (id) select id from directory_entry on conflict do nothing;
delete from directory_word
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_words_marks")]
    operations = [
        migrations.AddField("entry", "listed_on", models.DateField(null=True)),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        migrations.RemoveIndex("entry", "entries_newest_checked"),
        migrations.AddIndex(
            "entry", models.Index(F("listed_on").desc(nulls_last=True), F("name"), name="entries_as_listed")
        ),
    ]
