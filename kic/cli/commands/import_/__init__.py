"""`kic import`: what is elsewhere, brought in as one reviewed change."""
