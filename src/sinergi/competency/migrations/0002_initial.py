import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('competency', '0001_initial'),
        ('organization', '0001_initial'),
        ('personnel', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='employee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='personnel.employee', verbose_name='pegawai'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='competency',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.competency', verbose_name='kompetensi'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='employee',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='personnel.employee', verbose_name='pegawai'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='competency.assessment'),
        ),
        migrations.AddField(
            model_name='participant',
            name='employee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='personnel.employee', verbose_name='pegawai'),
        ),
        migrations.AddField(
            model_name='positionrequirement',
            name='competency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='position_requirements', to='organization.competency', verbose_name='kompetensi'),
        ),
        migrations.AddField(
            model_name='positionrequirement',
            name='position',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competency_requirements', to='organization.position', verbose_name='jabatan'),
        ),
        migrations.AddField(
            model_name='trainingevent',
            name='competency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_events', to='organization.competency', verbose_name='kompetensi'),
        ),
        migrations.AddField(
            model_name='trainingevent',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_events', to='organization.office', verbose_name='kantor'),
        ),
        migrations.AddField(
            model_name='trainingevent',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_events', to='organization.unit', verbose_name='unit penyelenggara'),
        ),
        migrations.AddField(
            model_name='participant',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='competency.trainingevent', verbose_name='pelatihan'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='event',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competency.trainingevent', verbose_name='setelah pelatihan'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='event',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='competency.trainingevent', verbose_name='setelah pelatihan'),
        ),
        migrations.AddField(
            model_name='trainingeventevent',
            name='competency',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.competency', verbose_name='kompetensi'),
        ),
        migrations.AddField(
            model_name='trainingeventevent',
            name='office',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.office', verbose_name='kantor'),
        ),
        migrations.AddField(
            model_name='trainingeventevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='trainingeventevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='competency.trainingevent'),
        ),
        migrations.AddField(
            model_name='trainingeventevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.unit', verbose_name='unit penyelenggara'),
        ),
        migrations.AddConstraint(
            model_name='positionrequirement',
            constraint=models.UniqueConstraint(fields=('position', 'competency'), name='position_requirement_once'),
        ),
        migrations.AddConstraint(
            model_name='positionrequirement',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='position_requirement_1_to_5'),
        ),
        migrations.AddIndex(
            model_name='trainingevent',
            index=models.Index(fields=['office', '-starts_on', '-id'], name='training_event_list'),
        ),
        migrations.AddIndex(
            model_name='trainingevent',
            index=models.Index(fields=['competency', 'status'], name='training_event_competency'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='training_event_order'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(('target_level__gte', 1), ('target_level__lte', 5)), name='training_event_level'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('hours__lte', 900)), name='training_event_hours'),
        ),
        migrations.AddConstraint(
            model_name='trainingevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='training_event_cancelled_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainingevent',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "competency_trainingeventevent" ("closed_at", "competency_id", "created_at", "ends_on", "hours", "id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "provider", "reason", "starts_on", "status", "target_level", "title", "unit_id") VALUES (NEW."closed_at", NEW."competency_id", NEW."created_at", NEW."ends_on", NEW."hours", NEW."id", NEW."office_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."provider", NEW."reason", NEW."starts_on", NEW."status", NEW."target_level", NEW."title", NEW."unit_id"); RETURN NULL;', hash='9e71392f39ef165afa942d75b62047c128f32c99', operation='INSERT', pgid='pgtrigger_insert_insert_ad6c2', table='competency_trainingevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainingevent',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "competency_trainingeventevent" ("closed_at", "competency_id", "created_at", "ends_on", "hours", "id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "provider", "reason", "starts_on", "status", "target_level", "title", "unit_id") VALUES (NEW."closed_at", NEW."competency_id", NEW."created_at", NEW."ends_on", NEW."hours", NEW."id", NEW."office_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."provider", NEW."reason", NEW."starts_on", NEW."status", NEW."target_level", NEW."title", NEW."unit_id"); RETURN NULL;', hash='b2578c95af608af30f01edc8e75ec8699d651ce2', operation='UPDATE', pgid='pgtrigger_update_update_793ca', table='competency_trainingevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainingevent',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "competency_trainingeventevent" ("closed_at", "competency_id", "created_at", "ends_on", "hours", "id", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "provider", "reason", "starts_on", "status", "target_level", "title", "unit_id") VALUES (OLD."closed_at", OLD."competency_id", OLD."created_at", OLD."ends_on", OLD."hours", OLD."id", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."provider", OLD."reason", OLD."starts_on", OLD."status", OLD."target_level", OLD."title", OLD."unit_id"); RETURN NULL;', hash='fb50ef09162e2369e06d1333e93106b3d36c8338', operation='DELETE', pgid='pgtrigger_delete_delete_b0471', table='competency_trainingevent', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['employee', 'event'], name='participant_employee'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('event', 'employee'), name='participant_once'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['employee', 'competency', '-assessed_on', '-id'], name='assessment_current'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 0), ('level__lte', 5)), name='assessment_level_0_to_5'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('employee', 'competency', 'assessed_on', 'method'), name='assessment_once_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "competency_assessmentevent" ("assessed_on", "assessor", "competency_id", "employee_id", "event_id", "id", "level", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (NEW."assessed_on", NEW."assessor", NEW."competency_id", NEW."employee_id", NEW."event_id", NEW."id", NEW."level", NEW."method", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at"); RETURN NULL;', hash='ddbd06f8f8b3706a9d7fccdcf37932c00433c7ca', operation='INSERT', pgid='pgtrigger_insert_insert_6e78a', table='competency_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "competency_assessmentevent" ("assessed_on", "assessor", "competency_id", "employee_id", "event_id", "id", "level", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (NEW."assessed_on", NEW."assessor", NEW."competency_id", NEW."employee_id", NEW."event_id", NEW."id", NEW."level", NEW."method", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at"); RETURN NULL;', hash='bef90276b59ceeb626dcc5d9a7531bb6da8d97b7', operation='UPDATE', pgid='pgtrigger_update_update_0e302', table='competency_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "competency_assessmentevent" ("assessed_on", "assessor", "competency_id", "employee_id", "event_id", "id", "level", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at") VALUES (OLD."assessed_on", OLD."assessor", OLD."competency_id", OLD."employee_id", OLD."event_id", OLD."id", OLD."level", OLD."method", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at"); RETURN NULL;', hash='67f8c24fcc7b534f90c3646ddba9b3cf9768253a', operation='DELETE', pgid='pgtrigger_delete_delete_b7396', table='competency_assessment', when='AFTER')),
        ),
    ]
