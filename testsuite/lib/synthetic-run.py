# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write a made-up run for the tests of scripts/report: synthetic-run.py FOLDER TESTS LINES SEED."""

import json
import os
import sys

folder, tests, lines, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
os.makedirs(os.path.join(folder, "logs"), exist_ok=True)
with open(os.path.join(folder, "results.jsonl"), "w") as out:
    for i in range(tests):
        name = "test%03d" % i if i >= 8 else "vmexit_%d" % i
        verdict = "fail" if (i + seed) % 53 == 9 else "skip" if i % 17 == 16 else "pass"
        report = [{"verdict": "pass", "text": "part %d: check %d" % (j // 10, j)} for j in range(lines - seed)]
        if verdict == "fail":
            report[3] = {"verdict": "fail", "text": "part 0: check 3: expected 6, got 255"}
        if i % 19 == 1:
            report[5] = {"verdict": "fail", "text": "part 0: check 5", "expectation": "x86/expectations.cfg:12"}
        command = "qemu-system-x86_64 -kernel x86/%s.flat -append '<&\">'" % name
        with open(os.path.join(folder, "logs", name + ".log"), "w") as log:
            log.write(command + "\n")
            for line in report:
                log.write("%s: %s\n" % (line["verdict"].upper(), line["text"]))
            log.write("a needle in the log of %s </script><b>\n" % name)
            if i < 8:
                log.write(json.dumps({"vmexit": "exit%d" % i, "cycles": 1000 * (i + 1) * (1 + seed * (i - 3) / 7)}) + "\n")
        out.write(json.dumps({
            "name": name, "arch": "x86_64", "image": "%s.flat" % name, "image_digest": "sha256:" + "ab" * 32, "vmm": "qemu",
            "vmm_version": "7.2.22", "accel": "tcg", "machine": "", "cpu": "", "kernel": "6.1.0", "host_arch": "x86_64",
            "host_cpu": "GenuineIntel", "build": "0123abcd", "groups": "", "command": command, "log": name + ".log",
            "start": "2026-01-01T00:00:00Z", "duration": round(0.25 + i / 100, 3), "verdict": verdict, "outcome": "",
            "reason": {"fail": "1 unexpected failure", "skip": "needs <b>more</b>", "pass": ""}[verdict],
            "summary": "%d tests" % lines, "status": {"fail": 3, "skip": 77, "pass": 0}[verdict], "vmm_status": 1,
            "counts": {}, "expectations": [], "lines": [] if verdict == "skip" else report}) + "\n")
