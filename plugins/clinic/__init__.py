"""The clinic's own facts, said once in content/clinic.yaml."""
