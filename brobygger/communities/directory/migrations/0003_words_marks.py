from django.db import migrations

# Marks that the index finds by (ranking_rules): the name's stems, and the square of the country. New entries are made
# with them; those that stand get theirs here, so that nothing is hidden until it is written again.
MARK = """
update directory_entry set
  strong = strong || square || array_to_tsvector(array(select 'A' || lexeme from unnest(ts_filter(strong, '{a}')))),
  vector = vector || square
from (
  select id as of, array_to_tsvector(array[
    case when nationwide or latitude is null or longitude is null then 'Ganywhere'
         else 'G' || floor(latitude * 10)::int || 'x' || floor(longitude * 5)::int end]) as square
  from directory_entry
) as placed where of = id
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_offers_tell_when_they_change")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
