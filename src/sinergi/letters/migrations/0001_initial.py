import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sinergi.letters.models
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
            name='Letter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('draft', 'Disiapkan'), ('rendered', 'Siap dicetak'), ('valid', 'Berlaku'), ('withdrawn', 'Ditarik')], default='draft', max_length=9, verbose_name='status')),
                ('code', models.CharField(default=sinergi.letters.models.new_code, max_length=22, unique=True, verbose_name='kode periksa')),
                ('number', models.CharField(max_length=60, verbose_name='nomor surat')),
                ('title', models.CharField(max_length=120, verbose_name='judul surat')),
                ('holder', sinergi.vault.fields.SealedTextField(verbose_name='nama pemegang')),
                ('values', sinergi.vault.fields.SealedJSONField(verbose_name='isian')),
                ('issued_at', models.DateTimeField(verbose_name='diterbitkan pada')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='berlaku sampai')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='pindaian disimpan pada')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='ditarik pada')),
                ('withdrawn_by', models.CharField(blank=True, max_length=150, verbose_name='ditarik oleh')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, verbose_name='alasan penarikan')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='organization.office', verbose_name='kantor')),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='berkas surat')),
                ('signed_scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='pindaian bertanda tangan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='organization.unit', verbose_name='unit penerbit')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='catalogue.serviceversion', verbose_name='versi layanan')),
            ],
            options={
                'verbose_name': 'surat',
                'verbose_name_plural': 'surat',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'valid'), _negated=True), ('signed_scan__isnull', False), _connector='OR'), name='letter_valid_has_scan'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='letter_withdrawn_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Letterhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='alamat pada kop')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='kontak pada kop')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='tempat penandatanganan')),
                ('pattern', models.CharField(default='{klasifikasi}/{urut:02}/{unit}/{bulan}/{tahun}', max_length=120, verbose_name='pola nomor surat')),
                ('arms', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='lambang')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='letterhead', to='organization.unit', verbose_name='unit kerja')),
            ],
            options={
                'verbose_name': 'kop surat',
                'verbose_name_plural': 'kop surat',
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='tahun')),
                ('code', models.CharField(choices=[('keluar', 'Register surat keluar'), ('diketahui', 'Register surat diketahui')], max_length=10, verbose_name='buku register')),
                ('last_number', models.PositiveIntegerField(default=0, verbose_name='nomor terakhir')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='organization.office', verbose_name='kantor')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='organization.unit', verbose_name='unit kerja')),
            ],
            options={
                'verbose_name': 'register surat',
                'verbose_name_plural': 'register surat',
                'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'code'), name='register_once')],
            },
        ),
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='nomor urut')),
                ('status', models.CharField(choices=[('reserved', 'Disediakan'), ('used', 'Terpakai'), ('voided', 'Dibatalkan')], default='used', max_length=8, verbose_name='status')),
                ('given_at', models.DateTimeField(verbose_name='diberikan pada')),
                ('block', models.UUIDField(blank=True, null=True, verbose_name='blok nomor')),
                ('late_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan dicatat kemudian')),
                ('entered_at', models.DateTimeField(blank=True, null=True, verbose_name='dicatat pada')),
                ('void_reason', models.CharField(blank=True, max_length=300, verbose_name='alasan pembatalan')),
                ('voided_at', models.DateTimeField(blank=True, null=True, verbose_name='dibatalkan pada')),
                ('voided_by', models.CharField(blank=True, max_length=150, verbose_name='dibatalkan oleh')),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='letters.letter', verbose_name='surat')),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='letters.register', verbose_name='register surat')),
            ],
            options={
                'verbose_name': 'nomor register',
                'verbose_name_plural': 'nomor register',
                'indexes': [models.Index(condition=models.Q(('block__isnull', False)), fields=['block'], name='register_block')],
                'constraints': [models.UniqueConstraint(fields=('register', 'number'), name='register_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'used'), _negated=True), ('letter__isnull', False), _connector='OR'), name='register_used_has_letter'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'voided'), _negated=True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='register_voided_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'reserved'), _negated=True), models.Q(('block__isnull', False), ('letter__isnull', True)), _connector='OR'), name='register_reserved_is_free')],
            },
        ),
        migrations.CreateModel(
            name='Signer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='urutan')),
                ('role', models.CharField(max_length=12, verbose_name='peran')),
                ('act', models.CharField(choices=[('paraf', 'Paraf'), ('tanda_tangan', 'Tanda tangan'), ('diketahui', 'Diketahui')], max_length=14, verbose_name='tindakan')),
                ('title', models.CharField(max_length=120, verbose_name='jabatan')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='nama')),
                ('rank', models.CharField(blank=True, max_length=80, verbose_name='pangkat/golongan')),
                ('nip', models.CharField(blank=True, max_length=18, verbose_name='NIP')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='nomor register')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signers', to='letters.letter', verbose_name='surat')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.unit', verbose_name='unit kerja')),
            ],
            options={
                'verbose_name': 'penanda tangan surat',
                'verbose_name_plural': 'penanda tangan surat',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('letter', 'position'), name='signer_once')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('classification', models.CharField(max_length=20, verbose_name='kode klasifikasi')),
                ('legal_basis', models.CharField(blank=True, max_length=250, verbose_name='dasar hukum')),
                ('title', models.CharField(max_length=120, verbose_name='judul surat')),
                ('body', models.TextField(verbose_name='isi surat')),
                ('paper', models.CharField(choices=[('F4', 'F4 (215 × 330 mm)'), ('A4', 'A4 (210 × 297 mm)')], default='F4', max_length=2, verbose_name='ukuran kertas')),
                ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='masa berlaku (bulan)')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter_template', to='catalogue.serviceversion', verbose_name='versi layanan')),
            ],
            options={
                'verbose_name': 'templat surat',
                'verbose_name_plural': 'templat surat',
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='letters.template', verbose_name='templat surat'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerentry',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='316aecbc150d1cc345556620bf950dda5dd9bed2', operation='DELETE', pgid='pgtrigger_never_deleted_f3021', table='letters_registerentry', when='BEFORE')),
        ),
    ]
