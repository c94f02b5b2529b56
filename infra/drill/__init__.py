"""The recovery drill: the failover's Terraform, function and records, run against a local moto server and broken on
purpose.

It is independent of secscan and of any AWS account; all it listens on is the loopback interface. What it proves is that
the calls are right and in order, under faults too. What it cannot prove is written beside each step of its report: moto
is no AWS, and no time that passes here says how long AWS takes.
"""
