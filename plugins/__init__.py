"""The pipeline: document steps, then site steps, then page steps."""
