// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The C library's side of the tests of the guest library.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int tests;
static char out[1 << 20];
static size_t out_len;
static int phys_fd = -1;
static char *phys_base;

bool ok(bool pass, const char *fmt, ...);
bool ok(bool pass, const char *fmt, ...)
{
	va_list va;

	printf("%sok %d - ", pass ? "" : "not ", ++tests);
	va_start(va, fmt);
	vprintf(fmt, va);
	va_end(va);
	printf("\n");
	fflush(stdout);
	return pass;
}

int done(void);
int done(void)
{
	printf("1..%d\n", tests);
	return 0;
}

void note(const char *fmt, ...);
void note(const char *fmt, ...)
{
	char text[1 << 16];
	va_list va;

	va_start(va, fmt);
	vsnprintf(text, sizeof(text), fmt, va);
	va_end(va);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		printf("# %s\n", line);
}

bool ok_str(const char *got, const char *want, const char *what);
bool ok_str(const char *got, const char *want, const char *what)
{
	bool pass = ok(!strcmp(got, want), "%s", what);

	if (!pass) {
		note("expected:\n%s", want);
		note("got:\n%s", got);
	}
	return pass;
}

/* The guest's console and end */
void kut_puts(const char *s);
void kut_puts(const char *s)
{
	size_t len = strlen(s);

	if (len > sizeof(out) - 1 - out_len)
		len = sizeof(out) - 1 - out_len;
	memcpy(out + out_len, s, len);
	out_len += len;
	out[out_len] = '\0';
}

void kut_exit(int code);
void kut_exit(int code)
{
	printf("# console:\n");
	note("%s", out);
	printf("Bail out! the library ended the run with code %d\n", code);
	exit(1);
}

const char *console(void);
const char *console(void)
{
	return out;
}

void console_clear(void);
void console_clear(void)
{
	out_len = 0;
	out[0] = '\0';
}

static void (*thread_fn)(int cpu);

static void *thread(void *cpu)
{
	thread_fn((long)cpu);
	return NULL;
}

void host_threads(int n, void (*fn)(int cpu));
void host_threads(int n, void (*fn)(int cpu))
{
	thread_fn = fn;
	for (long i = 1; i <= n; i++) {
		pthread_t id;

		if (pthread_create(&id, NULL, thread, (void *)i)) {
			perror("Bail out! threads");
			exit(1);
		}
	}
}

void host_yield(void);
void host_yield(void)
{
	sched_yield();
}

void host_write_console(void);
void host_write_console(void)
{
	fputs(out, stdout);
}

uint64_t host_random(void);
uint64_t host_random(void)
{
	static uint64_t x = 0x9e3779b97f4a7c15;

	/* xorshift64* */
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	return x * 0x2545f4914f6cdd1d;
}

int host_snprintf(char *buf, size_t size, const char *fmt, ...);
int host_snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list va;
	int len;

	va_start(va, fmt);
	len = vsnprintf(buf, size, fmt, va);
	va_end(va);
	return len;
}

#define ALIAS(type, name, params, args) \
	type host_##name params; type host_##name params { return name args; }

ALIAS(long, strtol, (const char *s, char **end, int base), (s, end, base))
ALIAS(unsigned long, strtoul, (const char *s, char **end, int base), (s, end, base))
ALIAS(int, strcmp, (const char *a, const char *b), (a, b))
ALIAS(int, strncasecmp, (const char *a, const char *b, size_t n), (a, b, n))
ALIAS(char *, strstr, (const char *a, const char *b), ((char *)a, b))
ALIAS(char *, strrchr, (const char *a, int c), ((char *)a, c))
ALIAS(int, memcmp, (const void *a, const void *b, size_t n), (a, b, n))
ALIAS(void *, memmove, (void *to, const void *from, size_t n), (to, from, n))

static void *need(void *p)
{
	if (p && p != MAP_FAILED)
		return p;
	perror("Bail out! memory");
	exit(1);
}

void *host_alloc(size_t size);
void *host_alloc(size_t size)
{
	return need(malloc(size));
}

void host_free(void *p);
void host_free(void *p)
{
	free(p);
}

void *host_read_file(const char *name, size_t *size);
void *host_read_file(const char *name, size_t *size)
{
	FILE *f = need(fopen(name, "rb"));
	char *data;

	fseek(f, 0, SEEK_END);
	*size = ftell(f);
	rewind(f);
	data = need(malloc(*size));
	if (fread(data, 1, *size, f) != *size) {
		perror("Bail out! read");
		exit(1);
	}
	fclose(f);
	return data;
}

void *host_phys(size_t size);
void *host_phys(size_t size)
{
	phys_fd = memfd_create("ram", 0);
	if (phys_fd < 0 || ftruncate(phys_fd, size)) {
		perror("Bail out! memory file");
		exit(1);
	}
	phys_base = need(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, phys_fd, 0));
	return phys_base;
}

void *host_space(size_t size);
void *host_space(size_t size)
{
	return need(mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
}

void host_map(void *virt, void *phys, size_t size);
void host_map(void *virt, void *phys, size_t size)
{
	need(mmap(virt, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, phys_fd,
		  (char *)phys - phys_base));
}

void host_unmap(void *virt, size_t size);
void host_unmap(void *virt, size_t size)
{
	need(mmap(virt, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
		  -1, 0));
}

/* The kernel refuses to write from memory that cannot be read. */
bool host_faults(const void *p);
bool host_faults(const void *p)
{
	int fds[2];
	bool bad;

	if (pipe(fds))
		exit(1);
	bad = write(fds[1], p, 1) != 1;
	close(fds[0]);
	close(fds[1]);
	return bad;
}
