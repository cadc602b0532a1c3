from django.http import HttpResponse


def gone(request):
    return HttpResponse("Gone", status=410)
