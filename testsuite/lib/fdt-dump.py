# SPDX-License-Identifier: LGPL-2.1-or-later
# fdt-dump.py TREE: what test-fdt prints of a device tree, by another reader
import struct
import sys

blob = open(sys.argv[1], "rb").read()
_, _, off, strings, _, _, _, _, _, _ = struct.unpack(">10I", blob[:40])
shown = "compatible reg ranges #address-cells device_type interrupts phandle".split()
path, props = [], []


def cell(at):
    return struct.unpack_from(">I", blob, at)[0]


def string(at):
    return blob[at:blob.index(b"\0", at)].decode()


def show():
    """The node entered last, once all its properties are known."""
    if props and props[-1] is not None:
        for name in shown:
            if name in props[-1]:
                print(" ".join([name] + ["%02x" % byte for byte in props[-1][name]]))
        props[-1] = None


while True:
    tag = cell(off)
    off += 4
    if tag == 1:
        show()
        name = string(off)
        off += (len(name) + 4) & ~3
        print("%d %s parent %s" % (len(path), name, path[-1] if path else "none"))
        path.append(name)
        props.append({})
    elif tag == 2:
        show()
        path.pop()
        props.pop()
    elif tag == 3:
        length, name = cell(off), string(strings + cell(off + 4))
        props[-1].setdefault(name, blob[off + 8:off + 8 + length])
        off += 8 + ((length + 3) & ~3)
    elif tag == 9:
        break
