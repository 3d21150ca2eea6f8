"""The version of gatewright that this is of."""

VERSION = "0.1.0"
