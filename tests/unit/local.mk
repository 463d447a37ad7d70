# SPDX-License-Identifier: GPL-2.0-or-later
include tests/unit/base/local.mk
include tests/unit/model/local.mk
include tests/unit/packet/local.mk
include tests/unit/firewall/local.mk
include tests/unit/decode/local.mk
include tests/unit/collect/local.mk
include tests/unit/store/local.mk
include tests/unit/walk/local.mk
include tests/unit/diagnose/local.mk
include tests/unit/report/local.mk
include tests/unit/render/local.mk
include tests/unit/cli/local.mk
