# SPDX-License-Identifier: GPL-2.0-or-later
EXTRA_DIST += contrib/setup.sh contrib/demo contrib/demo-host \
	contrib/check contrib/vm contrib/vm-init
