from newsroom.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.made_up.MadeUp"]  # noqa: F405
ROOT_URLCONF = "tests.benchmarks.urls"
