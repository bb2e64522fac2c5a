import time, cProfile, pstats
from datetime import datetime
from zoneinfo import ZoneInfo
import pytest
NOW = datetime(2026, 11, 23, 11, 30, tzinfo=ZoneInfo("Asia/Jakarta"))

@pytest.mark.django_db
def test_load(django_assert_num_queries):
    from sinergi.sample.loading import load
    t=time.process_time(); w=time.time()
    prof=cProfile.Profile()
    import os
    if os.environ.get("PROF"): prof.enable()
    import sys; sys.path.insert(0,"/tmp"); import instr; instr.install(); s0=instr.server_cpu()
    loaded=load(now=NOW, size=int(os.environ.get("SIZE","600")))
    if os.environ.get("PROF"):
        prof.disable(); pstats.Stats(prof).sort_stats("cumulative").print_stats(70)
    print("server", instr.server_cpu()-s0); print("CPU",time.process_time()-t,"wall",time.time()-w)
    from sinergi.casework.models import Application
    from collections import Counter
    print(Counter(Application.objects.values_list("status",flat=True)))
    from sinergi.evaluation.models import Action
    from sinergi.evaluation.queries.effects import effect_of
    for a in Action.objects.all():
        print(a, a.status, effect_of(a,today=NOW.date()))
    print(loaded.truth)
    from django.db import connection
    connection.check_constraints()
