# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# The lab's table of architectures. lab_arch ARCH sets, or returns 1 where no lab is possible:
#   lab_deb         Debian's name of the architecture
#   lab_kernel_pkg  Debian's kernel package
#   lab_qemu_pkg    Debian's package of the inner QEMU
#   lab_qemu        the inner QEMU's binary
#   lab_outer       the outer QEMU's binary on the machine at hand
#   lab_modules     modules that init loads, in this order
#   lab_params      their parameters: a halted vCPU gives its CPU away at once
#   lab_console     the kernel's console, and lab_channel the device that results leave by
#   lab_firmware    files of the inner QEMU's data folder that it needs
#   lab_cpu         default outer CPU model
#   lab_icount      2^N nanoseconds of the lab's time are one instruction, off: its time is the host's
#   lab_guests      architectures whose images the lab can run
# lab_outer_args CPU MACHINE_OPTIONS appends the outer machine's options to the caller's list through lab_add.

lab_arch()
{
	lab_modules='' lab_firmware='' lab_machine='' lab_icount=off lab_params=''
	case $1 in
	x86_64)
		lab_deb=amd64 lab_kernel_pkg=linux-image-cloud-amd64 lab_qemu_pkg=qemu-system-x86
		lab_qemu=qemu-system-x86_64 lab_outer=qemu-system-x86_64
		# TCG does not intercept XSETBV: KVM would take AVX away again at the next exit
		lab_modules='irqbypass kvm kvm-amd' lab_params=kvm.halt_poll_ns=0
		lab_console=ttyS0 lab_channel=ttyS1 lab_cpu=EPYC,+svm,-avx lab_machine=q35 lab_icount=2
		lab_firmware='bios-256k.bin kvmvapic.bin linuxboot.bin linuxboot_dma.bin multiboot.bin multiboot_dma.bin'
		lab_guests='x86_64 i386' ;;
	arm64)
		lab_deb=arm64 lab_kernel_pkg=linux-image-cloud-arm64 lab_qemu_pkg=qemu-system-arm
		lab_qemu=qemu-system-aarch64 lab_outer=qemu-system-aarch64
		lab_console=ttyAMA0 lab_channel=ttyS0 lab_cpu=cortex-a57 lab_machine=virt,virtualization=on,gic-version=3
		lab_guests='arm64 arm' ;;
	ppc64le)
		lab_deb=ppc64el lab_kernel_pkg=linux-image-powerpc64le lab_qemu_pkg=qemu-system-ppc
		lab_qemu=qemu-system-ppc64 lab_outer=qemu-system-ppc64
		lab_modules='kvm kvm-hv'
		lab_console=hvc0 lab_channel=hvc1 lab_cpu=POWER9
		lab_machine=pseries,cap-nested-hv=on,x-vof=on,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off
		lab_firmware='slof.bin vof.bin'
		lab_guests='ppc64le ppc64' ;;
	*)
		return 1 ;;
	esac
}

# lab_of ARCH: the lab that can run this architecture's images
lab_of()
{
	for lab_try in x86_64 arm64 ppc64le; do
		lab_arch "$lab_try"
		case " $lab_guests " in
		*" $1 "*)
			echo "$lab_try"
			return 0 ;;
		esac
	done
	return 1
}
