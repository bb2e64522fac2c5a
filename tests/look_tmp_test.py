import os, pytest
from tests.conftest import *
from tests.factories import letters, people, participation
from sinergi.letters import operations
from sinergi.organization.queries import root_unit
OUT='/tmp/fnt/shots'
os.makedirs(OUT,exist_ok=True)
os.environ['DJANGO_ALLOW_ASYNC_UNSAFE']='true'
@pytest.mark.django_db(transaction=True)
def test_look(live_server, office, terjun, budi):
    import datetime
    from django.utils import timezone
    now=timezone.now()
    s=letters.services(office)
    v=letters.valid(terjun,s['keterangan-tidak-mampu'])
    w=letters.valid(terjun,s['keterangan-usaha']); operations.withdraw(w,reason='Data usaha keliru.',by=letters.SYSTEM,now=now)
    old=letters.valid(terjun,s['pengantar-skck'],now=now-datetime.timedelta(days=200))
    r=letters.rendered(terjun,s['keterangan-belum-menikah'])
    x=letters.rendered(terjun,s['keterangan-usaha']); operations.void_number(x.entries.get(),reason='Kertas macet di pencetak.',by=letters.SYSTEM,now=now)
    b=operations.reserve_block(unit=terjun,book='keluar',count=5,by=letters.SYSTEM,now=now)
    letters.issued(terjun,s['keterangan-usaha'])
    lurah=people.staff('lurah','lurah',terjun,now=now)
    m=participation.published(terjun); p=participation.planned(terjun,title='Rencana jam buka loket',held_at=now+datetime.timedelta(days=5)); mm=participation.minuted(terjun,title='Menunggu terbit')
    from playwright.sync_api import sync_playwright
    from django.conf import settings
    ses=people.signed_in(budi).cookies['sesi'].value; ses2=people.signed_in(lurah).cookies['sesi'].value
    ent=r.entries.get()
    from sinergi.letters.models import RegisterEntry
    res=RegisterEntry.objects.filter(status='reserved').first()
    pages=[('verify',f'/s/{v.code}/',None),('verify_w',f'/s/{w.code}/',None),('verify_old',f'/s/{old.code}/',None),
      ('register','/meja/surat/?tahun=2026',ses),('letter',f'/meja/surat/{r.pk}/',ses),('letter_v',f'/meja/surat/{v.pk}/',ses),('reserve','/meja/surat/blok/',ses),('block',f'/meja/surat/blok/{b}/',ses),('late',f'/meja/surat/nomor/{res.pk}/susulan/',ses),('void',f'/meja/surat/nomor/{ent.pk}/batal/',ses),
      ('mlist','/musyawarah/',None),('mpub',f'/musyawarah/{m.slug}/',None),('mplan',f'/musyawarah/{p.slug}/',None),
      ('mdesk','/meja/musyawarah/',ses2),('mnew','/meja/musyawarah/baru/',ses2),('mmeet',f'/meja/musyawarah/{mm.pk}/',ses2),('mrec',f'/meja/musyawarah/{mm.pk}/catat/kesepakatan/',ses2),('mhadir',f'/meja/musyawarah/{mm.pk}/catat/hadir/',ses2)]
    with open('/tmp/fnt/ba.pdf','wb') as f: f.write(mm.minutes.file.open().read())
    with open('/tmp/fnt/ba_umum.pdf','wb') as f: f.write(mm.public_minutes.file.open().read())
    with sync_playwright() as pw:
        br=pw.chromium.launch(executable_path='/usr/bin/chromium',args='--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split())
        for wd,h in ((360,740),(1366,768)):
            for name,url,cookie in pages:
                ctx=br.new_context(viewport={'width':wd,'height':h})
                if cookie: ctx.add_cookies([{'name':'sesi','value':cookie,'url':live_server.url}])
                pg=ctx.new_page()
                errs=[]; pg.on('console',lambda m:errs.append(m.text) if m.type=='error' else None)
                pg.goto(live_server.url+url)
                over=pg.evaluate('document.documentElement.scrollWidth')
                if over>wd or errs: print('!!',name,wd,over,errs[:3])
                pg.screenshot(path=f'{OUT}/{name}_{wd}.png',full_page=True)
                ctx.close()
        br.close()
