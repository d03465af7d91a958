// SPDX-License-Identifier: LGPL-2.1-or-later
/* No stack walks on the build machine. */
