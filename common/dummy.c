// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * dummy: the smallest guest; it shows that an image boots and ends.
 */
#include <libcflat.h>

int main(void)
{
	printf("Dummy Hello World!");
	return 0;
}
