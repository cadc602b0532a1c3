from django.http import Http404


def home(request):
    raise Http404


def front(request, slug):
    raise Http404
