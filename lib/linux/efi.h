// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * UEFI: types, tables and constants (UEFI specification 2.10). Services and
 * protocol functions that the library does not call are plain pointers.
 */
#ifndef _LINUX_EFI_H_
#define _LINUX_EFI_H_

#include <libcflat.h>
#include <bitops.h>

#ifdef __x86_64__
#define __efiapi		__attribute__((ms_abi))
#else
#define __efiapi
#endif

typedef unsigned long efi_status_t;
typedef u8 efi_bool_t;
typedef u16 efi_char16_t;
typedef u64 efi_physical_addr_t;
typedef void *efi_handle_t;
typedef void *efi_event_t;

/* Appendix A */
typedef struct {
	u8 b[16];
} __attribute__((aligned(4))) efi_guid_t;

#define EFI_GUID(a, b, c, d...) ((efi_guid_t){ {				\
	(a) & 0xff, ((a) >> 8) & 0xff, ((a) >> 16) & 0xff, ((a) >> 24) & 0xff,	\
	(b) & 0xff, ((b) >> 8) & 0xff, (c) & 0xff, ((c) >> 8) & 0xff, d } })

#define ACPI_TABLE_GUID \
	EFI_GUID(0xeb9d2d30, 0x2d88, 0x11d3, 0x9a, 0x16, 0x00, 0x90, 0x27, 0x3f, 0xc1, 0x4d)
#define ACPI_20_TABLE_GUID \
	EFI_GUID(0x8868e871, 0xe4f1, 0x11d3, 0xbc, 0x22, 0x00, 0x80, 0xc7, 0x3c, 0x88, 0x81)
#define DEVICE_TREE_GUID \
	EFI_GUID(0xb1b621d5, 0xf19c, 0x41a5, 0x83, 0x0b, 0xd9, 0x15, 0x2c, 0x69, 0xaa, 0xe0)
#define LOADED_IMAGE_PROTOCOL_GUID \
	EFI_GUID(0x5b1b31a1, 0x9562, 0x11d2, 0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b)
#define EFI_LOAD_FILE2_PROTOCOL_GUID \
	EFI_GUID(0x4006c0c1, 0xfcb3, 0x403e, 0x99, 0x6d, 0x4a, 0x6c, 0x87, 0x24, 0xe0, 0x6d)
#define LINUX_EFI_INITRD_MEDIA_GUID \
	EFI_GUID(0x5568e427, 0x68fc, 0x4f3d, 0xac, 0x74, 0xca, 0x55, 0x52, 0x31, 0xcc, 0x68)
#define EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID \
	EFI_GUID(0x964e5b22, 0x6459, 0x11d2, 0x8e, 0x39, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b)
#define EFI_FILE_INFO_ID \
	EFI_GUID(0x09576e92, 0x6d3f, 0x11d2, 0x8e, 0x39, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b)

/* Status codes, appendix D */
#define EFI_ERROR_BIT		(1UL << (BITS_PER_LONG - 1))
#define EFI_ERROR(s)		(((s) & EFI_ERROR_BIT) != 0)
#define EFI_SUCCESS		0
#define EFI_LOAD_ERROR		(1 | EFI_ERROR_BIT)
#define EFI_INVALID_PARAMETER	(2 | EFI_ERROR_BIT)
#define EFI_UNSUPPORTED		(3 | EFI_ERROR_BIT)
#define EFI_BAD_BUFFER_SIZE	(4 | EFI_ERROR_BIT)
#define EFI_BUFFER_TOO_SMALL	(5 | EFI_ERROR_BIT)
#define EFI_NOT_READY		(6 | EFI_ERROR_BIT)
#define EFI_DEVICE_ERROR	(7 | EFI_ERROR_BIT)
#define EFI_WRITE_PROTECTED	(8 | EFI_ERROR_BIT)
#define EFI_OUT_OF_RESOURCES	(9 | EFI_ERROR_BIT)
#define EFI_NOT_FOUND		(14 | EFI_ERROR_BIT)
#define EFI_TIMEOUT		(18 | EFI_ERROR_BIT)
#define EFI_ABORTED		(21 | EFI_ERROR_BIT)
#define EFI_SECURITY_VIOLATION	(26 | EFI_ERROR_BIT)

/* Memory types, 7.2.1 */
#define EFI_RESERVED_TYPE		0
#define EFI_LOADER_CODE			1
#define EFI_LOADER_DATA			2
#define EFI_BOOT_SERVICES_CODE		3
#define EFI_BOOT_SERVICES_DATA		4
#define EFI_RUNTIME_SERVICES_CODE	5
#define EFI_RUNTIME_SERVICES_DATA	6
#define EFI_CONVENTIONAL_MEMORY		7
#define EFI_UNUSABLE_MEMORY		8
#define EFI_ACPI_RECLAIM_MEMORY		9
#define EFI_ACPI_MEMORY_NVS		10
#define EFI_MEMORY_MAPPED_IO		11
#define EFI_MEMORY_MAPPED_IO_PORT_SPACE	12
#define EFI_PAL_CODE			13
#define EFI_PERSISTENT_MEMORY		14

/* Memory attributes, 7.2.3 */
#define EFI_MEMORY_UC		BIT_ULL(0)
#define EFI_MEMORY_WC		BIT_ULL(1)
#define EFI_MEMORY_WT		BIT_ULL(2)
#define EFI_MEMORY_WB		BIT_ULL(3)
#define EFI_MEMORY_UCE		BIT_ULL(4)
#define EFI_MEMORY_WP		BIT_ULL(12)
#define EFI_MEMORY_RP		BIT_ULL(13)
#define EFI_MEMORY_XP		BIT_ULL(14)
#define EFI_MEMORY_NV		BIT_ULL(15)
#define EFI_MEMORY_MORE_RELIABLE BIT_ULL(16)
#define EFI_MEMORY_RO		BIT_ULL(17)
#define EFI_MEMORY_SP		BIT_ULL(18)
#define EFI_MEMORY_CPU_CRYPTO	BIT_ULL(19)
#define EFI_MEMORY_RUNTIME	BIT_ULL(63)

#define EFI_PAGE_SHIFT		12
#define EFI_PAGE_SIZE		(1UL << EFI_PAGE_SHIFT)

#define EFI_RESET_COLD		0
#define EFI_RESET_WARM		1
#define EFI_RESET_SHUTDOWN	2

/* AllocatePages, 7.2.1 */
#define EFI_ALLOCATE_ANY_PAGES	0
#define EFI_ALLOCATE_MAX_ADDRESS 1
#define EFI_ALLOCATE_ADDRESS	2

typedef struct {
	u64 signature;
	u32 revision;
	u32 headersize;
	u32 crc32;
	u32 reserved;
} efi_table_hdr_t;

typedef struct {
	u32 type;
	u32 pad;
	u64 phys_addr;
	u64 virt_addr;
	u64 num_pages;
	u64 attribute;
} efi_memory_desc_t;

typedef struct {
	u16 year;
	u8 month, day, hour, minute, second, pad1;
	u32 nanosecond;
	s16 timezone;
	u8 daylight, pad2;
} efi_time_t;

/* Node header of a device path, 10.2 */
typedef struct {
	u8 type;
	u8 sub_type;
	u16 length;
} efi_device_path_protocol_t;

typedef struct {
	efi_guid_t guid;
	void *table;
} efi_config_table_t;

/* 4.4; in table order */
typedef struct {
	efi_table_hdr_t hdr;
	void *raise_tpl;
	void *restore_tpl;
	efi_status_t (__efiapi *allocate_pages)(int type, int memory_type, unsigned long npages,
						efi_physical_addr_t *memory);
	efi_status_t (__efiapi *free_pages)(efi_physical_addr_t memory, unsigned long npages);
	efi_status_t (__efiapi *get_memory_map)(unsigned long *size, void *map, unsigned long *key,
						unsigned long *desc_size, u32 *desc_version);
	efi_status_t (__efiapi *allocate_pool)(int memory_type, unsigned long size, void **buffer);
	efi_status_t (__efiapi *free_pool)(void *buffer);
	void *create_event;
	void *set_timer;
	void *wait_for_event;
	void *signal_event;
	void *close_event;
	void *check_event;
	void *install_protocol_interface;
	void *reinstall_protocol_interface;
	void *uninstall_protocol_interface;
	efi_status_t (__efiapi *handle_protocol)(efi_handle_t handle, efi_guid_t *protocol,
						 void **interface);
	void *reserved;
	void *register_protocol_notify;
	void *locate_handle;
	efi_status_t (__efiapi *locate_device_path)(efi_guid_t *protocol,
						    efi_device_path_protocol_t **path,
						    efi_handle_t *device);
	void *install_configuration_table;
	void *load_image;
	void *start_image;
	efi_status_t (__efiapi *exit)(efi_handle_t image, efi_status_t status, unsigned long size,
				      efi_char16_t *data);
	void *unload_image;
	efi_status_t (__efiapi *exit_boot_services)(efi_handle_t image, unsigned long map_key);
	void *get_next_monotonic_count;
	efi_status_t (__efiapi *stall)(unsigned long microseconds);
	void *set_watchdog_timer;
	void *connect_controller;
	void *disconnect_controller;
	void *open_protocol;
	void *close_protocol;
	void *open_protocol_information;
	void *protocols_per_handle;
	void *locate_handle_buffer;
	efi_status_t (__efiapi *locate_protocol)(efi_guid_t *protocol, void *registration,
						 void **interface);
	void *install_multiple_protocol_interfaces;
	void *uninstall_multiple_protocol_interfaces;
	void *calculate_crc32;
	void *copy_mem;
	void *set_mem;
	void *create_event_ex;
} efi_boot_services_t;

/* 4.5; in table order */
typedef struct {
	efi_table_hdr_t hdr;
	efi_status_t (__efiapi *get_time)(efi_time_t *time, void *capabilities);
	void *set_time;
	void *get_wakeup_time;
	void *set_wakeup_time;
	void *set_virtual_address_map;
	void *convert_pointer;
	efi_status_t (__efiapi *get_variable)(efi_char16_t *name, efi_guid_t *vendor, u32 *attributes,
					      unsigned long *size, void *data);
	void *get_next_variable_name;
	efi_status_t (__efiapi *set_variable)(efi_char16_t *name, efi_guid_t *vendor, u32 attributes,
					      unsigned long size, void *data);
	void *get_next_high_monotonic_count;
	void (__efiapi *reset_system)(int type, efi_status_t status, unsigned long size,
				      efi_char16_t *data);
	void *update_capsule;
	void *query_capsule_capabilities;
	void *query_variable_info;
} efi_runtime_services_t;

/* 4.3 */
typedef struct {
	efi_table_hdr_t hdr;
	efi_char16_t *fw_vendor;
	u32 fw_revision;
	efi_handle_t con_in_handle;
	void *con_in;
	efi_handle_t con_out_handle;
	void *con_out;
	efi_handle_t stderr_handle;
	void *stderr;
	efi_runtime_services_t *runtime;
	efi_boot_services_t *boottime;
	unsigned long nr_tables;
	efi_config_table_t *tables;
} efi_system_table_t;

/* What GetMemoryMap gave; the library's own. */
struct efi_boot_memmap {
	efi_memory_desc_t *map;
	unsigned long map_size;		/* bytes used */
	unsigned long desc_size;	/* bytes per descriptor, which may exceed ours */
	unsigned long key;
	u32 desc_ver;
};

#define efi_for_each_desc(m, desc)						\
	for ((desc) = (m)->map;							\
	     (u8 *)(desc) + (m)->desc_size <= (u8 *)(m)->map + (m)->map_size;	\
	     (desc) = (efi_memory_desc_t *)((u8 *)(desc) + (m)->desc_size))

/* Loaded image protocol, 9.1 */
struct efi_loaded_image_64 {
	u32 revision;
	efi_handle_t parent_handle;
	efi_system_table_t *system_table;
	efi_handle_t device_handle;
	void *file_path;
	void *reserved;
	u32 load_options_size;
	void *load_options;
	void *image_base;
	u64 image_size;
	unsigned int image_code_type;
	unsigned int image_data_type;
	efi_status_t (__efiapi *unload)(efi_handle_t image);
};

/* Load file 2 protocol, 13.2 */
typedef struct efi_load_file2_protocol efi_load_file2_protocol_t;
struct efi_load_file2_protocol {
	efi_status_t (__efiapi *load_file)(efi_load_file2_protocol_t *self,
					   efi_device_path_protocol_t *path, efi_bool_t boot_policy,
					   unsigned long *size, void *buffer);
};

/* Files, 13.4 and 13.5 */
typedef struct {
	u64 size;
	u64 file_size;
	u64 phys_size;
	efi_time_t create_time;
	efi_time_t last_access_time;
	efi_time_t modification_time;
	u64 attribute;
	efi_char16_t filename[];
} efi_file_info_t;

typedef struct efi_file_protocol efi_file_t;
struct efi_file_protocol {
	u64 revision;
	efi_status_t (__efiapi *open)(efi_file_t *self, efi_file_t **file, efi_char16_t *name,
				      u64 mode, u64 attributes);
	efi_status_t (__efiapi *close)(efi_file_t *self);
	void *delete;
	efi_status_t (__efiapi *read)(efi_file_t *self, unsigned long *size, void *buffer);
	void *write;
	void *get_position;
	void *set_position;
	efi_status_t (__efiapi *get_info)(efi_file_t *self, efi_guid_t *type, unsigned long *size,
					  void *buffer);
	void *set_info;
	void *flush;
};

#define EFI_FILE_MODE_READ	1

typedef struct efi_simple_file_system_protocol efi_simple_file_system_protocol_t;
struct efi_simple_file_system_protocol {
	u64 revision;
	efi_status_t (__efiapi *open_volume)(efi_simple_file_system_protocol_t *self,
					     efi_file_t **root);
};

#endif
