import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('documents', '0001_initial'),
        ('organization', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nip', models.CharField(blank=True, max_length=18, null=True, verbose_name='NIP')),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('kind', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_pw', 'PPPK paruh waktu'), ('non_asn', 'Non-ASN')], max_length=8, verbose_name='jenis pegawai')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='jabatan')),
                ('rank', models.CharField(blank=True, choices=[('I/a', 'Juru Muda (I/a)'), ('I/b', 'Juru Muda Tingkat I (I/b)'), ('I/c', 'Juru (I/c)'), ('I/d', 'Juru Tingkat I (I/d)'), ('II/a', 'Pengatur Muda (II/a)'), ('II/b', 'Pengatur Muda Tingkat I (II/b)'), ('II/c', 'Pengatur (II/c)'), ('II/d', 'Pengatur Tingkat I (II/d)'), ('III/a', 'Penata Muda (III/a)'), ('III/b', 'Penata Muda Tingkat I (III/b)'), ('III/c', 'Penata (III/c)'), ('III/d', 'Penata Tingkat I (III/d)'), ('IV/a', 'Pembina (IV/a)'), ('IV/b', 'Pembina Tingkat I (IV/b)'), ('IV/c', 'Pembina Utama Muda (IV/c)'), ('IV/d', 'Pembina Utama Madya (IV/d)'), ('IV/e', 'Pembina Utama (IV/e)'), ('I', 'PPPK golongan I'), ('II', 'PPPK golongan II'), ('III', 'PPPK golongan III'), ('IV', 'PPPK golongan IV'), ('V', 'PPPK golongan V'), ('VI', 'PPPK golongan VI'), ('VII', 'PPPK golongan VII'), ('VIII', 'PPPK golongan VIII'), ('IX', 'PPPK golongan IX'), ('X', 'PPPK golongan X'), ('XI', 'PPPK golongan XI'), ('XII', 'PPPK golongan XII'), ('XIII', 'PPPK golongan XIII'), ('XIV', 'PPPK golongan XIV'), ('XV', 'PPPK golongan XV'), ('XVI', 'PPPK golongan XVI'), ('XVII', 'PPPK golongan XVII')], max_length=5, verbose_name='golongan')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='tanggal lahir')),
                ('sex', models.CharField(blank=True, choices=[('1', 'Laki-laki'), ('2', 'Perempuan')], max_length=1, verbose_name='jenis kelamin')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='mulai bertugas')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='tidak bertugas sejak')),
                ('created_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('updated_at', models.DateTimeField(verbose_name='diubah pada')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='organization.office', verbose_name='kantor')),
                ('position', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='organization.position', verbose_name='jabatan terdaftar')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employees', to='organization.unit', verbose_name='unit kerja')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='employee', to=settings.AUTH_USER_MODEL, verbose_name='akun pengguna')),
            ],
            options={
                'verbose_name': 'pegawai',
                'verbose_name_plural': 'pegawai',
                'indexes': [models.Index(fields=['office', 'name', 'id'], name='employee_list'), models.Index(fields=['unit', 'name', 'id'], name='employee_unit')],
                'constraints': [models.UniqueConstraint(fields=('office', 'nip'), name='employee_nip_once'), models.UniqueConstraint(models.F('office'), django.db.models.functions.text.Lower('name'), models.F('born_on'), condition=models.Q(('born_on__isnull', False), ('nip__isnull', True)), name='employee_without_nip_once'), models.UniqueConstraint(models.F('office'), models.F('unit'), django.db.models.functions.text.Lower('name'), condition=models.Q(('born_on__isnull', True), ('nip__isnull', True)), name='employee_without_nip_or_birth_once'), models.CheckConstraint(condition=models.Q(('nip__isnull', True), ('nip__regex', '^[0-9]{18}$'), _connector='OR'), name='employee_nip_18_digits'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pns'), ('rank__in', ['', 'I/a', 'I/b', 'I/c', 'I/d', 'II/a', 'II/b', 'II/c', 'II/d', 'III/a', 'III/b', 'III/c', 'III/d', 'IV/a', 'IV/b', 'IV/c', 'IV/d', 'IV/e'])), models.Q(('kind__in', ['pppk', 'pppk_pw']), ('rank__in', ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV', 'XVI', 'XVII'])), models.Q(('kind', 'non_asn'), ('rank', '')), _connector='OR'), name='employee_rank_fits_kind'), models.CheckConstraint(condition=models.Q(('started_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gt', models.F('started_on')), _connector='OR'), name='employee_period_order')],
            },
        ),
        migrations.CreateModel(
            name='EmployeeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('nip', models.CharField(blank=True, max_length=18, null=True, verbose_name='NIP')),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('kind', models.CharField(choices=[('pns', 'PNS'), ('pppk', 'PPPK'), ('pppk_pw', 'PPPK paruh waktu'), ('non_asn', 'Non-ASN')], max_length=8, verbose_name='jenis pegawai')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='jabatan')),
                ('rank', models.CharField(blank=True, choices=[('I/a', 'Juru Muda (I/a)'), ('I/b', 'Juru Muda Tingkat I (I/b)'), ('I/c', 'Juru (I/c)'), ('I/d', 'Juru Tingkat I (I/d)'), ('II/a', 'Pengatur Muda (II/a)'), ('II/b', 'Pengatur Muda Tingkat I (II/b)'), ('II/c', 'Pengatur (II/c)'), ('II/d', 'Pengatur Tingkat I (II/d)'), ('III/a', 'Penata Muda (III/a)'), ('III/b', 'Penata Muda Tingkat I (III/b)'), ('III/c', 'Penata (III/c)'), ('III/d', 'Penata Tingkat I (III/d)'), ('IV/a', 'Pembina (IV/a)'), ('IV/b', 'Pembina Tingkat I (IV/b)'), ('IV/c', 'Pembina Utama Muda (IV/c)'), ('IV/d', 'Pembina Utama Madya (IV/d)'), ('IV/e', 'Pembina Utama (IV/e)'), ('I', 'PPPK golongan I'), ('II', 'PPPK golongan II'), ('III', 'PPPK golongan III'), ('IV', 'PPPK golongan IV'), ('V', 'PPPK golongan V'), ('VI', 'PPPK golongan VI'), ('VII', 'PPPK golongan VII'), ('VIII', 'PPPK golongan VIII'), ('IX', 'PPPK golongan IX'), ('X', 'PPPK golongan X'), ('XI', 'PPPK golongan XI'), ('XII', 'PPPK golongan XII'), ('XIII', 'PPPK golongan XIII'), ('XIV', 'PPPK golongan XIV'), ('XV', 'PPPK golongan XV'), ('XVI', 'PPPK golongan XVI'), ('XVII', 'PPPK golongan XVII')], max_length=5, verbose_name='golongan')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='tanggal lahir')),
                ('sex', models.CharField(blank=True, choices=[('1', 'Laki-laki'), ('2', 'Perempuan')], max_length=1, verbose_name='jenis kelamin')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='mulai bertugas')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='tidak bertugas sejak')),
                ('created_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('updated_at', models.DateTimeField(verbose_name='diubah pada')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.office', verbose_name='kantor')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='personnel.employee')),
                ('position', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.position', verbose_name='jabatan terdaftar')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organization.unit', verbose_name='unit kerja')),
                ('user', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='akun pengguna')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StaffImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uploaded_at', models.DateTimeField(verbose_name='diunggah pada')),
                ('status', models.CharField(choices=[('uploaded', 'Menunggu diperiksa'), ('committed', 'Tersimpan'), ('discarded', 'Dibatalkan')], default='uploaded', max_length=9, verbose_name='status')),
                ('unknown_position', models.CharField(choices=[('text', 'Terima, catat nama jabatannya apa adanya'), ('refuse', 'Tolak baris itu')], default='text', max_length=6, verbose_name='jabatan yang belum terdaftar')),
                ('committed_at', models.DateTimeField(blank=True, null=True, verbose_name='disimpan pada')),
                ('added', models.PositiveIntegerField(default=0, verbose_name='pegawai baru')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='pegawai berubah')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='pegawai tetap')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='baris ditolak')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='staff_imports', to='documents.document', verbose_name='berkas')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_imports', to='organization.office', verbose_name='kantor')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_imports', to=settings.AUTH_USER_MODEL, verbose_name='diunggah oleh')),
            ],
            options={
                'verbose_name': 'impor daftar pegawai',
                'verbose_name_plural': 'impor daftar pegawai',
                'indexes': [models.Index(fields=['office', '-id'], name='staff_import_list')],
            },
        ),
        migrations.CreateModel(
            name='TrainingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='nama pelatihan')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='lama (JP)')),
                ('held_on', models.DateField(verbose_name='tanggal selesai')),
                ('provider', models.CharField(blank=True, max_length=160, verbose_name='penyelenggara')),
                ('source', models.CharField(max_length=80, unique=True, verbose_name='kunci asal')),
                ('recorded_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training_records', to='personnel.employee', verbose_name='pegawai')),
            ],
            options={
                'verbose_name': 'riwayat pelatihan',
                'verbose_name_plural': 'riwayat pelatihan',
                'indexes': [models.Index(fields=['employee', '-held_on'], name='training_record_employee')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours__gte', 1)), name='training_record_hours')],
            },
        ),
        migrations.CreateModel(
            name='TrainingRecordEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=160, verbose_name='nama pelatihan')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='lama (JP)')),
                ('held_on', models.DateField(verbose_name='tanggal selesai')),
                ('provider', models.CharField(blank=True, max_length=160, verbose_name='penyelenggara')),
                ('source', models.CharField(max_length=80, verbose_name='kunci asal')),
                ('recorded_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('employee', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='personnel.employee', verbose_name='pegawai')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='personnel.trainingrecord')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employee',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "personnel_employeeevent" ("born_on", "created_at", "ended_on", "id", "kind", "name", "nip", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "rank", "sex", "started_on", "title", "unit_id", "updated_at", "user_id") VALUES (NEW."born_on", NEW."created_at", NEW."ended_on", NEW."id", NEW."kind", NEW."name", NEW."nip", NEW."office_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_id", NEW."rank", NEW."sex", NEW."started_on", NEW."title", NEW."unit_id", NEW."updated_at", NEW."user_id"); RETURN NULL;', hash='aaa8370b03400e4841ef1fa5ad796ae63b0202e5', operation='INSERT', pgid='pgtrigger_insert_insert_525ea', table='personnel_employee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employee',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "personnel_employeeevent" ("born_on", "created_at", "ended_on", "id", "kind", "name", "nip", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "rank", "sex", "started_on", "title", "unit_id", "updated_at", "user_id") VALUES (NEW."born_on", NEW."created_at", NEW."ended_on", NEW."id", NEW."kind", NEW."name", NEW."nip", NEW."office_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_id", NEW."rank", NEW."sex", NEW."started_on", NEW."title", NEW."unit_id", NEW."updated_at", NEW."user_id"); RETURN NULL;', hash='dedea1c45ec247bd940663681e374f1632f57a80', operation='UPDATE', pgid='pgtrigger_update_update_11728', table='personnel_employee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='employee',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "personnel_employeeevent" ("born_on", "created_at", "ended_on", "id", "kind", "name", "nip", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "rank", "sex", "started_on", "title", "unit_id", "updated_at", "user_id") VALUES (OLD."born_on", OLD."created_at", OLD."ended_on", OLD."id", OLD."kind", OLD."name", OLD."nip", OLD."office_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."rank", OLD."sex", OLD."started_on", OLD."title", OLD."unit_id", OLD."updated_at", OLD."user_id"); RETURN NULL;', hash='06a55192feb5c795ec03808edc266bd3516cc857', operation='DELETE', pgid='pgtrigger_delete_delete_b32d9', table='personnel_employee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainingrecord',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "personnel_trainingrecordevent" ("employee_id", "held_on", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "source", "title") VALUES (NEW."employee_id", NEW."held_on", NEW."hours", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider", NEW."recorded_at", NEW."source", NEW."title"); RETURN NULL;', hash='998f2e12efdcf27cbc460ae09a990ab11e4ae4c1', operation='INSERT', pgid='pgtrigger_insert_insert_697ef', table='personnel_trainingrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainingrecord',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "personnel_trainingrecordevent" ("employee_id", "held_on", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "source", "title") VALUES (NEW."employee_id", NEW."held_on", NEW."hours", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider", NEW."recorded_at", NEW."source", NEW."title"); RETURN NULL;', hash='9a2bc0db7f0750a955e67eaaf2b3ee00813254a4', operation='UPDATE', pgid='pgtrigger_update_update_fe364', table='personnel_trainingrecord', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='trainingrecord',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "personnel_trainingrecordevent" ("employee_id", "held_on", "hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "source", "title") VALUES (OLD."employee_id", OLD."held_on", OLD."hours", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider", OLD."recorded_at", OLD."source", OLD."title"); RETURN NULL;', hash='5fc346f8453005081515b606cf0dcc8af881f926', operation='DELETE', pgid='pgtrigger_delete_delete_d555b', table='personnel_trainingrecord', when='AFTER')),
        ),
    ]
