"""`python -m kic` is the same program as `kic`."""

from kic.cli.main import run

if __name__ == "__main__":
    run()
