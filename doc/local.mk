# SPDX-License-Identifier: GPL-2.0-or-later
man_MANS += doc/nsdoctor.8
CLEANFILES += doc/nsdoctor.8
EXTRA_DIST += doc/nsdoctor.8.scd doc/HACKING.md \
	doc/measurements.md doc/kernel-facts.md \
	doc/ARCHITECTURE.md doc/known-differences.md \
	doc/glossary.md doc/snapshot-format.md

doc/nsdoctor.8: doc/nsdoctor.8.scd
	$(AM_V_GEN)$(MKDIR_P) doc && $(SCDOC) <$(srcdir)/doc/nsdoctor.8.scd >$@.tmp
	$(AM_V_at)mv $@.tmp $@
