from django.db import migrations

# Whoever writes an offer (a page, an import, a command), its entry is made again: no writer can forget it.
NOTE = """
create function directory_note_change() returns trigger language plpgsql as $$
begin
  -- An update and not "do nothing": it holds the row until this transaction ends, so that nobody makes the entry
  -- from what stood before and takes the note away.
  insert into directory_changed (id) values (coalesce(new.id, old.id))
  on conflict (id) do update set id = excluded.id;
  return null;
end $$;
create trigger directory_note_change after insert or update or delete on offers_offer
  for each row execute function directory_note_change();
"""
FORGET = "drop trigger directory_note_change on offers_offer; drop function directory_note_change()"


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("offers", "0001_initial")]
    operations = [migrations.RunSQL(NOTE, FORGET)]
