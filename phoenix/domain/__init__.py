"""The values that travel through Phoenix; this room imports none of the others."""
