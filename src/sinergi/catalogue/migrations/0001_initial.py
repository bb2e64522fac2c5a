import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.RunSQL(
            sql='\n            CREATE TEXT SEARCH CONFIGURATION public.sinergi_indonesian (COPY = pg_catalog.indonesian);\n            ALTER TEXT SEARCH CONFIGURATION public.sinergi_indonesian\n                ALTER MAPPING FOR hword, hword_part, word WITH unaccent, indonesian_stem;\n            ',
            reverse_sql='DROP TEXT SEARCH CONFIGURATION public.sinergi_indonesian',
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, verbose_name='alamat halaman')),
                ('name', models.CharField(max_length=120, verbose_name='nama layanan')),
                ('short_name', models.CharField(max_length=60, verbose_name='nama pendek')),
                ('summary', models.CharField(max_length=200, verbose_name='ringkasan')),
                ('keywords', models.CharField(blank=True, max_length=400, verbose_name='kata kunci')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='urutan')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True, verbose_name='indeks pencarian')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='organization.office', verbose_name='kantor')),
                ('owner_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_services', to='organization.unit', verbose_name='unit penanggung jawab')),
            ],
            options={
                'verbose_name': 'layanan',
                'verbose_name_plural': 'layanan',
                'indexes': [models.Index(fields=['office', 'position', 'id'], name='service_list')],
                'constraints': [models.UniqueConstraint(fields=('office', 'slug'), name='service_slug_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='versi')),
                ('status', models.CharField(choices=[('draft', 'Rancangan'), ('published', 'Berlaku'), ('retired', 'Tidak berlaku lagi')], default='draft', max_length=9, verbose_name='status')),
                ('promise_amount', models.PositiveSmallIntegerField(verbose_name='janji waktu')),
                ('promise_unit', models.CharField(choices=[('minutes', 'menit kerja'), ('hours', 'jam kerja'), ('days', 'hari kerja'), ('weeks', 'minggu kerja')], max_length=7, verbose_name='satuan janji waktu')),
                ('fee', models.PositiveIntegerField(default=0, verbose_name='biaya (rupiah)')),
                ('product', models.CharField(max_length=160, verbose_name='produk')),
                ('intro', models.TextField(blank=True, verbose_name='siapa yang dapat mengajukan')),
                ('form', models.JSONField(default=dict, verbose_name='formulir')),
                ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='masa berlaku surat (bulan)')),
                ('retention_days', models.PositiveSmallIntegerField(default=730, verbose_name='masa simpan data (hari)')),
                ('legal_basis', models.CharField(blank=True, max_length=250, verbose_name='dasar hukum')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='berlaku sejak')),
                ('effective_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.service', verbose_name='layanan')),
            ],
            options={
                'verbose_name': 'versi layanan',
                'verbose_name_plural': 'versi layanan',
                'constraints': [models.UniqueConstraint(fields=('service', 'number'), name='service_version_once'), models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('service',), name='service_one_published_version'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('effective_from__isnull', False), _connector='OR'), name='service_version_published_has_date'), models.CheckConstraint(condition=models.Q(('promise_amount__gte', 1)), name='service_version_promise')],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=30, verbose_name='kode')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('label', models.CharField(max_length=120, verbose_name='dokumen')),
                ('help', models.CharField(blank=True, max_length=250, verbose_name='petunjuk')),
                ('kind', models.CharField(choices=[('photo', 'Foto atau pindaian'), ('pdf', 'PDF atau foto'), ('show', 'Ditunjukkan saat mengambil surat')], max_length=6, verbose_name='bentuk')),
                ('is_required', models.BooleanField(default=True, verbose_name='wajib')),
                ('legal_basis', models.CharField(blank=True, max_length=200, verbose_name='dasar hukum')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='catalogue.serviceversion', verbose_name='versi layanan')),
            ],
            options={
                'verbose_name': 'persyaratan',
                'verbose_name_plural': 'persyaratan',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='requirement_once')],
            },
        ),
        migrations.CreateModel(
            name='CompetencyRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level yang diperlukan')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='organization.competency', verbose_name='kompetensi')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competencies', to='catalogue.serviceversion', verbose_name='versi layanan')),
            ],
            options={
                'verbose_name': 'kompetensi yang dipersyaratkan',
                'verbose_name_plural': 'kompetensi yang dipersyaratkan',
                'constraints': [models.UniqueConstraint(fields=('version', 'competency'), name='competency_requirement_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='competency_requirement_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='ChainStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('role', models.CharField(choices=[('counter', 'Petugas loket'), ('examiner', 'Petugas pemeriksa'), ('kasi', 'Kepala seksi'), ('lurah', 'Lurah'), ('sekcam', 'Sekretaris camat'), ('camat', 'Camat'), ('personnel', 'Pengelola kepegawaian'), ('editor', 'Pengelola informasi'), ('quality', 'Pengelola mutu layanan'), ('auditor', 'Pemeriksa internal'), ('admin', 'Administrator')], max_length=12, verbose_name='peran')),
                ('level', models.CharField(choices=[('kelurahan', 'Kelurahan pemohon'), ('kecamatan', 'Kecamatan')], max_length=12, verbose_name='tingkat unit')),
                ('act', models.CharField(choices=[('paraf', 'Paraf'), ('tanda_tangan', 'Tanda tangan'), ('diketahui', 'Diketahui')], max_length=14, verbose_name='tindakan')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chain', to='catalogue.serviceversion', verbose_name='versi layanan')),
            ],
            options={
                'verbose_name': 'langkah penandatanganan',
                'verbose_name_plural': 'langkah penandatanganan',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='chain_step_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='versi')),
                ('status', models.CharField(choices=[('draft', 'Rancangan'), ('published', 'Berlaku'), ('retired', 'Tidak berlaku lagi')], default='draft', max_length=9, verbose_name='status')),
                ('promise_amount', models.PositiveSmallIntegerField(verbose_name='janji waktu')),
                ('promise_unit', models.CharField(choices=[('minutes', 'menit kerja'), ('hours', 'jam kerja'), ('days', 'hari kerja'), ('weeks', 'minggu kerja')], max_length=7, verbose_name='satuan janji waktu')),
                ('fee', models.PositiveIntegerField(default=0, verbose_name='biaya (rupiah)')),
                ('product', models.CharField(max_length=160, verbose_name='produk')),
                ('intro', models.TextField(blank=True, verbose_name='siapa yang dapat mengajukan')),
                ('form', models.JSONField(default=dict, verbose_name='formulir')),
                ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='masa berlaku surat (bulan)')),
                ('retention_days', models.PositiveSmallIntegerField(default=730, verbose_name='masa simpan data (hari)')),
                ('legal_basis', models.CharField(blank=True, max_length=250, verbose_name='dasar hukum')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='berlaku sejak')),
                ('effective_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.serviceversion')),
                ('service', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.service', verbose_name='layanan')),
            ],
            options={
                'verbose_name': 'riwayat versi layanan',
                'verbose_name_plural': 'riwayat versi layanan',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StandardComponent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('persyaratan', 'Persyaratan'), ('prosedur', 'Sistem, mekanisme, dan prosedur'), ('waktu', 'Jangka waktu penyelesaian'), ('biaya', 'Biaya/tarif'), ('produk', 'Produk pelayanan'), ('pengaduan', 'Penanganan pengaduan, saran, dan masukan'), ('dasar_hukum', 'Dasar hukum'), ('sarana', 'Sarana, prasarana, dan/atau fasilitas'), ('kompetensi', 'Kompetensi pelaksana'), ('pengawasan', 'Pengawasan internal'), ('jumlah_pelaksana', 'Jumlah pelaksana'), ('jaminan_pelayanan', 'Jaminan pelayanan'), ('jaminan_keamanan', 'Jaminan keamanan dan keselamatan pelayanan'), ('evaluasi', 'Evaluasi kinerja pelaksana')], max_length=18, verbose_name='komponen')),
                ('text', models.TextField(verbose_name='uraian')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='catalogue.serviceversion', verbose_name='versi layanan')),
            ],
            options={
                'verbose_name': 'komponen standar pelayanan',
                'verbose_name_plural': 'komponen standar pelayanan',
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='standard_component_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='service',
            trigger=pgtrigger.compiler.Trigger(name='search_column', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nNEW.search :=\n    setweight(to_tsvector('public.sinergi_indonesian', NEW.name || ' ' || NEW.short_name), 'A') ||\n    setweight(to_tsvector('public.sinergi_indonesian', NEW.keywords), 'B') ||\n    setweight(to_tsvector('public.sinergi_indonesian', NEW.summary), 'C');\nRETURN NEW;\n", hash='f55a774bce7789a12c8f3489940020ec5f5b446d', operation='INSERT OR UPDATE', pgid='pgtrigger_search_column_19350', table='catalogue_service', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceversion',
            trigger=pgtrigger.compiler.Trigger(name='published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF OLD.status = 'draft' THEN\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'retired'\n   AND to_jsonb(NEW) - 'status' - 'effective_until' = to_jsonb(OLD) - 'status' - 'effective_until' THEN\n    RETURN NEW;\nEND IF;\nRAISE EXCEPTION 'service version % is %: it can no longer be changed', OLD.id, OLD.status\n    USING ERRCODE = 'restrict_violation';\n", hash='7d0bf4ef48e5f27ec3842f884ea02884053fd279', operation='UPDATE OR DELETE', pgid='pgtrigger_published_is_frozen_23173', table='catalogue_serviceversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "catalogue_serviceversionevent" ("effective_from", "effective_until", "fee", "form", "id", "intro", "legal_basis", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "promise_amount", "promise_unit", "retention_days", "service_id", "status", "validity_months") VALUES (NEW."effective_from", NEW."effective_until", NEW."fee", NEW."form", NEW."id", NEW."intro", NEW."legal_basis", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."product", NEW."promise_amount", NEW."promise_unit", NEW."retention_days", NEW."service_id", NEW."status", NEW."validity_months"); RETURN NULL;', hash='70721011f3bba7428d168444decada0ba52b27ce', operation='INSERT', pgid='pgtrigger_insert_insert_87322', table='catalogue_serviceversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "catalogue_serviceversionevent" ("effective_from", "effective_until", "fee", "form", "id", "intro", "legal_basis", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "promise_amount", "promise_unit", "retention_days", "service_id", "status", "validity_months") VALUES (NEW."effective_from", NEW."effective_until", NEW."fee", NEW."form", NEW."id", NEW."intro", NEW."legal_basis", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."product", NEW."promise_amount", NEW."promise_unit", NEW."retention_days", NEW."service_id", NEW."status", NEW."validity_months"); RETURN NULL;', hash='6e72940771d8d25fae30595cc7ff67b216d567c3', operation='UPDATE', pgid='pgtrigger_update_update_52665', table='catalogue_serviceversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "catalogue_serviceversionevent" ("effective_from", "effective_until", "fee", "form", "id", "intro", "legal_basis", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "promise_amount", "promise_unit", "retention_days", "service_id", "status", "validity_months") VALUES (OLD."effective_from", OLD."effective_until", OLD."fee", OLD."form", OLD."id", OLD."intro", OLD."legal_basis", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."product", OLD."promise_amount", OLD."promise_unit", OLD."retention_days", OLD."service_id", OLD."status", OLD."validity_months"); RETURN NULL;', hash='1688f91da265e2cb16bd794bebb47dd0a3baddb6', operation='DELETE', pgid='pgtrigger_delete_delete_7b9d2', table='catalogue_serviceversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirement',
            trigger=pgtrigger.compiler.Trigger(name='part_of_published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent record;', func="\nFOR parent IN\n    SELECT v.id, v.status FROM catalogue_serviceversion v\n    WHERE v.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,\n                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)\n    FOR SHARE\nLOOP\n    IF parent.status <> 'draft' THEN\n        RAISE EXCEPTION 'service version % is %: its parts can no longer be changed', parent.id, parent.status\n            USING ERRCODE = 'restrict_violation';\n    END IF;\nEND LOOP;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='f14d4d504b29e9de93147125feeb2322755a6d9b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_part_of_published_is_frozen_e4017', table='catalogue_requirement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='competencyrequirement',
            trigger=pgtrigger.compiler.Trigger(name='part_of_published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent record;', func="\nFOR parent IN\n    SELECT v.id, v.status FROM catalogue_serviceversion v\n    WHERE v.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,\n                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)\n    FOR SHARE\nLOOP\n    IF parent.status <> 'draft' THEN\n        RAISE EXCEPTION 'service version % is %: its parts can no longer be changed', parent.id, parent.status\n            USING ERRCODE = 'restrict_violation';\n    END IF;\nEND LOOP;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='d834c15f712054a73cbef425bf7f981d68a27ec5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_part_of_published_is_frozen_ea3ff', table='catalogue_competencyrequirement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chainstep',
            trigger=pgtrigger.compiler.Trigger(name='part_of_published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent record;', func="\nFOR parent IN\n    SELECT v.id, v.status FROM catalogue_serviceversion v\n    WHERE v.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,\n                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)\n    FOR SHARE\nLOOP\n    IF parent.status <> 'draft' THEN\n        RAISE EXCEPTION 'service version % is %: its parts can no longer be changed', parent.id, parent.status\n            USING ERRCODE = 'restrict_violation';\n    END IF;\nEND LOOP;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='b46c7a406a7567ded1466586e337bc1c1fa3dc2c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_part_of_published_is_frozen_73470', table='catalogue_chainstep', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standardcomponent',
            trigger=pgtrigger.compiler.Trigger(name='part_of_published_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE parent record;', func="\nFOR parent IN\n    SELECT v.id, v.status FROM catalogue_serviceversion v\n    WHERE v.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,\n                   CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)\n    FOR SHARE\nLOOP\n    IF parent.status <> 'draft' THEN\n        RAISE EXCEPTION 'service version % is %: its parts can no longer be changed', parent.id, parent.status\n            USING ERRCODE = 'restrict_violation';\n    END IF;\nEND LOOP;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='69cdcc7d6d7fb9d44aca083569182ef0f41b61c6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_part_of_published_is_frozen_3b0ce', table='catalogue_standardcomponent', when='BEFORE')),
        ),
    ]
