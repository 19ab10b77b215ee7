"""The clinic's facts, from content/clinic.yaml, and the day at the clinic."""
