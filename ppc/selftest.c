// SPDX-License-Identifier: LGPL-2.1-or-later
#include <libcflat.h>
int main(int argc, char **argv) { printf("hello %d %s\n", argc, argv[0]); report_pass("x"); return report_summary(); }
