// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading flattened device trees (Devicetree specification v0.4, chapter 5).
 *
 * The structure block is a sequence of tags. Everything is found by walking
 * over it with next_tag(), the only place that believes a length, after it has
 * checked it against the block's end.
 */
#include <stdbool.h>
#include <string.h>
#include <libfdt/libfdt.h>

#define FIRST_VERSION	16	/* the first without node paths in the structure block */
#define LAST_VERSION	17

/* A tag, or a negative error */
typedef int tag_t;

static uint32_t struct_size(const void *fdt)
{
	if (fdt_version(fdt) >= 17)
		return fdt_get_header_field(fdt, size_dt_struct);
	return fdt_totalsize(fdt) - fdt_get_header_field(fdt, off_dt_struct);
}

static const char *struct_at(const void *fdt, uint32_t offset)
{
	return (const char *)fdt + fdt_get_header_field(fdt, off_dt_struct) + offset;
}

static uint32_t cell_at(const void *fdt, uint32_t offset)
{
	return fdt32_to_cpu(*(const fdt32_t *)struct_at(fdt, offset));
}

static bool inside(uint32_t total, uint32_t offset, uint32_t size)
{
	return offset <= total && size <= total - offset;
}

int fdt_check_header(const void *fdt)
{
	uint32_t total, off_struct, off_strings;

	if ((unsigned long)fdt & 7)
		return -FDT_ERR_ALIGNMENT;
	if (fdt_magic(fdt) != FDT_MAGIC)
		return -FDT_ERR_BADMAGIC;
	if (fdt_version(fdt) < FIRST_VERSION ||
	    fdt_get_header_field(fdt, last_comp_version) > LAST_VERSION)
		return -FDT_ERR_BADVERSION;

	total = fdt_totalsize(fdt);
	off_struct = fdt_get_header_field(fdt, off_dt_struct);
	off_strings = fdt_get_header_field(fdt, off_dt_strings);
	if (total < sizeof(struct fdt_header) || total > INT32_MAX || off_struct > total)
		return -FDT_ERR_TRUNCATED;
	if (off_struct % 4 || off_struct < sizeof(struct fdt_header))
		return -FDT_ERR_BADSTRUCTURE;
	if (!inside(total, off_struct, struct_size(fdt)) ||
	    !inside(total, off_strings, fdt_get_header_field(fdt, size_dt_strings)))
		return -FDT_ERR_TRUNCATED;
	return 0;
}

int fdt_move(const void *fdt, void *buf, int bufsize)
{
	int err = fdt_check_header(fdt);

	if (err)
		return err;
	if (bufsize < 0 || fdt_totalsize(fdt) > (uint32_t)bufsize)
		return -FDT_ERR_NOSPACE;
	memmove(buf, fdt, fdt_totalsize(fdt));
	return 0;
}

/*
 * The tag at @offset, NOPs skipped; *@offset is then where it is and *@next
 * where the one after it is. An error if it does not lie in the block.
 */
static tag_t next_tag(const void *fdt, uint32_t *offset, uint32_t *next)
{
	uint32_t size = struct_size(fdt), at = *offset, len;
	const char *end;
	uint32_t tag;

	do {
		if (at % 4 || !inside(size, at, 4))
			return -FDT_ERR_TRUNCATED;
		tag = cell_at(fdt, at);
		*offset = at;
		at += 4;
	} while (tag == FDT_NOP);

	switch (tag) {
	case FDT_BEGIN_NODE:
		end = memchr(struct_at(fdt, at), '\0', size - at);
		if (!end)
			return -FDT_ERR_TRUNCATED;
		at += end - struct_at(fdt, at) + 1;
		break;
	case FDT_PROP:
		if (!inside(size, at, 8))
			return -FDT_ERR_TRUNCATED;
		len = cell_at(fdt, at);
		at += 8;
		if (len > INT32_MAX || !inside(size, at, len))
			return -FDT_ERR_TRUNCATED;
		at += len;
		break;
	case FDT_END_NODE:
	case FDT_END:
		break;
	default:
		return -FDT_ERR_BADSTRUCTURE;
	}
	*next = (at + 3) & ~3u;
	return tag;
}

/* Where the content of the node at @node begins, or an error. */
static int enter(const void *fdt, int node)
{
	uint32_t at = node, next;

	if (node < 0 || node % 4)
		return -FDT_ERR_BADOFFSET;
	if (next_tag(fdt, &at, &next) != FDT_BEGIN_NODE || at != (uint32_t)node)
		return -FDT_ERR_BADOFFSET;
	return next;
}

int fdt_next_node(const void *fdt, int node, int *depth)
{
	uint32_t at, next = 0;
	int level = depth ? *depth : 0, start;

	if (node >= 0) {
		start = enter(fdt, node);
		if (start < 0)
			return start;
		next = start;
	} else {
		level--;
	}
	for (;;) {
		tag_t tag;

		at = next;
		tag = next_tag(fdt, &at, &next);
		switch (tag) {
		case FDT_BEGIN_NODE:
			if (depth)
				*depth = level + 1;
			return at;
		case FDT_END_NODE:
			level--;
			/* without depth the walk ends with the tree */
			if (depth && level < 0)
				return -FDT_ERR_NOTFOUND;
			break;
		case FDT_PROP:
			break;
		case FDT_END:
			return -FDT_ERR_NOTFOUND;
		default:
			return tag;
		}
	}
}

int fdt_first_subnode(const void *fdt, int node)
{
	int depth = 0;

	return fdt_next_node(fdt, node, &depth);
}

int fdt_next_subnode(const void *fdt, int node)
{
	int depth = 1;

	do {
		node = fdt_next_node(fdt, node, &depth);
	} while (node >= 0 && depth > 1);
	return node;
}

const char *fdt_get_name(const void *fdt, int node, int *len)
{
	int start = enter(fdt, node);
	const char *name;

	if (start < 0) {
		if (len)
			*len = start;
		return NULL;
	}
	name = struct_at(fdt, node + 4);
	if (len)
		*len = strlen(name);
	return name;
}

int fdt_parent_offset(const void *fdt, int node)
{
	int depth = -1, want = -1, last = -1, n;

	/* how deep the node is ... */
	for (n = -1; ; ) {
		depth = n < 0 ? 0 : depth;
		n = fdt_next_node(fdt, n, &depth);
		if (n < 0)
			return n == -FDT_ERR_NOTFOUND ? -FDT_ERR_BADOFFSET : n;
		if (n == node)
			break;
	}
	want = depth - 1;
	if (want < 0)
		return -FDT_ERR_NOTFOUND;
	/* ... and the last one before it that is a level above */
	depth = 0;
	for (n = fdt_next_node(fdt, -1, &depth); n != node; n = fdt_next_node(fdt, n, &depth))
		if (depth == want)
			last = n;
	return last;
}

/* Does node name @name answer to @want? A unit address counts only if asked for. */
static bool name_matches(const char *name, const char *want, int len)
{
	if (strncmp(name, want, len) || (int)strnlen(name, len) < len)
		return false;
	return !name[len] || (name[len] == '@' && !memchr(want, '@', len));
}

int fdt_subnode_offset_namelen(const void *fdt, int node, const char *name, int namelen)
{
	for (node = fdt_first_subnode(fdt, node); node >= 0; node = fdt_next_subnode(fdt, node)) {
		const char *full = fdt_get_name(fdt, node, NULL);

		if (full && name_matches(full, name, namelen))
			return node;
	}
	return node;
}

int fdt_subnode_offset(const void *fdt, int node, const char *name)
{
	return fdt_subnode_offset_namelen(fdt, node, name, strlen(name));
}

/* A path from the root, or from /aliases if @aliases allows that. */
static int path_offset(const void *fdt, const char *path, int len, bool aliases)
{
	const char *end = path + len;
	int node = 0;

	if (!len)
		return -FDT_ERR_BADPATH;
	if (*path != '/') {
		const char *slash = memchr(path, '/', len);
		int first = slash ? slash - path : len;
		char name[64];
		const char *target;
		int target_len;

		if (!aliases || first >= (int)sizeof(name))
			return -FDT_ERR_BADPATH;
		memcpy(name, path, first);
		name[first] = '\0';
		node = path_offset(fdt, "/aliases", 8, false);
		target = node < 0 ? NULL : fdt_getprop(fdt, node, name, &target_len);
		if (!target || target_len < 1 || target[target_len - 1])
			return -FDT_ERR_BADPATH;
		node = path_offset(fdt, target, strlen(target), false);
		path += first;
	}
	while (node >= 0 && path < end) {
		const char *slash;

		if (*path == '/') {
			path++;
			continue;
		}
		slash = memchr(path, '/', end - path);
		if (!slash)
			slash = end;
		node = fdt_subnode_offset_namelen(fdt, node, path, slash - path);
		path = slash;
	}
	return node;
}

int fdt_path_offset_namelen(const void *fdt, const char *path, int namelen)
{
	int err = fdt_check_header(fdt);

	return err ? err : path_offset(fdt, path, namelen, true);
}

int fdt_path_offset(const void *fdt, const char *path)
{
	return fdt_path_offset_namelen(fdt, path, strlen(path));
}

/* Is the string at @nameoff of the strings block @name? */
static bool string_is(const void *fdt, uint32_t nameoff, const char *name)
{
	uint32_t size = fdt_get_header_field(fdt, size_dt_strings);
	size_t len = strlen(name) + 1;
	const char *strings = (const char *)fdt + fdt_get_header_field(fdt, off_dt_strings);

	return nameoff <= size && len <= size - nameoff && !memcmp(strings + nameoff, name, len);
}

const struct fdt_property *fdt_get_property(const void *fdt, int node, const char *name, int *len)
{
	const struct fdt_property *prop;
	uint32_t at, next;
	int dummy, start = enter(fdt, node);
	tag_t tag;

	if (!len)
		len = &dummy;
	if (start < 0) {
		*len = start;
		return NULL;
	}
	for (next = start; ; ) {
		at = next;
		tag = next_tag(fdt, &at, &next);
		if (tag != FDT_PROP) {
			*len = tag < 0 ? tag : -FDT_ERR_NOTFOUND;
			return NULL;
		}
		prop = (const void *)struct_at(fdt, at);
		if (string_is(fdt, fdt32_to_cpu(prop->nameoff), name)) {
			*len = fdt32_to_cpu(prop->len);
			return prop;
		}
	}
}

const void *fdt_getprop(const void *fdt, int node, const char *name, int *len)
{
	const struct fdt_property *prop = fdt_get_property(fdt, node, name, len);

	return prop ? prop->data : NULL;
}

/* Is @what one of the strings in the @len bytes of @list? */
static bool in_list(const char *list, int len, const char *what)
{
	int want = strlen(what) + 1;

	while (len >= want) {
		const char *end = memchr(list, '\0', len);

		if (!end)
			return false;
		if (end - list + 1 == want && !memcmp(list, what, want))
			return true;
		len -= end - list + 1;
		list = end + 1;
	}
	return false;
}

int fdt_node_check_compatible(const void *fdt, int node, const char *compatible)
{
	int len;
	const char *list = fdt_getprop(fdt, node, "compatible", &len);

	if (!list)
		return len;
	return in_list(list, len, compatible) ? 0 : 1;
}

int fdt_node_offset_by_compatible(const void *fdt, int start, const char *compatible)
{
	for (int n = fdt_next_node(fdt, start, NULL); ; n = fdt_next_node(fdt, n, NULL)) {
		int err = n < 0 ? n : fdt_node_check_compatible(fdt, n, compatible);

		if (!err)
			return n;
		if (n < 0 || (err < 0 && err != -FDT_ERR_NOTFOUND))
			return err;
	}
}

int fdt_node_offset_by_prop_value(const void *fdt, int start, const char *name,
				  const void *val, int len)
{
	for (int n = fdt_next_node(fdt, start, NULL); ; n = fdt_next_node(fdt, n, NULL)) {
		int have;
		const void *prop;

		if (n < 0)
			return n;
		prop = fdt_getprop(fdt, n, name, &have);
		if (prop && have == len && !memcmp(prop, val, len))
			return n;
		if (!prop && have != -FDT_ERR_NOTFOUND)
			return have;
	}
}

const char *fdt_strerror(int err)
{
	static const char *const names[] = {
		[FDT_ERR_NOTFOUND] = "FDT_ERR_NOTFOUND",
		[FDT_ERR_EXISTS] = "FDT_ERR_EXISTS",
		[FDT_ERR_NOSPACE] = "FDT_ERR_NOSPACE",
		[FDT_ERR_BADOFFSET] = "FDT_ERR_BADOFFSET",
		[FDT_ERR_BADPATH] = "FDT_ERR_BADPATH",
		[FDT_ERR_BADPHANDLE] = "FDT_ERR_BADPHANDLE",
		[FDT_ERR_BADSTATE] = "FDT_ERR_BADSTATE",
		[FDT_ERR_TRUNCATED] = "FDT_ERR_TRUNCATED",
		[FDT_ERR_BADMAGIC] = "FDT_ERR_BADMAGIC",
		[FDT_ERR_BADVERSION] = "FDT_ERR_BADVERSION",
		[FDT_ERR_BADSTRUCTURE] = "FDT_ERR_BADSTRUCTURE",
		[FDT_ERR_BADLAYOUT] = "FDT_ERR_BADLAYOUT",
		[FDT_ERR_INTERNAL] = "FDT_ERR_INTERNAL",
		[FDT_ERR_BADNCELLS] = "FDT_ERR_BADNCELLS",
		[FDT_ERR_BADVALUE] = "FDT_ERR_BADVALUE",
		[FDT_ERR_BADOVERLAY] = "FDT_ERR_BADOVERLAY",
		[FDT_ERR_NOPHANDLES] = "FDT_ERR_NOPHANDLES",
		[FDT_ERR_BADFLAGS] = "FDT_ERR_BADFLAGS",
		[FDT_ERR_ALIGNMENT] = "FDT_ERR_ALIGNMENT",
	};

	if (err > 0)
		return "<valid offset/length>";
	if (!err)
		return "<no error>";
	if (err < -FDT_ERR_MAX)
		return "<unknown error>";
	return names[-err];
}
