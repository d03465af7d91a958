// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Put before every library source that is compiled for the build machine: the
 * library's functions get names of their own beside those of the C library.
 */
#ifndef _HOST_RENAME_H_
#define _HOST_RENAME_H_

#define printf kut_printf
#define vprintf kut_vprintf
#define snprintf kut_snprintf
#define vsnprintf kut_vsnprintf
#define puts kut_puts
#define getchar kut_getchar
#define exit kut_exit
#define abort kut_abort
#define atol kut_atol
#define getenv kut_getenv
#define environ kut_environ
#define malloc kut_malloc
#define calloc kut_calloc
#define memalign kut_memalign
#define free kut_free
#define strtol kut_strtol
#define strtoul kut_strtoul
#define strtoll kut_strtoll
#define strtoull kut_strtoull
#define strlen kut_strlen
#define strnlen kut_strnlen
#define strcpy kut_strcpy
#define strcat kut_strcat
#define strcmp kut_strcmp
#define strncmp kut_strncmp
#define strcasecmp kut_strcasecmp
#define strncasecmp kut_strncasecmp
#define strchr kut_strchr
#define strrchr kut_strrchr
#define strchrnul kut_strchrnul
#define strstr kut_strstr
#define memset kut_memset
#define memcpy kut_memcpy
#define memmove kut_memmove
#define memcmp kut_memcmp
#define memchr kut_memchr
#define backtrace kut_backtrace

#endif
