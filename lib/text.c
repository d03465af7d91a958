// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Globs and binary digits.
 */
#include <libcflat.h>

bool simple_glob(const char *text, const char *pattern)
{
	size_t tlen = strlen(text), plen = strlen(pattern);
	bool head = plen && pattern[0] == '*';
	bool tail = plen > 1 && pattern[plen - 1] == '*';

	if (head) {
		pattern++;
		plen--;
	}
	if (tail)
		plen--;
	if (tlen < plen)
		return false;
	if (head && tail) {
		for (; tlen >= plen; text++, tlen--)
			if (!strncmp(text, pattern, plen))
				return true;
		return false;
	}
	if (head)
		return !strncmp(text + tlen - plen, pattern, plen);
	return !strncmp(text, pattern, plen) && (tail || tlen == plen);
}

void binstr(unsigned long x, char out[BINSTR_SZ])
{
	for (int bit = sizeof(x) * 8 - 1; bit >= 0; bit--) {
		*out++ = '0' + ((x >> bit) & 1);
		if (bit && bit % 4 == 0)
			*out++ = '\'';
	}
	*out = '\0';
}

void print_binstr(unsigned long x)
{
	char text[BINSTR_SZ];

	binstr(x, text);
	puts(text);
}
