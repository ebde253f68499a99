"""`kic application`: applications are received, examined and completed."""
