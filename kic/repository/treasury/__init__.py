"""The treasury's bookings, read back from its export and reconciled with the payments here."""
