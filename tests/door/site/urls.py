import time

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return HttpResponse(f"jobs {cursor.fetchone()[0]}")


def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(2)
    return HttpResponse("done")


urlpatterns = [
    path("", database),
    path("slow/", slow),
    path("kesehatan/", lambda request: HttpResponse("ok")),
]
