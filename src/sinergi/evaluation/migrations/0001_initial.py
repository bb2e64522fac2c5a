import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalogue', '0001_initial'),
        ('competency', '0002_initial'),
        ('organization', '0001_initial'),
        ('participation', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(choices=[('persyaratan', 'Persyaratan'), ('prosedur', 'Sistem, mekanisme dan prosedur'), ('waktu', 'Waktu penyelesaian'), ('biaya', 'Biaya/tarif'), ('produk', 'Produk spesifikasi jenis pelayanan'), ('kompetensi', 'Kompetensi pelaksana'), ('perilaku', 'Perilaku pelaksana'), ('pengaduan', 'Penanganan pengaduan, saran dan masukan'), ('sarana', 'Sarana dan prasarana')], max_length=12, verbose_name='unsur')),
                ('kind', models.CharField(choices=[('pelatihan', 'Pelatihan'), ('petugas', 'Penataan petugas'), ('prosedur', 'Perbaikan prosedur'), ('informasi', 'Perbaikan informasi'), ('sarana', 'Perbaikan sarana')], max_length=10, verbose_name='jenis tindakan')),
                ('title', models.CharField(max_length=150, verbose_name='tindakan')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('due_on', models.DateField(verbose_name='tenggat')),
                ('status', models.CharField(choices=[('direncanakan', 'Direncanakan'), ('berjalan', 'Berjalan'), ('selesai', 'Selesai'), ('dibatalkan', 'Dibatalkan')], default='direncanakan', max_length=12, verbose_name='status')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='mulai')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='selesai')),
                ('target_level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level tujuan')),
                ('lot_seed', models.CharField(blank=True, max_length=120, verbose_name='benih undian')),
                ('said', models.TextField(blank=True, verbose_name='yang warga katakan')),
                ('did', models.TextField(blank=True, verbose_name='yang kami lakukan')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='diumumkan pada')),
                ('created_at', models.DateTimeField(verbose_name='dibuat pada')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='participation.agreement', verbose_name='kesepakatan')),
                ('competency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.competency', verbose_name='kompetensi')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='organization.office', verbose_name='kantor')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_actions', to=settings.AUTH_USER_MODEL, verbose_name='penanggung jawab')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_actions', to='organization.unit', verbose_name='unit penanggung jawab')),
            ],
            options={
                'verbose_name': 'tindakan perbaikan',
                'verbose_name_plural': 'tindakan perbaikan',
                'indexes': [models.Index(fields=['office', '-id'], name='action_list'), models.Index(fields=['office', 'service', 'element'], name='action_cell')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pelatihan'), _negated=True), models.Q(('competency__isnull', False), ('target_level__isnull', False)), _connector='OR'), name='action_training_names_competency'), models.CheckConstraint(condition=models.Q(('completed_on__isnull', True), ('completed_on__gte', models.F('started_on')), _connector='OR'), name='action_completed_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'selesai'), _negated=True), models.Q(('completed_on__isnull', False), ('started_on__isnull', False)), _connector='OR'), name='action_done_has_dates'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('did', ''), _negated=True), _connector='OR'), name='action_published_says_what')],
            },
        ),
        migrations.CreateModel(
            name='ActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('element', models.CharField(choices=[('persyaratan', 'Persyaratan'), ('prosedur', 'Sistem, mekanisme dan prosedur'), ('waktu', 'Waktu penyelesaian'), ('biaya', 'Biaya/tarif'), ('produk', 'Produk spesifikasi jenis pelayanan'), ('kompetensi', 'Kompetensi pelaksana'), ('perilaku', 'Perilaku pelaksana'), ('pengaduan', 'Penanganan pengaduan, saran dan masukan'), ('sarana', 'Sarana dan prasarana')], max_length=12, verbose_name='unsur')),
                ('kind', models.CharField(choices=[('pelatihan', 'Pelatihan'), ('petugas', 'Penataan petugas'), ('prosedur', 'Perbaikan prosedur'), ('informasi', 'Perbaikan informasi'), ('sarana', 'Perbaikan sarana')], max_length=10, verbose_name='jenis tindakan')),
                ('title', models.CharField(max_length=150, verbose_name='tindakan')),
                ('reason', models.TextField(blank=True, verbose_name='alasan')),
                ('due_on', models.DateField(verbose_name='tenggat')),
                ('status', models.CharField(choices=[('direncanakan', 'Direncanakan'), ('berjalan', 'Berjalan'), ('selesai', 'Selesai'), ('dibatalkan', 'Dibatalkan')], default='direncanakan', max_length=12, verbose_name='status')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='mulai')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='selesai')),
                ('target_level', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='level tujuan')),
                ('lot_seed', models.CharField(blank=True, max_length=120, verbose_name='benih undian')),
                ('said', models.TextField(blank=True, verbose_name='yang warga katakan')),
                ('did', models.TextField(blank=True, verbose_name='yang kami lakukan')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='diumumkan pada')),
                ('created_at', models.DateTimeField(verbose_name='dibuat pada')),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='participation.agreement', verbose_name='kesepakatan')),
                ('competency', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.competency', verbose_name='kompetensi')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.office', verbose_name='kantor')),
                ('owner', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='penanggung jawab')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='evaluation.action')),
                ('service', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.unit', verbose_name='unit penanggung jawab')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TreatedUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wave', models.PositiveSmallIntegerField(default=1, verbose_name='gelombang')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='treated_units', to='evaluation.action', verbose_name='tindakan perbaikan')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='treated_units', to='competency.trainingevent', verbose_name='kegiatan pelatihan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='treatments', to='organization.unit', verbose_name='unit kerja')),
            ],
            options={
                'verbose_name': 'unit yang ditangani',
                'verbose_name_plural': 'unit yang ditangani',
                'constraints': [models.UniqueConstraint(fields=('action', 'unit'), name='treated_unit_once'), models.CheckConstraint(condition=models.Q(('wave__gte', 1)), name='treated_unit_wave')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "evaluation_actionevent" ("agreement_id", "competency_id", "completed_on", "created_at", "did", "due_on", "element", "id", "kind", "lot_seed", "office_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reason", "said", "service_id", "started_on", "status", "target_level", "title", "unit_id") VALUES (NEW."agreement_id", NEW."competency_id", NEW."completed_on", NEW."created_at", NEW."did", NEW."due_on", NEW."element", NEW."id", NEW."kind", NEW."lot_seed", NEW."office_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."reason", NEW."said", NEW."service_id", NEW."started_on", NEW."status", NEW."target_level", NEW."title", NEW."unit_id"); RETURN NULL;', hash='96f07ed0da69342d92149fa64a1d1e54268d1fa2', operation='INSERT', pgid='pgtrigger_insert_insert_4b2cc', table='evaluation_action', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='action',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "evaluation_actionevent" ("agreement_id", "competency_id", "completed_on", "created_at", "did", "due_on", "element", "id", "kind", "lot_seed", "office_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "reason", "said", "service_id", "started_on", "status", "target_level", "title", "unit_id") VALUES (NEW."agreement_id", NEW."competency_id", NEW."completed_on", NEW."created_at", NEW."did", NEW."due_on", NEW."element", NEW."id", NEW."kind", NEW."lot_seed", NEW."office_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."reason", NEW."said", NEW."service_id", NEW."started_on", NEW."status", NEW."target_level", NEW."title", NEW."unit_id"); RETURN NULL;', hash='0549e23149fb3c7fdfef8cb86915ecfcb6746a79', operation='UPDATE', pgid='pgtrigger_update_update_9761d', table='evaluation_action', when='AFTER')),
        ),
    ]
