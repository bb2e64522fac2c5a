import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
import pytest
from datetime import date
from django.urls import reverse
from playwright.sync_api import sync_playwright
from sinergi.audit.actors import SYSTEM
from sinergi.access.permissions import Role
from sinergi.organization.queries import root_unit
from sinergi.competency import operations
from sinergi.personnel.models import StaffImport
from tests.factories import people
from tests.factories.competency import *
from tests.factories.personnel import csv_list, employee, nip, upload
from sinergi.personnel import operations as pops

@pytest.mark.django_db(transaction=True)
def test_shots(live_server):
    from sinergi.organization.models import Office
    office = people.office("Kecamatan Medan Contoh", is_sample=True)
    terjun = people.village(office, "Terjun"); paya = people.village(office, "Paya Pasir"); rengas=people.village(office,"Rengas Pulau"); sek=people.section(office)
    k = competency(); pp = competency("pelayanan-publik","Pelayanan Publik"); integ=competency("integritas","Integritas"); oh=competency("orientasi-hasil","Orientasi pada Hasil")
    service(office, {k:3, pp:3, integ:2}); service(office,{k:2, oh:2}, slug="dn", village=False)
    allp=[]
    for u,lv in ((terjun,[1,2,3,1,0]),(paya,[3,3,4,2]),(rengas,[2,1]),(sek,[2,3,2])):
        t=team(u, lv, k); allp+=t
        for i,p in enumerate(t):
            assessed(p, pp, (i*2)%4); 
            if i%2: assessed(p, integ, 2)
    ani = employee(terjun, "Contoh Ani Wulandari, S.AP.", nip=nip(3), title="Pengadministrasi Umum", rank="III/a", sex="1")
    ratna = people.staff("ratna", Role.PERSONNEL, root_unit(office), name="Contoh Ratna")
    admin = people.staff("admin", Role.ADMIN, root_unit(office), name="Contoh Admin"); people.give(admin, Role.EDITOR, root_unit(office))
    rina = people.staff("rina", "examiner", terjun, name="Contoh Rina"); people.give(rina,"counter",terjun)
    own = employee(terjun, "Contoh Rina", user=rina); assessed(own,k,2)
    ev = event(office, k, title="Komunikasi di loket: mendengar dan menjelaskan")
    operations.enroll(ev, employees=[p.pk for p in allp[:5]]+[own.pk], by=SYSTEM, now=NOW)
    ev2 = event(office, k, title="Komunikasi gelombang dua", starts_on=date(2026,12,1), ends_on=date(2026,12,2))
    operations.enroll(ev2, employees=[own.pk], by=SYSTEM, now=NOW)
    held = event(office, pp, title="Pelayanan prima"); operations.enroll(held, employees=[p.pk for p in allp[:4]]+[own.pk], by=SYSTEM, now=NOW); operations.hold(held, attended=[allp[0].pk,allp[1].pk,own.pk], by=SYSTEM, now=NOW)
    operations.assess(employee=allp[0], competency=pp, level=3, method="observasi", assessed_on=date(2026,5,13), by=SYSTEM, now=NOW, event=held)
    imp = pops.start_import(upload(csv_list((nip(3),"Contoh Ani Wulandari, S.AP.","Paya Pasir","Lurah","III/b"),("12","Contoh Salah","Terjn","","V/a"),(nip(5),"Contoh Baru","Kel. Terjun","Staf","II/c"),(nip(6),"","Seksi","",""))), office=office, unknown_position="text", by=ratna, now=NOW)
    done = pops.start_import(upload(csv_list((nip(7),"Contoh Eka","Terjun","",""),("1","Contoh X","Terjun","",""))), office=office, unknown_position="text", by=ratna, now=NOW); pops.commit_import(done, by=ratna, now=NOW)
    pages = {
      ratna: [("list","personnel:list",(),""),("employee","personnel:employee",(ani.pk,),""),("edit","personnel:employee_edit",(ani.pk,),""),("import","personnel:import_new",(),""),("preview","personnel:import",(imp.pk,),""),("preview2","personnel:import",(imp.pk,),"?tampil=berubah"),("done","personnel:import",(done.pk,),""),
        ("gaps","competency:gaps",(),""),("competency","competency:competency",("komunikasi",),""),("assess","competency:assess",(),f"?unit={terjun.pk}"),("events","competency:events",(),""),("event","competency:event",(ev.pk,),""),("event_held","competency:event",(held.pk,),""),("enroll","competency:enroll",(ev2.pk,),""),("hold","competency:hold",(ev.pk,),""),("after","competency:after",(held.pk,),""),("event_new","competency:event_new",(),"")],
      rina: [("me","competency:me",(),"")],
      admin: [("users","web:users",(),""),("user_new","web:user_new",(),""),("user","web:user",(rina.pk,),""),("role","web:role_grant",(rina.pk,),""),("reset","web:password_reset",(rina.pk,),""),("first","web:change_first_password",(),"")],
    }
    only=os.environ.get("ONLY","").split(",") if os.environ.get("ONLY") else None
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"])
        for user, rows in pages.items():
            cookie = people.signed_in(user).cookies["sesi"].value
            for size,(w,h) in {"m":(360,740),"d":(1366,768)}.items():
                ctx=b.new_context(viewport={"width":w,"height":h}); ctx.add_cookies([{"name":"sesi","value":cookie,"url":live_server.url}])
                pg=ctx.new_page()
                msgs=[]; pg.on("console", lambda m: msgs.append(m.text)); 
                for label,name,args,q in rows:
                    if only and label not in only: continue
                    pg.goto(live_server.url+reverse(name,args=args)+q)
                    wide=pg.evaluate("document.documentElement.scrollWidth")
                    if wide>w: print("OVERFLOW",label,size,wide)
                    pg.screenshot(path=f"/tmp/pcdev/shots/{label}-{size}.png", full_page=True)
                if user==admin and (not only or "slip" in only):
                    pg.goto(live_server.url+reverse("web:password_reset",args=(rina.pk,))); pg.click("main button"); pg.screenshot(path=f"/tmp/pcdev/shots/slip-{size}.png", full_page=True)
                if msgs: print("CONSOLE", msgs[:5])
                ctx.close()
        b.close()
