"""Indexes of foreign keys and points that no question reads: a new plot and its version entered them all."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("land", "0026_plotmix"),
        ("territory", "0002_mercator_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="plot",
            name="land_use",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="land.landuse",
                verbose_name="loại đất theo hồ sơ",
            ),
        ),
        migrations.AlterField(
            model_name="plot",
            name="land_use_current",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="land.landuse",
                verbose_name="loại đất hiện trạng",
            ),
        ),
        migrations.AlterField(
            model_name="plot",
            name="managing_agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="đơn vị quản lý",
            ),
        ),
        migrations.AlterField(
            model_name="plot",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, spatial_index=False, srid=905899, verbose_name="điểm đại diện"
            ),
        ),
        migrations.AlterField(
            model_name="plot",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.adminunit",
                verbose_name="phường, xã hiện nay",
            ),
        ),
        migrations.AlterField(
            model_name="plot",
            name="unit_at_record",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.adminunit",
                verbose_name="đơn vị hành chính khi lập",
            ),
        ),
        migrations.AlterField(
            model_name="plot",
            name="using_agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="đơn vị sử dụng",
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="land_use",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="land.landuse",
                verbose_name="loại đất theo hồ sơ",
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="land_use_current",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="land.landuse",
                verbose_name="loại đất hiện trạng",
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="managing_agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="đơn vị quản lý",
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="point",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, spatial_index=False, srid=905899, verbose_name="điểm đại diện"
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.adminunit",
                verbose_name="phường, xã hiện nay",
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="unit_at_record",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="territory.adminunit",
                verbose_name="đơn vị hành chính khi lập",
            ),
        ),
        migrations.AlterField(
            model_name="plotversion",
            name="using_agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="đơn vị sử dụng",
            ),
        ),
        migrations.AddIndex(
            model_name="plot",
            index=models.Index(fields=["unit_at_record"], name="plot_unit_at_record"),
        ),
        migrations.AddIndex(
            model_name="plot",
            index=models.Index(fields=["land_use"], name="plot_land_use"),
        ),
    ]
