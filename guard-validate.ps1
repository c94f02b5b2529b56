#!/usr/bin/env pwsh
<#
.SYNOPSIS
Runs CloudFormation Guard's rules over the evaluated Terraform, and prints the structured result.

.DESCRIPTION
Guard reads no Terraform: secscan evaluates the configuration, hands every root's estate to Guard, and writes what Guard
says as one JSON document (docs/report-contract.md), with the release of Guard, the digest of every file that was looked
at, and what could not be decided. The rules are those of .cfn-guard/rules.guard, and those that `engines.guard.rules`
of .secscan.yaml names. The exit code is the gate's: 0 passed, 1 findings, 2 usage or configuration, 3 incomplete,
4 internal error. The same as scripts/guard-validate.sh, for PowerShell 7 on Linux and macOS.

.PARAMETER Directory
The directory to audit, relative to this script's; without it what .secscan.yaml names.

.PARAMETER OutFile
Where to write the JSON document, relative to this script's directory; without it standard output.

.EXAMPLE
./guard-validate.ps1 -OutFile reports/guard.json
#>
[CmdletBinding()]
param(
    [string] $Directory = '',
    [string] $OutFile = ''
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false # exit codes are looked at below, each for itself
Set-Location -LiteralPath $PSScriptRoot

if ($IsWindows) {
    [Console]::Error.WriteLine('guard-validate: secscan runs on Linux and macOS; run this inside of WSL.')
    exit 3
}

function Find-Python {
    foreach ($name in @($env:SECSCAN_PYTHON, 'python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11')) {
        if (-not $name) { continue }
        $found = Get-Command -Name $name -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if (-not $found) { continue }
        & $found.Source -c 'import sys; sys.exit(sys.version_info < (3, 11))'
        if ($LASTEXITCODE -eq 0) { return $found.Source }
    }
    return $null
}

$python = Find-Python
if (-not $python) {
    [Console]::Error.WriteLine('guard-validate: Python 3.11 or newer is needed (set SECSCAN_PYTHON to name one).')
    exit 3
}

# What the set-up says goes to the error stream: standard output is the document alone.
& $python scripts/bootstrap.py run 2>&1 | ForEach-Object { [Console]::Error.WriteLine("$_") }
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$secscan = Join-Path -Path $PSScriptRoot -ChildPath '.venv/bin/secscan'
& $secscan engines install guard 2>&1 | ForEach-Object { [Console]::Error.WriteLine("$_") }
if ($LASTEXITCODE -ne 0) {
    [Console]::Error.WriteLine('guard-validate: Guard could not be installed; the audit will say so.')
}

$format = 'json'
if ($OutFile) { $format = "json=$OutFile" }
$arguments = @('scan', '--engine', 'guard', '--format', $format)
if ($Directory) { $arguments += @('--', $Directory) }
& $secscan @arguments
exit $LASTEXITCODE
