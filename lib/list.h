// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Circular doubly linked lists. A head is an element that points to itself
 * when the list is empty.
 */
#ifndef _LIST_H_
#define _LIST_H_

#include <libcflat.h>

struct linked_list {
	struct linked_list *prev, *next;
};

/* Is @l alone, or not linked at all? */
static inline bool is_list_empty(struct linked_list *l)
{
	return !l->next || !l->prev || l->next == l || l->prev == l;
}

/* Unlink and return @l; NULL if it was not linked. */
static inline struct linked_list *list_remove(struct linked_list *l)
{
	if (is_list_empty(l))
		return NULL;
	l->prev->next = l->next;
	l->next->prev = l->prev;
	l->prev = l->next = NULL;
	return l;
}

static inline void list_add(struct linked_list *head, struct linked_list *li)
{
	assert(li);
	li->prev = head;
	li->next = head->next;
	head->next->prev = li;
	head->next = li;
}

static inline void list_add_tail(struct linked_list *head, struct linked_list *li)
{
	assert(head);
	list_add(head->prev, li);
}

#endif
