"""The public site: its pages as plain data, made of public tables only. How they look is `kic.present.site`."""
