import django.db.models.deletion
import sinergi.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('catalogue', '0001_initial'),
        ('organization', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, verbose_name='alamat halaman')),
                ('title', models.CharField(max_length=120, verbose_name='nama program')),
                ('summary', models.CharField(max_length=250, verbose_name='ringkasan')),
                ('body', models.TextField(verbose_name='isi')),
                ('checked_on', models.DateField(verbose_name='diperiksa pada')),
                ('valid_until', models.DateField(verbose_name='berlaku sampai')),
                ('is_published', models.BooleanField(default=False, verbose_name='ditampilkan')),
                ('warned_at', models.DateTimeField(blank=True, null=True, verbose_name='pemilik diingatkan pada')),
                ('created_at', models.DateTimeField(verbose_name='dibuat pada')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='organization.office', verbose_name='kantor')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to=settings.AUTH_USER_MODEL, verbose_name='penanggung jawab')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='organization.unit', verbose_name='unit penyelenggara')),
            ],
            options={
                'verbose_name': 'program',
                'verbose_name_plural': 'program',
                'indexes': [models.Index(condition=models.Q(('is_published', True)), fields=['office', '-checked_on', 'id'], name='programme_public'), models.Index(condition=models.Q(('warned_at__isnull', True)), fields=['valid_until'], name='programme_unwarned')],
                'constraints': [models.UniqueConstraint(fields=('office', 'slug'), name='programme_slug_once'), models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('checked_on'))), name='programme_valid_after_check')],
            },
        ),
        migrations.CreateModel(
            name='AccuracyReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', sinergi.vault.fields.SealedTextField(null=True, verbose_name='yang keliru')),
                ('contact', sinergi.vault.fields.SealedTextField(null=True, verbose_name='kontak pelapor')),
                ('created_at', models.DateTimeField(verbose_name='diterima pada')),
                ('answer', models.TextField(blank=True, verbose_name='jawaban')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='dijawab pada')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='dijawab oleh')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accuracy_reports', to='organization.office', verbose_name='kantor')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accuracy_reports', to='catalogue.service', verbose_name='layanan')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='information.programme', verbose_name='program')),
            ],
            options={
                'verbose_name': 'laporan informasi keliru',
                'verbose_name_plural': 'laporan informasi keliru',
                'indexes': [models.Index(fields=['programme', 'created_at'], name='accuracy_report_programme'), models.Index(fields=['service', 'created_at'], name='accuracy_report_service')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('programme__isnull', False), ('service__isnull', True)), models.Q(('programme__isnull', True), ('service__isnull', False)), _connector='OR'), name='accuracy_report_about_one_page'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='accuracy_report_answer_whole')],
            },
        ),
    ]
