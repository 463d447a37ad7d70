# SPDX-License-Identifier: GPL-2.0-or-later
LINTS = tests/lint/includes.sh tests/lint/calls.sh tests/lint/data.sh \
	tests/lint/size.sh tests/lint/shell.sh tests/lint/format.sh \
	tests/lint/wording.sh tests/lint/rows.sh \
	tests/lint/codes.sh tests/lint/manual.sh
TESTS += $(LINTS)
EXTRA_DIST += $(LINTS) tests/lint/rooms tests/lint/calls-allowed \
	tests/lint/size-exceptions tests/lint/wording \
	tests/lint/rows-left-out .clang-format

check-lint:
	$(MAKE) check TESTS="$(LINTS)"
.PHONY: check-lint
