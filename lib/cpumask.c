// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The masks of the machine's CPUs.
 */
#include <cpumask.h>

cpumask_t cpu_present_mask, cpu_online_mask, cpu_idle_mask;
