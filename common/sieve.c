// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sieve: prime numbers in static, mapped and allocated memory.
 *
 * Touches much memory in an order that caches and translation buffers
 * dislike: first without the library's page tables, then with them, then in 100 MB
 * whose pages lie anywhere. The counts are known (OEIS A006880), so memory that changes by
 * itself makes the run fail.
 */
#include <libcflat.h>
#include <alloc.h>
#include <vmalloc.h>

#define STATIC_SIZE	1000000
#define STATIC_PRIMES	78498
#ifndef VIRTUAL_SIZE
#define VIRTUAL_SIZE	100000000
#define VIRTUAL_PRIMES	5761455
#endif

static char static_data[STATIC_SIZE];
static int failures;

/*
 * Count the primes below @size; @data[i] tells whether an odd i is one. Every
 * byte is written once; striking the even numbers out would only double the time.
 */
static int count_primes(char *data, int size)
{
	int count = 1;

	memset(data, 1, size);
	for (int i = 3; i < size; i += 2) {
		if (!data[i])
			continue;
		count++;
		if (i > size / i)
			continue;
		for (int j = i * i; j < size; j += i * 2)
			data[j] = 0;
	}
	return count;
}

static void test_sieve(const char *name, char *data, int size, int want)
{
	int count = count_primes(data, size);

	printf("%s:%d out of %d\n", name, count, size);
	if (count != want) {
		printf("%s: expected %d primes\n", name, want);
		failures++;
	}
}

int main(void)
{
	printf("starting sieve\n");
	test_sieve("static", static_data, STATIC_SIZE, STATIC_PRIMES);
	if (!vm_available()) {
		printf("no virtual memory on this CPU: nothing else to do\n");
		return failures ? 1 : 0;
	}
	setup_vm();
	test_sieve("mapped", static_data, STATIC_SIZE, STATIC_PRIMES);
	for (int i = 0; i < 3; i++) {
		char *data = malloc(VIRTUAL_SIZE);

		test_sieve("virtual", data, VIRTUAL_SIZE, VIRTUAL_PRIMES);
		free(data);
	}
	return failures ? 1 : 0;
}
