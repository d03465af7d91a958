// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading flattened device trees (Devicetree specification, chapter 5). A node
 * is named by its offset in the structure block, the root by 0; errors are
 * negative FDT_ERR_* numbers. Trees come from outside: every function bounds
 * what it reads by the sizes in the checked header.
 */
#ifndef _LIBFDT_H_
#define _LIBFDT_H_

#include <stddef.h>
#include <stdint.h>

#define FDT_MAGIC		0xd00dfeed

#define FDT_ERR_NOTFOUND	1
#define FDT_ERR_EXISTS		2
#define FDT_ERR_NOSPACE		3
#define FDT_ERR_BADOFFSET	4
#define FDT_ERR_BADPATH		5
#define FDT_ERR_BADPHANDLE	6
#define FDT_ERR_BADSTATE	7
#define FDT_ERR_TRUNCATED	8
#define FDT_ERR_BADMAGIC	9
#define FDT_ERR_BADVERSION	10
#define FDT_ERR_BADSTRUCTURE	11
#define FDT_ERR_BADLAYOUT	12
#define FDT_ERR_INTERNAL	13
#define FDT_ERR_BADNCELLS	14
#define FDT_ERR_BADVALUE	15
#define FDT_ERR_BADOVERLAY	16
#define FDT_ERR_NOPHANDLES	17
#define FDT_ERR_BADFLAGS	18
#define FDT_ERR_ALIGNMENT	19
#define FDT_ERR_MAX		19

typedef uint16_t fdt16_t;
typedef uint32_t fdt32_t;
typedef uint64_t fdt64_t;

static inline uint16_t fdt16_to_cpu(fdt16_t x)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return __builtin_bswap16(x);
#else
	return x;
#endif
}

static inline uint32_t fdt32_to_cpu(fdt32_t x)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return __builtin_bswap32(x);
#else
	return x;
#endif
}

static inline uint64_t fdt64_to_cpu(fdt64_t x)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return __builtin_bswap64(x);
#else
	return x;
#endif
}

#define cpu_to_fdt16(x)	fdt16_to_cpu(x)
#define cpu_to_fdt32(x)	fdt32_to_cpu(x)
#define cpu_to_fdt64(x)	fdt64_to_cpu(x)

struct fdt_header {
	fdt32_t magic;
	fdt32_t totalsize;
	fdt32_t off_dt_struct;
	fdt32_t off_dt_strings;
	fdt32_t off_mem_rsvmap;
	fdt32_t version;
	fdt32_t last_comp_version;
	fdt32_t boot_cpuid_phys;
	fdt32_t size_dt_strings;
	fdt32_t size_dt_struct;
};

struct fdt_property {
	fdt32_t tag;
	fdt32_t len;
	fdt32_t nameoff;
	char data[];
};

#define FDT_BEGIN_NODE	1
#define FDT_END_NODE	2
#define FDT_PROP	3
#define FDT_NOP		4
#define FDT_END		9

#define fdt_get_header_field(fdt, field) \
	fdt32_to_cpu(((const struct fdt_header *)(fdt))->field)
#define fdt_magic(fdt)			fdt_get_header_field(fdt, magic)
#define fdt_totalsize(fdt)		fdt_get_header_field(fdt, totalsize)
#define fdt_version(fdt)		fdt_get_header_field(fdt, version)
#define fdt_boot_cpuid_phys(fdt)	fdt_get_header_field(fdt, boot_cpuid_phys)

/* 0 if @fdt is aligned, of a version we know and consistent in its sizes. */
extern int fdt_check_header(const void *fdt);
/* Copy the tree to @buf, which may overlap it and has @bufsize bytes. */
extern int fdt_move(const void *fdt, void *buf, int bufsize);

/* The node at a path; one that does not begin with / begins with an alias. */
extern int fdt_path_offset(const void *fdt, const char *path);
extern int fdt_path_offset_namelen(const void *fdt, const char *path, int namelen);

extern int fdt_parent_offset(const void *fdt, int node);
extern int fdt_first_subnode(const void *fdt, int node);
extern int fdt_next_subnode(const void *fdt, int node);
/* The child of @node called @name; without a unit address any matches. */
extern int fdt_subnode_offset(const void *fdt, int node, const char *name);
extern int fdt_subnode_offset_namelen(const void *fdt, int node, const char *name, int namelen);

/* A node's full name; *@len, if not NULL, is its length or an error. */
extern const char *fdt_get_name(const void *fdt, int node, int *len);
/* A property's value; *@len, if not NULL, is its length or an error. */
extern const void *fdt_getprop(const void *fdt, int node, const char *name, int *len);
extern const struct fdt_property *fdt_get_property(const void *fdt, int node,
						   const char *name, int *len);

/* 0 if @node lists @compatible, 1 if not, or an error. */
extern int fdt_node_check_compatible(const void *fdt, int node, const char *compatible);
/* The next node after @start (-1: from the beginning) that does. */
extern int fdt_node_offset_by_compatible(const void *fdt, int start, const char *compatible);
/* The next node after @start whose property has exactly the value. */
extern int fdt_node_offset_by_prop_value(const void *fdt, int start, const char *name,
					 const void *val, int len);
/* The next node after @node in document order; *@depth, if not NULL, follows it. */
extern int fdt_next_node(const void *fdt, int node, int *depth);

/* The name of an error, which is a negative number. */
extern const char *fdt_strerror(int err);

#endif
