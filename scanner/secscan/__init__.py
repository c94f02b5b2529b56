"""secscan: one audit, one report, one verdict for Terraform. This file holds the version and nothing else."""

__version__ = "0.1.0"
