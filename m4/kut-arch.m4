dnl SPDX-License-Identifier: LGPL-2.1-or-later
dnl
dnl The architecture table: all that the build knows about an architecture stands here and nowhere else.
dnl
dnl kut_arch_set ARCH sets, or returns 1 for a name that is not in the table:
dnl   kut_triplet   the GNU host triplet that --arch=ARCH stands for
dnl   kut_package   Debian's package of the cross compiler
dnl   kut_macro     what the preprocessor must define, as an #if condition: proves that CC builds for ARCH
dnl   kut_family    folder of the tests, also the name of the run front (x86-run)
dnl   kut_libdirs   folders below lib/ that are searched for headers, the architecture's own first
dnl   kut_qemu      name of the QEMU binary
dnl   kut_qemu_arch what uname -m prints on a host of this architecture
dnl   kut_suffix    suffix of a finished image: .flat, or .elf where the linked file is what boots
dnl   kut_flat      objcopy options that turn the linked file into the image
dnl   kut_cflags    code generation
dnl   kut_ldflags   linking; the linker script is kut_family/flat.lds
dnl   kut_cpu       default -cpu of the run front, if it needs one
dnl   kut_pages     page sizes on offer, the default first (empty: not to choose)
dnl   kut_firmware  boot ROM below the build folder, if the machine needs one

m4_define([KUT_ARCH_NAMES], [x86_64 i386 arm64 arm s390x ppc64 ppc64le riscv64 riscv32])

AC_DEFUN([_KUT_ARCH_TABLE], [[
kut_arch_set ()
{
  kut_cpu= kut_pages= kut_firmware= kut_flat=
  case $][1 in
  x86_64)
    kut_triplet=x86_64-linux-gnu kut_package=gcc-x86-64-linux-gnu
    kut_macro='defined(__x86_64__) && !defined(__ILP32__)'
    kut_family=x86 kut_libdirs=x86
    kut_qemu=qemu-system-x86_64 kut_qemu_arch=x86_64
    kut_suffix=.flat kut_flat='-S -O elf32-i386'
    kut_cflags='-m64 -O1 -mno-red-zone -mno-sse -mno-sse2 -mno-mmx -fno-pic -fno-omit-frame-pointer'
    kut_ldflags='-m64 -no-pie -Wl,-z,max-page-size=4096'
    ;;
  i386)
    kut_triplet=i686-linux-gnu kut_package=gcc-i686-linux-gnu
    kut_macro='defined(__i386__)'
    kut_family=x86 kut_libdirs=x86
    kut_qemu=qemu-system-x86_64 kut_qemu_arch=i686
    kut_suffix=.flat kut_flat='-S -O elf32-i386'
    kut_cflags='-m32 -O1 -mno-sse -mno-sse2 -mno-mmx -fno-pic -fno-omit-frame-pointer'
    kut_ldflags='-m32 -no-pie -Wl,-z,max-page-size=4096'
    ;;
  arm64)
    kut_triplet=aarch64-linux-gnu kut_package=gcc-aarch64-linux-gnu
    kut_macro='defined(__aarch64__) && defined(__AARCH64EL__)'
    kut_family=arm kut_libdirs='arm64 arm'
    kut_qemu=qemu-system-aarch64 kut_qemu_arch=aarch64
    kut_suffix=.flat kut_flat='-O binary'
    kut_cflags='-O2 -mstrict-align -mgeneral-regs-only'
    kut_cflags="$kut_cflags -mno-outline-atomics -fno-pic -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer -mcpu=cortex-a57 -DCONFIG_RELOC"
    kut_ldflags='-pie -Wl,-Bsymbolic -Wl,-z,notext -Wl,-z,max-page-size=65536'
    kut_cpu=max kut_pages='4096 16384 65536'
    ;;
  arm)
    kut_triplet=arm-linux-gnueabihf kut_package=gcc-arm-linux-gnueabihf
    kut_macro='defined(__arm__) && defined(__ARMEL__)'
    kut_family=arm kut_libdirs=arm
    kut_qemu=qemu-system-arm kut_qemu_arch=arm
    kut_suffix=.flat kut_flat='-O binary'
    kut_cflags='-O2 -marm -mfpu=vfp -mfloat-abi=softfp -mno-unaligned-access -mcpu=cortex-a15'
    kut_cflags="$kut_cflags -fno-pic -fno-omit-frame-pointer"
    kut_ldflags='-no-pie -Wl,--defsym,kut_base=0x40010000 -Wl,-z,max-page-size=65536'
    kut_cpu=cortex-a15
    ;;
  s390x)
    kut_triplet=s390x-linux-gnu kut_package=gcc-s390x-linux-gnu
    kut_macro='defined(__s390x__)'
    kut_family=s390x kut_libdirs=s390x
    kut_qemu=qemu-system-s390x kut_qemu_arch=s390x
    kut_suffix=.elf
    kut_cflags='-O2 -march=zEC12 -mbackchain -fno-delete-null-pointer-checks -fno-pic'
    kut_ldflags='-no-pie'
    ;;
  ppc64)
    kut_triplet=powerpc64-linux-gnu kut_package=gcc-powerpc64-linux-gnu
    kut_macro='defined(__powerpc64__) && defined(__BIG_ENDIAN__)'
    kut_family=ppc kut_libdirs=ppc64
    kut_qemu=qemu-system-ppc64 kut_qemu_arch=ppc64
    kut_suffix=.elf
    kut_cflags='-O2 -m64 -mbig-endian -mabi=elfv2 -mcmodel=medium -msoft-float -mno-altivec -mno-vsx -Wa,-mregnames -fno-pic'
    kut_ldflags='-m64 -mbig-endian -mabi=elfv2 -pie -Wl,-z,max-page-size=4096 -Wl,-z,norelro -Wl,-z,notext'
    kut_pages='65536 4096' kut_firmware=ppc/boot_rom.bin
    ;;
  ppc64le)
    kut_triplet=powerpc64le-linux-gnu kut_package=gcc-powerpc64le-linux-gnu
    kut_macro='defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)'
    kut_family=ppc kut_libdirs=ppc64
    kut_qemu=qemu-system-ppc64 kut_qemu_arch=ppc64le
    kut_suffix=.elf
    kut_cflags='-O2 -m64 -mlittle-endian -mabi=elfv2 -mcmodel=medium -msoft-float -mno-altivec -mno-vsx -Wa,-mregnames -fno-pic'
    kut_ldflags='-m64 -mlittle-endian -pie -Wl,-z,max-page-size=4096 -Wl,-z,norelro -Wl,-z,notext'
    kut_pages='65536 4096' kut_firmware=ppc/boot_rom.bin
    ;;
  riscv64)
    kut_triplet=riscv64-linux-gnu kut_package=gcc-riscv64-linux-gnu
    kut_macro='defined(__riscv) && __riscv_xlen == 64'
    kut_family=riscv kut_libdirs=riscv
    kut_qemu=qemu-system-riscv64 kut_qemu_arch=riscv64
    kut_suffix=.flat kut_flat='-O binary'
    kut_cflags='-O2 -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany -fpic -fno-omit-frame-pointer'
    kut_ldflags='-pie'
    kut_cpu=max
    ;;
  riscv32)
    kut_triplet=riscv32-linux-gnu kut_package=gcc-riscv64-linux-gnu
    kut_macro='defined(__riscv) && __riscv_xlen == 32'
    kut_family=riscv kut_libdirs=riscv
    kut_qemu=qemu-system-riscv32 kut_qemu_arch=riscv32
    kut_suffix=.flat kut_flat='-O binary'
    kut_cflags='-O2 -march=rv32imac_zicsr_zifencei -mabi=ilp32 -mcmodel=medany -fpic -fno-omit-frame-pointer'
    kut_ldflags='-pie -Wl,-melf32lriscv'
    kut_cpu=max
    ;;
  *)
    return 1
    ;;
  esac
}

# Prints the table's name for what a user or config.sub calls an architecture: a name, an alias, or a CPU of a triplet.
kut_arch_canonical ()
{
  case $][1 in
  x86_64 | amd64) echo x86_64 ;;
  i?86 | x86) echo i386 ;;
  aarch64 | arm64) echo arm64 ;;
  arm | armv*) echo arm ;;
  powerpc64 | ppc64) echo ppc64 ;;
  powerpc64le | ppc64le) echo ppc64le ;;
  *) echo "$][1" ;;
  esac
}
]])

dnl KUT_ARCH_OPTION
dnl (also lets --page-size=, --erratatxt=, --target-cpu=, --earlycon=, --host-key-document= and --gen-se-header= stand without enable- or with-)
dnl Makes --arch=ARCH and --enable-arch=ARCH mean --host=TRIPLET, before Autoconf reads the arguments: ac_tool_prefix
dnl follows from --host, so this is the only place from which AC_PROG_CC and AC_CHECK_TOOL find the cross tools the
dnl standard way. A list, or 'all', hands over to scripts/configure-multi.
AC_DEFUN([KUT_ARCH_OPTION], [
AC_REQUIRE([_KUT_ARCH_DEFAULTS])dnl
AC_ARG_ENABLE([arch],
  [AS_HELP_STRING([--arch=ARCH, --enable-arch=ARCH],
    [build for ARCH, one of ]KUT_ARCH_NAMES[: short for --host=TRIPLET;
     a list 'a,b' or 'all' makes one tree per architecture in build/ARCH @<:@this machine's@:>@])])
])

AC_DEFUN([_KUT_ARCH_DEFAULTS], [m4_divert_text([DEFAULTS], [_KUT_ARCH_TABLE[
kut_arch_die ()
{
  echo "configure: error: $][1" >&2
  exit 1
}

kut_arch_opt= kut_host_opt= kut_prev=
for kut_arg
do
  shift
  if test -n "$kut_prev"; then
    kut_arg=$kut_prev=$kut_arg kut_prev=
  fi
  case $kut_arg in
  --arch | --enable-arch | --host)
    kut_prev=$kut_arg
    continue ;;
  --arch=* | --enable-arch=*)
    kut_new=`expr "X$kut_arg" : 'X[^=]*=\(.*\)'`
    test -n "$kut_new" || kut_arch_die "$kut_arg: name an architecture: ]KUT_ARCH_NAMES["
    if test -n "$kut_arch_opt" && test "$kut_arch_opt" != "$kut_new"; then
      kut_arch_die "--arch=$kut_arch_opt and --arch=$kut_new contradict each other: give one"
    fi
    kut_arch_opt=$kut_new
    continue ;;
  --host=*)
    kut_host_opt=`expr "X$kut_arg" : 'X[^=]*=\(.*\)'` ;;
  --page-size=*)
    kut_arg=--enable-page-size=`expr "X$kut_arg" : 'X[^=]*=\(.*\)'` ;;
  --erratatxt=* | --target-cpu=* | --earlycon=* | --host-key-document=* | --gen-se-header=*)
    kut_arg=--with-`expr "X$kut_arg" : 'X--\(.*\)'` ;;
  esac
  set x "$][@" "$kut_arg"
  shift
done
test -z "$kut_prev" || kut_arch_die "$kut_prev needs a value"

case $kut_arch_opt in
'') ;;
all | *,*)
  test -z "$kut_host_opt" || kut_arch_die "--arch=$kut_arch_opt and --host=$kut_host_opt contradict each other: give one"
  case $][0 in
  */*) kut_srcdir=`expr "X$][0" : 'X\(.*\)/[^/]*'` ;;
  *) kut_srcdir=. ;;
  esac
  if test "$kut_arch_opt" = all; then
    kut_list="]KUT_ARCH_NAMES["
  else
    kut_list=
    for kut_new in `echo "$kut_arch_opt" | tr , ' '`
    do
      kut_new=`kut_arch_canonical "$kut_new"`
      kut_arch_set "$kut_new" || kut_arch_die "--arch=$kut_arch_opt: '$kut_new' is unknown; known are ]KUT_ARCH_NAMES["
      case " $kut_list " in *" $kut_new "*) ;; *) kut_list="$kut_list $kut_new" ;; esac
    done
  fi
  KUT_ARCHES=$kut_list KUT_ARCH_WORD=$kut_arch_opt exec "${CONFIG_SHELL-/bin/sh}" "$kut_srcdir/scripts/configure-multi" \
    "$][0" "$][@"
  exit 1 ;;
*)
  kut_new=`kut_arch_canonical "$kut_arch_opt"`
  kut_arch_set "$kut_new" || kut_arch_die "--arch=$kut_arch_opt is unknown; known are ]KUT_ARCH_NAMES["
  if test -n "$kut_host_opt"; then
    kut_host_arch=`kut_arch_canonical "\`expr "X$kut_host_opt" : 'X\([^-]*\)'\`"`
    test "$kut_host_arch" = "$kut_new" ||
      kut_arch_die "--arch=$kut_arch_opt and --host=$kut_host_opt contradict each other: give one"
  elif test "`kut_arch_canonical "\`uname -m\`"`" != "$kut_new"; then
    set x "$][@" "--host=$kut_triplet"
    shift
  fi ;;
esac
]])])

dnl KUT_ARCH_SELECT
dnl After AC_CANONICAL_HOST: sets KUT_ARCH from the host triplet and substitutes the table's columns.
AC_DEFUN([KUT_ARCH_SELECT], [
AC_REQUIRE([AC_CANONICAL_HOST])dnl
KUT_ARCH=`kut_arch_canonical "$host_cpu"`
kut_arch_set "$KUT_ARCH" ||
  AC_MSG_ERROR([architecture '$host_cpu' (from $host) is not supported; known are KUT_ARCH_NAMES: use --arch=ARCH])
test -f "$srcdir/$kut_family/Makemodule.am" ||
  AC_MSG_ERROR([$KUT_ARCH is known, but this package has no tests for it yet])
AC_SUBST([KUT_ARCH])
AC_SUBST([KUT_FAMILY], [$kut_family])
AC_SUBST([KUT_QEMU], [$kut_qemu])
AC_SUBST([KUT_QEMU_ARCH], [$kut_qemu_arch])
AC_SUBST([KUT_SUFFIX], [$kut_suffix])
AC_SUBST([KUT_FLAT], [$kut_flat])
AC_SUBST([KUT_FIRMWARE], [$kut_firmware])
KUT_LIBDIR=`echo $kut_libdirs | sed 's/ .*//'`
AC_SUBST([KUT_LIBDIR])
KUT_INCLUDES=
for kut_dir in $kut_libdirs; do
  KUT_INCLUDES="$KUT_INCLUDES -I\$(top_srcdir)/lib/$kut_dir"
done
AC_SUBST([KUT_INCLUDES])
AM_CONDITIONAL([ARCH_X86_64], [test $KUT_ARCH = x86_64])
AM_CONDITIONAL([ARCH_I386], [test $KUT_ARCH = i386])
AM_CONDITIONAL([ARCH_ARM64], [test $KUT_ARCH = arm64])
AM_CONDITIONAL([ARCH_ARM], [test $KUT_ARCH = arm])
AM_CONDITIONAL([ARCH_S390X], [test $KUT_ARCH = s390x])
AM_CONDITIONAL([ARCH_PPC64], [test $KUT_ARCH = ppc64])
AM_CONDITIONAL([ARCH_PPC64LE], [test $KUT_ARCH = ppc64le])
AM_CONDITIONAL([ARCH_RISCV64], [test $KUT_ARCH = riscv64])
AM_CONDITIONAL([ARCH_RISCV32], [test $KUT_ARCH = riscv32])
AM_CONDITIONAL([FAMILY_X86], [test $KUT_FAMILY = x86])
AM_CONDITIONAL([FAMILY_ARM], [test $KUT_FAMILY = arm])
AM_CONDITIONAL([FAMILY_S390X], [test $KUT_FAMILY = s390x])
AM_CONDITIONAL([FAMILY_PPC], [test $KUT_FAMILY = ppc])
AM_CONDITIONAL([FAMILY_RISCV], [test $KUT_FAMILY = riscv])
])
