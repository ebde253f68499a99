"""What holds for every test: none measures time, so none fails because the machine has other things to do."""

from hypothesis import HealthCheck, settings

settings.register_profile("kic", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kic")
