# SPDX-License-Identifier: Apache-2.0
"""Solves the same scenes with Sionna RT and with rftwin, one after the other, in one run.

usage: sionna_side_by_side.py RFTWIN OUT.md

Writes a table of numbers of paths, agreement and times. Both programs are warmed up and use all
processors. Sionna RT traces in single precision on the CPU (its 'llvm' backend).
"""

import json
import os
import statistics
import subprocess
import sys
import time

import mitsuba

mitsuba.set_variant("llvm_ad_mono_polarized")

import sionna.rt as rt  # noqa: E402  (the variant must be set before)

MUNICH = [8.5, 21.0, 27.0]
CANYON = [-33.0, 11.0, 32.0]
FEW = [[45.0, 90.0, 1.5], [25.0, 60.0, 1.5], [90.0, 70.0, 1.5], [10.0, 110.0, 1.5]]


def grid(count):
    """Places on a grid over the streets."""
    side = round(count**0.5 + 0.5)
    places = [
        [-100 + 250 * (i + 0.5) / side, -50 + 200 * (j + 0.5) / side, 1.5]
        for i in range(side)
        for j in range(side)
    ]
    return places[:count]


CASES = [
    ("Munich, depth 3, 4 receivers", "munich", MUNICH, FEW, 3, 1_000_000, 5),
    ("Munich, depth 3, 1000 receivers", "munich", MUNICH, grid(1000), 3, 1_000_000, 1),
    (
        "Street canyon, depth 4, 1 receiver", "simple_street_canyon", CANYON, [[20.0, -2.0, 1.5]], 4,
        1_000_000, 5,
    ),
]


def solve_with_sionna(scene_name, transmitter, receivers, depth, samples, repetitions):
    scene = rt.load_scene(getattr(rt.scene, scene_name), merge_shapes=False)
    scene.frequency = 28e9
    array = rt.PlanarArray(
        num_rows=1, num_cols=1, vertical_spacing=0.5, horizontal_spacing=0.5, pattern="iso",
        polarization="V",
    )
    scene.tx_array = array
    scene.rx_array = array
    scene.add(rt.Transmitter("tx", position=mitsuba.Point3f(*transmitter)))
    for index, place in enumerate(receivers):
        scene.add(rt.Receiver(f"rx{index}", position=mitsuba.Point3f(*place)))
    solver = rt.PathSolver()
    times = []
    for run in range(repetitions + 1):
        start = time.perf_counter()
        paths = solver(
            scene, max_depth=depth, samples_per_src=samples, los=True, specular_reflection=True,
            diffuse_reflection=False, refraction=False, diffraction=False, synthetic_array=True,
        )
        valid = paths.valid.numpy()
        amplitudes = [part.numpy() for part in paths.a]
        if run > 0:
            times.append(time.perf_counter() - start)
    power = (amplitudes[0] ** 2 + amplitudes[1] ** 2)[:, 0, 0, 0, :]
    totals = [float(power[i][valid[i, 0]].sum()) for i in range(len(receivers))]
    return statistics.median(times), int(valid.sum()), totals


def solve_with_rftwin(program, scene_name, transmitter, receivers, depth, samples, repetitions):
    file = os.path.join(os.path.dirname(rt.__file__), "scenes", scene_name, f"{scene_name}.xml")
    words = [program, "paths", file, "--tx", ",".join(map(str, transmitter))]
    for place in receivers:
        words += ["--rx", ",".join(map(str, place))]
    words += ["--frequency", "28 GHz", "--max-depth", str(depth), "--rays", str(samples)]
    words += ["--repeat", str(repetitions + 1)]
    report = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    totals = [sum(p["a"][0] ** 2 + p["a"][1] ** 2 for p in link["paths"]) for link in report["links"]]
    return report["timing_s"]["solve"], sum(link["count"] for link in report["links"]), totals


def main(program, output):
    lines = [
        "## Side by side with Sionna RT",
        "",
        f"Sionna RT {rt.__version__} (CPU) and rftwin on the same {os.cpu_count()} processors, same"
        " number of rays, medians of warm runs. The difference is the median over the receivers that"
        " both reach.",
        "",
        "| case | Sionna RT | paths | rftwin | paths | ratio of times | difference of total gain |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, *case in CASES:
        theirs = solve_with_sionna(*case)
        ours = solve_with_rftwin(program, *case)
        ratios = [abs(a / b - 1) for a, b in zip(ours[2], theirs[2]) if a > 0 and b > 0]
        difference = 4.34 * statistics.median(ratios) if ratios else float("nan")
        lines.append(
            f"| {name} | {theirs[0]:.3f} s | {theirs[1]} | {ours[0]:.4f} s | {ours[1]} |"
            f" {theirs[0] / ours[0]:.1f} | {difference:.4f} dB |"
        )
        print(lines[-1], flush=True)
    with open(output, "w") as file:
        file.write("\n".join(lines) + "\n")


main(*sys.argv[1:3])
