"""`python -m secscan`: the same as the console script. Nothing else."""

from secscan.cli import main

main()
