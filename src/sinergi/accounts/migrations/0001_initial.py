import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.db.models.deletion
import sinergi.accounts.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organization', '0001_initial'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='nama pengguna')),
                ('name', models.CharField(max_length=150, verbose_name='nama')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='surel')),
                ('kind', models.CharField(choices=[('staff', 'Aparatur'), ('citizen', 'Warga')], default='staff', max_length=8, verbose_name='jenis pengguna')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='wajib ganti kata sandi')),
                ('date_joined', models.DateTimeField(verbose_name='terdaftar sejak')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='organization.office', verbose_name='kantor')),
            ],
            options={
                'verbose_name': 'pengguna',
                'verbose_name_plural': 'pengguna',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'staff'), _negated=True), ('office__isnull', False), _connector='OR'), name='user_staff_has_office')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('counter', 'Petugas loket'), ('examiner', 'Petugas pemeriksa'), ('kasi', 'Kepala seksi'), ('lurah', 'Lurah'), ('sekcam', 'Sekretaris camat'), ('camat', 'Camat'), ('personnel', 'Pengelola kepegawaian'), ('editor', 'Pengelola informasi'), ('quality', 'Pengelola mutu layanan'), ('auditor', 'Pemeriksa internal'), ('admin', 'Administrator')], max_length=12, verbose_name='peran')),
                ('starts_on', models.DateField(verbose_name='mulai berlaku')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='berakhir')),
                ('acting', models.BooleanField(default=False, verbose_name='pelaksana harian/tugas (Plh/Plt)')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_assignments', to='organization.unit', verbose_name='unit kerja')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to=settings.AUTH_USER_MODEL, verbose_name='pengguna')),
            ],
            options={
                'verbose_name': 'penugasan peran',
                'verbose_name_plural': 'penugasan peran',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='role_period_order'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('role', '='), ('unit', '='), (sinergi.accounts.models.DateRange('starts_on', 'ends_on'), '&&')], name='role_not_twice_at_once')],
            },
        ),
    ]
