"""Our plan documents against Terraform's own, value by value, beyond a list of differences with a reason each."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from plan_roots import ROOTS, differences, estate_of, lasting, record, recorded
from terraform_truth import plan

from secscan.terraform.estate import Estate
from secscan.terraform.plan import document, encode

NAMES = ("fleet", "policies", "references")
