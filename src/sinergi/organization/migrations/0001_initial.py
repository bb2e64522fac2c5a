import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('worktime', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='kode kompetensi')),
                ('name', models.CharField(max_length=80, verbose_name='nama kompetensi')),
                ('cluster', models.CharField(choices=[('manajerial', 'Manajerial'), ('sosial_kultural', 'Sosial kultural'), ('teknis', 'Teknis')], max_length=16, verbose_name='kelompok')),
                ('definition', models.TextField(blank=True, verbose_name='definisi')),
                ('legal_basis', models.CharField(blank=True, max_length=120, verbose_name='dasar hukum')),
            ],
            options={
                'verbose_name': 'kompetensi',
                'verbose_name_plural': 'kompetensi',
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nama kantor')),
                ('city', models.CharField(max_length=120, verbose_name='kabupaten/kota')),
                ('province', models.CharField(blank=True, max_length=120, verbose_name='provinsi')),
                ('code', models.CharField(max_length=13, unique=True, verbose_name='kode wilayah')),
                ('reference_prefix', models.CharField(max_length=4, verbose_name='awalan nomor permohonan')),
                ('letter_code', models.CharField(blank=True, max_length=12, verbose_name='kode unit pada surat')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='alamat')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telepon')),
                ('whatsapp', models.CharField(blank=True, max_length=30, verbose_name='nomor WhatsApp')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('time_zone', models.CharField(default='Asia/Jakarta', max_length=40, verbose_name='zona waktu')),
                ('host', models.CharField(blank=True, max_length=253, null=True, unique=True, verbose_name='nama host')),
                ('is_sample', models.BooleanField(default=False, verbose_name='data contoh')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='worktime.calendar', verbose_name='kalender kerja')),
            ],
            options={
                'verbose_name': 'kantor',
                'verbose_name_plural': 'kantor',
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('kecamatan', 'Kecamatan'), ('kelurahan', 'Kelurahan'), ('seksi', 'Seksi'), ('subbagian', 'Subbagian'), ('lingkungan', 'Lingkungan')], max_length=12, verbose_name='jenis unit')),
                ('name', models.CharField(max_length=120, verbose_name='nama unit')),
                ('code', models.CharField(blank=True, max_length=13, verbose_name='kode wilayah')),
                ('letter_code', models.CharField(blank=True, max_length=12, verbose_name='kode unit pada surat')),
                ('path', models.CharField(blank=True, db_index=True, max_length=100, verbose_name='jalur')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organization.office', verbose_name='kantor')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organization.unit', verbose_name='unit induk')),
            ],
            options={
                'verbose_name': 'unit kerja',
                'verbose_name_plural': 'unit kerja',
                'indexes': [models.Index(fields=['path'], name='unit_path_prefix', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.UniqueConstraint(fields=('office', 'parent', 'name'), name='unit_name_once'), models.UniqueConstraint(condition=models.Q(('parent__isnull', True)), fields=('office',), name='unit_one_root_per_office'), models.CheckConstraint(condition=models.Q(('parent__isnull', False), ('kind', 'kecamatan'), _connector='OR'), name='unit_root_is_district'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='unit_not_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='nama jabatan')),
                ('kind', models.CharField(choices=[('administrator', 'Administrator'), ('pengawas', 'Pengawas'), ('fungsional', 'Fungsional'), ('pelaksana', 'Pelaksana')], max_length=14, verbose_name='jenis jabatan')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='organization.unit', verbose_name='unit kerja')),
            ],
            options={
                'verbose_name': 'jabatan',
                'verbose_name_plural': 'jabatan',
                'constraints': [models.UniqueConstraint(fields=('unit', 'title'), name='position_once')],
            },
        ),
        migrations.CreateModel(
            name='CompetencyLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                ('description', models.TextField(verbose_name='uraian')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='organization.competency', verbose_name='kompetensi')),
            ],
            options={
                'verbose_name': 'level kompetensi',
                'verbose_name_plural': 'level kompetensi',
                'constraints': [models.UniqueConstraint(fields=('competency', 'level'), name='competency_level_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='competency_level_1_to_5')],
            },
        ),
    ]
