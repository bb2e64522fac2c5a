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
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fkp', 'Forum Konsultasi Publik'), ('musyawarah', 'Musyawarah warga')], default='fkp', max_length=10, verbose_name='bentuk')),
                ('title', models.CharField(max_length=160, verbose_name='judul')),
                ('slug', models.SlugField(max_length=80, verbose_name='alamat halaman')),
                ('invitation', models.TextField(verbose_name='undangan')),
                ('held_at', models.DateTimeField(verbose_name='waktu')),
                ('place', models.CharField(max_length=200, verbose_name='tempat')),
                ('status', models.CharField(choices=[('planned', 'Rencana'), ('held', 'Terlaksana'), ('published', 'Berita acara terbit'), ('cancelled', 'Dibatalkan')], default='planned', max_length=9, verbose_name='status')),
                ('minutes_number', models.CharField(blank=True, max_length=60, verbose_name='nomor berita acara')),
                ('chair_title', models.CharField(blank=True, max_length=120, verbose_name='jabatan pimpinan')),
                ('chair_name', models.CharField(blank=True, max_length=150, verbose_name='nama pimpinan')),
                ('photo_text', models.CharField(blank=True, max_length=200, verbose_name='keterangan foto')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='diterbitkan pada')),
                ('cancelled_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan pembatalan')),
                ('minutes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berita acara untuk ditandatangani')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='organization.office', verbose_name='kantor')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='foto kegiatan')),
                ('public_minutes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berita acara untuk umum')),
                ('signed_minutes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='pindaian berita acara bertanda tangan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='organization.unit', verbose_name='unit penyelenggara')),
            ],
            options={
                'verbose_name': 'musyawarah',
                'verbose_name_plural': 'musyawarah',
                'indexes': [models.Index(fields=['office', '-held_at', '-id'], name='meeting_list')],
                'constraints': [models.UniqueConstraint(fields=('office', 'slug'), name='meeting_slug_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='meeting_published_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('cancelled_reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unsur', models.CharField(choices=[('pengguna', 'Pengguna layanan'), ('ahli', 'Ahli, praktisi, atau akademisi'), ('instansi', 'Instansi terkait'), ('masyarakat_sipil', 'Organisasi masyarakat sipil'), ('media', 'Media massa'), ('kepling', 'Kepala lingkungan'), ('perempuan', 'Kelompok perempuan'), ('pemuda', 'Karang Taruna dan pemuda'), ('disabilitas', 'Penyandang disabilitas'), ('tokoh', 'Tokoh agama dan masyarakat'), ('penyelenggara', 'Penyelenggara layanan')], max_length=16, verbose_name='unsur')),
                ('addressee', sinergi.vault.fields.SealedTextField(verbose_name='yang diundang')),
                ('added_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='participation.meeting', verbose_name='musyawarah')),
            ],
            options={
                'verbose_name': 'undangan',
                'verbose_name_plural': 'undangan',
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('unsur', models.CharField(choices=[('pengguna', 'Pengguna layanan'), ('ahli', 'Ahli, praktisi, atau akademisi'), ('instansi', 'Instansi terkait'), ('masyarakat_sipil', 'Organisasi masyarakat sipil'), ('media', 'Media massa'), ('kepling', 'Kepala lingkungan'), ('perempuan', 'Kelompok perempuan'), ('pemuda', 'Karang Taruna dan pemuda'), ('disabilitas', 'Penyandang disabilitas'), ('tokoh', 'Tokoh agama dan masyarakat'), ('penyelenggara', 'Penyelenggara layanan')], max_length=16, verbose_name='unsur')),
                ('name', sinergi.vault.fields.SealedTextField(null=True, verbose_name='nama')),
                ('count', models.PositiveSmallIntegerField(default=1, verbose_name='jumlah orang')),
                ('women', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='di antaranya perempuan')),
                ('signs', models.BooleanField(default=False, verbose_name='mewakili peserta menandatangani berita acara')),
                ('added_at', models.DateTimeField(verbose_name='dicatat pada')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='participation.meeting', verbose_name='musyawarah')),
            ],
            options={
                'verbose_name': 'kehadiran',
                'verbose_name_plural': 'kehadiran',
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='attendance_somebody'), models.CheckConstraint(condition=models.Q(('women__isnull', True), ('women__lte', models.F('count')), _connector='OR'), name='attendance_women_within'), models.CheckConstraint(condition=models.Q(('signs', False), ('name__isnull', False), _connector='OR'), name='attendance_signer_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='kesepakatan')),
                ('is_agreed', models.BooleanField(default=True, verbose_name='disepakati')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='alasan tidak disepakati')),
                ('element', models.CharField(blank=True, choices=[('persyaratan', 'Persyaratan'), ('prosedur', 'Sistem, mekanisme dan prosedur'), ('waktu', 'Waktu penyelesaian'), ('biaya', 'Biaya/tarif'), ('produk', 'Produk spesifikasi jenis pelayanan'), ('kompetensi', 'Kompetensi pelaksana'), ('perilaku', 'Perilaku pelaksana'), ('pengaduan', 'Penanganan pengaduan, saran dan masukan'), ('sarana', 'Sarana dan prasarana'), ('kejelasan', 'Kejelasan penjelasan petugas')], max_length=12, verbose_name='unsur layanan')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='target selesai')),
                ('owner_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='organization.unit', verbose_name='penanggung jawab')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='catalogue.service', verbose_name='layanan')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='participation.meeting', verbose_name='musyawarah')),
            ],
            options={
                'verbose_name': 'kesepakatan',
                'verbose_name_plural': 'kesepakatan',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_agreed', False), models.Q(('due_on__isnull', False), ('owner_unit__isnull', False)), _connector='OR'), name='agreement_has_owner_and_date'), models.CheckConstraint(condition=models.Q(('is_agreed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='agreement_refused_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='mata acara')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='participation.meeting', verbose_name='musyawarah')),
            ],
            options={
                'verbose_name': 'mata acara',
                'verbose_name_plural': 'mata acara',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='masalah')),
                ('element', models.CharField(blank=True, choices=[('persyaratan', 'Persyaratan'), ('prosedur', 'Sistem, mekanisme dan prosedur'), ('waktu', 'Waktu penyelesaian'), ('biaya', 'Biaya/tarif'), ('produk', 'Produk spesifikasi jenis pelayanan'), ('kompetensi', 'Kompetensi pelaksana'), ('perilaku', 'Perilaku pelaksana'), ('pengaduan', 'Penanganan pengaduan, saran dan masukan'), ('sarana', 'Sarana dan prasarana'), ('kejelasan', 'Kejelasan penjelasan petugas')], max_length=12, verbose_name='unsur layanan')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='participation.meeting', verbose_name='musyawarah')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='catalogue.service', verbose_name='layanan')),
            ],
            options={
                'verbose_name': 'masalah yang disampaikan',
                'verbose_name_plural': 'masalah yang disampaikan',
                'ordering': ['id'],
            },
        ),
    ]
