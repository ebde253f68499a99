"""`kic publication`: what was published, kept byte for byte."""
