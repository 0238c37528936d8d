"""The lesion at the target: diagnosis, compartment, presentation, treatment, outcome, other metastases."""
