# SPDX-License-Identifier: GPL-2.0-or-later
# One line per kind of test; each kind owns its local.mk.
include tests/unit/local.mk
include tests/lint/local.mk
include tests/lab/local.mk
include tests/random/local.mk
include tests/bench/local.mk
