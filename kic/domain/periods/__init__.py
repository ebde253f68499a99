"""Periods of law: when a letter counts as delivered, when a month ends, which days are working days.

§§ 187-193 BGB, § 31 and § 41 VwVfG (DOMAIN, section 3.4). Pure functions of dates and settings.
"""
