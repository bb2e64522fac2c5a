import django.contrib.postgres.fields
import django.db.models.deletion
import sinergi.vault.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('documents', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PooledAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('payload', sinergi.vault.fields.SealedJSONField(verbose_name='isi tersegel')),
            ],
            options={
                'verbose_name': 'jawaban yang menunggu',
                'verbose_name_plural': 'jawaban yang menunggu',
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='versi')),
                ('legal_basis', models.CharField(blank=True, max_length=120, verbose_name='dasar hukum')),
                ('effective_from', models.DateField(verbose_name='berlaku sejak')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaires', to='organization.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'kuesioner',
                'verbose_name_plural': 'kuesioner',
                'constraints': [models.UniqueConstraint(fields=('office', 'version'), name='questionnaire_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('key', models.CharField(max_length=16, verbose_name='unsur')),
                ('name', models.CharField(max_length=80, verbose_name='nama unsur')),
                ('text', models.CharField(max_length=250, verbose_name='pertanyaan')),
                ('answer_1', models.CharField(max_length=60, verbose_name='jawaban bernilai 1')),
                ('answer_2', models.CharField(max_length=60, verbose_name='jawaban bernilai 2')),
                ('answer_3', models.CharField(max_length=60, verbose_name='jawaban bernilai 3')),
                ('answer_4', models.CharField(max_length=60, verbose_name='jawaban bernilai 4')),
                ('in_index', models.BooleanField(default=True, verbose_name='masuk indeks')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='surveys.questionnaire', verbose_name='kuesioner')),
            ],
            options={
                'verbose_name': 'pertanyaan kuesioner',
                'verbose_name_plural': 'pertanyaan kuesioner',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'key'), name='question_key_once'), models.UniqueConstraint(fields=('questionnaire', 'position'), name='question_position_once'), models.CheckConstraint(condition=models.Q(models.Q(('key', 'kejelasan'), _negated=True), ('in_index', False), _connector='OR'), name='question_clarity_outside_index')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(default='paper', max_length=8, verbose_name='saluran')),
                ('sha256', models.BinaryField(max_length=32, verbose_name='sidik SHA-256')),
                ('status', models.CharField(choices=[('dibaca', 'Sedang dibaca'), ('tidak_terpakai', 'Tidak dapat dipakai'), ('pratinjau', 'Menunggu keputusan'), ('aktif', 'Disimpan'), ('dibatalkan', 'Dibatalkan'), ('ditarik', 'Ditarik kembali')], default='dibaca', max_length=14, verbose_name='status')),
                ('shape', models.CharField(blank=True, choices=[('responden', 'Satu baris per responden'), ('jumlah', 'Satu baris per unsur (jumlah jawaban)')], max_length=9, verbose_name='bentuk')),
                ('order', models.CharField(default='legal', max_length=5, verbose_name='urutan unsur')),
                ('month', models.DateField(verbose_name='bulan survei')),
                ('month_column', models.CharField(blank=True, max_length=80, verbose_name='kolom tanggal')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None, verbose_name='kolom unsur')),
                ('elements', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=16), blank=True, default=list, size=None, verbose_name='unsur per kolom')),
                ('ignored', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None, verbose_name='kolom yang diabaikan')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='baris berkas')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='baris sudah dibaca')),
                ('accepted', models.PositiveIntegerField(default=0, verbose_name='baris diterima')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='baris ditolak')),
                ('unanswered', models.PositiveIntegerField(default=0, verbose_name='baris tanpa jawaban')),
                ('trouble', models.CharField(blank=True, max_length=600, verbose_name='sebab tidak dapat dipakai')),
                ('by_id', models.CharField(max_length=60, verbose_name='kode pengunggah')),
                ('by_name', models.CharField(max_length=150, verbose_name='pengunggah')),
                ('created_at', models.DateTimeField(verbose_name='diunggah pada')),
                ('progressed_at', models.DateTimeField(verbose_name='kemajuan terakhir')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='tim yang melayani')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.questionnaire', verbose_name='kuesioner')),
            ],
            options={
                'verbose_name': 'impor survei',
                'verbose_name_plural': 'impor survei',
                'indexes': [models.Index(fields=['office', '-created_at', 'id'], name='import_list'), models.Index(condition=models.Q(('status', 'dibaca')), fields=['progressed_at'], name='import_reading')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['dibaca', 'pratinjau', 'aktif'])), fields=('office', 'sha256'), name='import_file_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='import_month_only')],
            },
        ),
        migrations.CreateModel(
            name='RefusedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='baris data')),
                ('line', models.PositiveIntegerField(verbose_name='baris berkas')),
                ('column', models.CharField(blank=True, max_length=300, verbose_name='kolom')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='isi')),
                ('reason', models.CharField(max_length=1000, verbose_name='alasan')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='refused_rows', to='surveys.importbatch', verbose_name='impor')),
            ],
            options={
                'verbose_name': 'baris yang ditolak',
                'verbose_name_plural': 'baris yang ditolak',
                'constraints': [models.UniqueConstraint(fields=('batch', 'row'), name='refused_row_once')],
            },
        ),
        migrations.CreateModel(
            name='RespondentMargin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='bulan')),
                ('attribute', models.CharField(choices=[('jenis_kelamin', 'Jenis kelamin'), ('pendidikan', 'Pendidikan terakhir'), ('pekerjaan', 'Pekerjaan')], max_length=14, verbose_name='ciri responden')),
                ('value', models.CharField(max_length=12, verbose_name='isi')),
                ('n', models.PositiveIntegerField(verbose_name='jumlah responden')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service', verbose_name='layanan')),
            ],
            options={
                'verbose_name': 'jumlah responden per ciri',
                'verbose_name_plural': 'jumlah responden per ciri',
                'constraints': [models.UniqueConstraint(fields=('office', 'month', 'service', 'attribute', 'value'), name='respondent_margin_once')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(verbose_name='bulan')),
                ('channel', models.CharField(choices=[('online', 'Daring'), ('counter', 'Loket'), ('paper', 'Kertas')], max_length=8, verbose_name='saluran')),
                ('persyaratan', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='persyaratan')),
                ('prosedur', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='prosedur')),
                ('waktu', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='waktu')),
                ('biaya', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='biaya')),
                ('produk', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='produk')),
                ('kompetensi', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kompetensi')),
                ('perilaku', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='perilaku')),
                ('pengaduan', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='pengaduan')),
                ('sarana', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sarana')),
                ('kejelasan', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kejelasan')),
                ('batch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.importbatch', verbose_name='impor')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.office', verbose_name='kantor')),
                ('questionnaire', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.questionnaire', verbose_name='kuesioner')),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='tim')),
            ],
            options={
                'verbose_name': 'jawaban survei',
                'verbose_name_plural': 'jawaban survei',
                'indexes': [models.Index(fields=['office', 'month'], name='response_office_month'), models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='response_batch')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='response_month_only'), models.CheckConstraint(condition=models.Q(('persyaratan__isnull', True), models.Q(('persyaratan__gte', 1), ('persyaratan__lte', 4)), _connector='OR'), name='response_persyaratan_1_to_4'), models.CheckConstraint(condition=models.Q(('prosedur__isnull', True), models.Q(('prosedur__gte', 1), ('prosedur__lte', 4)), _connector='OR'), name='response_prosedur_1_to_4'), models.CheckConstraint(condition=models.Q(('waktu__isnull', True), models.Q(('waktu__gte', 1), ('waktu__lte', 4)), _connector='OR'), name='response_waktu_1_to_4'), models.CheckConstraint(condition=models.Q(('biaya__isnull', True), models.Q(('biaya__gte', 1), ('biaya__lte', 4)), _connector='OR'), name='response_biaya_1_to_4'), models.CheckConstraint(condition=models.Q(('produk__isnull', True), models.Q(('produk__gte', 1), ('produk__lte', 4)), _connector='OR'), name='response_produk_1_to_4'), models.CheckConstraint(condition=models.Q(('kompetensi__isnull', True), models.Q(('kompetensi__gte', 1), ('kompetensi__lte', 4)), _connector='OR'), name='response_kompetensi_1_to_4'), models.CheckConstraint(condition=models.Q(('perilaku__isnull', True), models.Q(('perilaku__gte', 1), ('perilaku__lte', 4)), _connector='OR'), name='response_perilaku_1_to_4'), models.CheckConstraint(condition=models.Q(('pengaduan__isnull', True), models.Q(('pengaduan__gte', 1), ('pengaduan__lte', 4)), _connector='OR'), name='response_pengaduan_1_to_4'), models.CheckConstraint(condition=models.Q(('sarana__isnull', True), models.Q(('sarana__gte', 1), ('sarana__lte', 4)), _connector='OR'), name='response_sarana_1_to_4'), models.CheckConstraint(condition=models.Q(('kejelasan__isnull', True), models.Q(('kejelasan__gte', 1), ('kejelasan__lte', 4)), _connector='OR'), name='response_kejelasan_1_to_4'), models.CheckConstraint(condition=models.Q(('biaya__isnull', True), ('kejelasan__isnull', True), ('kompetensi__isnull', True), ('pengaduan__isnull', True), ('perilaku__isnull', True), ('persyaratan__isnull', True), ('produk__isnull', True), ('prosedur__isnull', True), ('sarana__isnull', True), ('waktu__isnull', True), _negated=True), name='response_answers_something')],
            },
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=8, verbose_name='saluran')),
                ('month', models.DateField(verbose_name='bulan')),
                ('element', models.CharField(max_length=16, verbose_name='unsur')),
                ('n', models.BigIntegerField(verbose_name='jumlah jawaban')),
                ('total', models.BigIntegerField(verbose_name='jumlah nilai')),
                ('total_sq', models.BigIntegerField(verbose_name='jumlah kuadrat nilai')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.office', verbose_name='kantor')),
                ('questionnaire', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.questionnaire', verbose_name='kuesioner')),
                ('service', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='tim')),
            ],
            options={
                'verbose_name': 'rekap survei',
                'verbose_name_plural': 'rekap survei',
                'constraints': [models.UniqueConstraint(fields=('office', 'month', 'element', 'service', 'unit', 'channel', 'questionnaire'), include=('n', 'total', 'total_sq'), name='rollup_cell_once'), models.CheckConstraint(condition=models.Q(('n__gt', 0), ('total__gte', models.F('n')), ('total_sq__gte', models.F('total'))), name='rollup_plausible')],
            },
        ),
        migrations.CreateModel(
            name='StagedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='baris data')),
                ('month', models.DateField(verbose_name='bulan')),
                ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(null=True), size=None, verbose_name='jawaban')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='staged', to='surveys.importbatch', verbose_name='impor')),
            ],
            options={
                'verbose_name': 'baris impor yang menunggu',
                'verbose_name_plural': 'baris impor yang menunggu',
                'constraints': [models.UniqueConstraint(fields=('batch', 'row'), name='staged_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(verbose_name='bulan')),
                ('text', sinergi.vault.fields.SealedTextField(verbose_name='komentar')),
                ('status', models.CharField(choices=[('menunggu', 'Menunggu dibaca'), ('ditampilkan', 'Ditampilkan'), ('disembunyikan', 'Disembunyikan')], default='menunggu', max_length=13, verbose_name='status')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service', verbose_name='layanan')),
            ],
            options={
                'verbose_name': 'komentar survei',
                'verbose_name_plural': 'komentar survei',
                'indexes': [models.Index(fields=['office', 'status', '-month', 'id'], name='comment_queue'), models.Index(condition=models.Q(('status', 'ditampilkan')), fields=['service', '-month', 'id'], name='comment_shown')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='comment_month_only')],
            },
        ),
        migrations.CreateModel(
            name='ImportedCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('n1', models.PositiveIntegerField(verbose_name='jawaban bernilai 1')),
                ('n2', models.PositiveIntegerField(verbose_name='jawaban bernilai 2')),
                ('n3', models.PositiveIntegerField(verbose_name='jawaban bernilai 3')),
                ('n4', models.PositiveIntegerField(verbose_name='jawaban bernilai 4')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='surveys.importbatch', verbose_name='impor')),
            ],
            options={
                'verbose_name': 'jumlah jawaban impor',
                'verbose_name_plural': 'jumlah jawaban impor',
                'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='imported_count_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32, unique=True, verbose_name='sidik tautan')),
                ('channel', models.CharField(blank=True, choices=[('online', 'Daring'), ('counter', 'Loket'), ('paper', 'Kertas')], max_length=8, verbose_name='saluran')),
                ('month', models.DateField(null=True, verbose_name='bulan')),
                ('expires_on', models.DateField(verbose_name='berlaku sampai')),
                ('used', models.BooleanField(default=False, verbose_name='sudah dipakai')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='tim')),
            ],
            options={
                'verbose_name': 'undangan survei',
                'verbose_name_plural': 'undangan survei',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('channel', ''), ('month__isnull', True), ('service__isnull', True), ('unit__isnull', True), ('used', True)), models.Q(('month__isnull', False), ('service__isnull', False), ('unit__isnull', False), ('used', False)), _connector='OR'), name='invitation_used_forgets')],
            },
        ),
        migrations.CreateModel(
            name='Population',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='dari bulan')),
                ('until', models.DateField(verbose_name='sampai bulan')),
                ('users', models.PositiveIntegerField(verbose_name='jumlah pengguna layanan')),
                ('source', models.CharField(max_length=200, verbose_name='sumber angka')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organization.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'jumlah pengguna layanan',
                'verbose_name_plural': 'jumlah pengguna layanan',
                'constraints': [models.UniqueConstraint(fields=('office', 'service', 'unit', 'since', 'until'), name='population_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='population_period_order'), models.CheckConstraint(condition=models.Q(('users__gte', 1)), name='population_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='PublishedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.DateField(verbose_name='triwulan')),
                ('element', models.CharField(max_length=16, verbose_name='unsur')),
                ('n', models.BigIntegerField(verbose_name='jumlah jawaban')),
                ('total', models.BigIntegerField(verbose_name='jumlah nilai')),
                ('total_sq', models.BigIntegerField(verbose_name='jumlah kuadrat nilai')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalogue.service', verbose_name='layanan')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organization.unit', verbose_name='tim')),
            ],
            options={
                'verbose_name': 'angka survei yang diumumkan',
                'verbose_name_plural': 'angka survei yang diumumkan',
                'constraints': [models.UniqueConstraint(fields=('office', 'quarter', 'service', 'unit', 'element'), name='published_cell_once', nulls_distinct=False)],
            },
        ),
    ]
