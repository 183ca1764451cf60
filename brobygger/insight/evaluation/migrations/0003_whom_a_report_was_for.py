from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_what_a_report_has_told")]

    operations = [
        migrations.AddField(
            model_name="reportversion", name="reader", field=models.CharField(default="evaluation", max_length=12)
        )
    ]
