# SPDX-License-Identifier: Apache-2.0
"""Solves the same scenes with Sionna RT and with rftwin, one after the other, in one run.

usage: sionna_side_by_side.py RFTWIN OUT.md

Writes a table of numbers of paths, agreement and times. Both programs are warmed up and use all
processors. Sionna RT traces in single precision on the CPU (its 'llvm' backend).
"""

import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import mitsuba
import numpy

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


def sionna_scene(scene_name, transmitter, receivers, material=None):
    """A bundled scene with isotropic vertical antennas; a material given replaces all others."""
    scene = rt.load_scene(getattr(rt.scene, scene_name), merge_shapes=False)
    scene.frequency = 28e9
    if material is not None:
        for thing in scene.objects.values():
            thing.radio_material = material
    array = rt.PlanarArray(
        num_rows=1, num_cols=1, vertical_spacing=0.5, horizontal_spacing=0.5, pattern="iso",
        polarization="V",
    )
    scene.tx_array = array
    scene.rx_array = array
    scene.add(rt.Transmitter("tx", position=mitsuba.Point3f(*transmitter)))
    for index, place in enumerate(receivers):
        scene.add(rt.Receiver(f"rx{index}", position=mitsuba.Point3f(*place)))
    return scene


def scene_file(scene_name):
    """The file of a bundled scene."""
    return os.path.join(os.path.dirname(rt.__file__), "scenes", scene_name, f"{scene_name}.xml")


def solve_with_sionna(scene_name, transmitter, receivers, depth, samples, repetitions):
    scene = sionna_scene(scene_name, transmitter, receivers)
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
    words = [program, "paths", scene_file(scene_name), "--tx", ",".join(map(str, transmitter))]
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
    lines += ["", *diffuse_lines(program), "", *episode_lines(program)]
    with open(output, "w") as file:
        file.write("\n".join(lines) + "\n")


# One rough concrete for all of a scene, so that both engines have the same to do.
ROUGH = """
materials:
  rough:
    permittivity:
      bands:
        - { from: 1 GHz, to: 100 GHz, a: 5.24, b: 0, c: 0.0462, d: 0.7822 }
    scattering: { coefficient: 0.4, lobe: { kind: lambertian } }
"""
DEVIATION = 2.0
BIN = 10e-9


def profile(delays, powers):
    """The power in bins of delay."""
    bins = (numpy.asarray(delays) / BIN).astype(int)
    return numpy.bincount(bins, weights=powers, minlength=500)[:500]


def rough_concrete():
    """What `ROUGH` says, as Sionna RT takes it."""
    return rt.ITURadioMaterial("rough", "concrete", thickness=10.0, scattering_coefficient=0.4)


def diffuse_with_sionna():
    """A function that gives the diffuse profiles for a number of rays, with the solver's time."""
    scene = sionna_scene("munich", MUNICH, FEW, material=rough_concrete())
    solver = rt.PathSolver()

    def run(samples, seed):
        start = time.perf_counter()
        paths = solver(
            scene, max_depth=2, samples_per_src=samples, max_num_paths_per_src=8 * samples,
            los=True, specular_reflection=True, diffuse_reflection=True, refraction=False,
            diffraction=False, synthetic_array=True, seed=seed,
        )
        valid = paths.valid.numpy()[:, 0]
        real, imaginary = (part.numpy()[:, 0, 0, 0, :] for part in paths.a)
        delays = paths.tau.numpy()[:, 0]
        spent = time.perf_counter() - start
        # 2 stands for a diffuse interaction.
        diffuse = (paths.interactions.numpy()[:, :, 0, :] == 2).any(axis=0) & valid
        power = real**2 + imaginary**2
        rows = range(len(FEW))
        return [profile(delays[i][diffuse[i]], power[i][diffuse[i]]) for i in rows], spent

    return run


def diffuse_with_rftwin(program, materials):
    """The same for a number of scatterers."""
    words = [program, "paths", scene_file("munich"), "--tx", ",".join(map(str, MUNICH))]
    for place in FEW:
        words += ["--rx", ",".join(map(str, place))]
    words += ["--frequency", "28 GHz", "--max-depth", "2", "--rays", "200000", "--diffuse"]
    words += ["--materials", materials, "--assign", "*=rough"]

    def run(scatterers, seed):
        more = ["--scatterers", str(scatterers), "--seed", str(seed)]
        report = json.loads(
            subprocess.run(words + more, check=True, capture_output=True).stdout
        )
        profiles = []
        for link in report["links"]:
            paths = [
                path for path in link["paths"]
                if any(step["type"] == "diffuse" for step in path["interactions"])
            ]
            profiles.append(
                profile(
                    [path["delay_s"] for path in paths],
                    [path["a"][0] ** 2 + path["a"][1] ** 2 for path in paths],
                )
            )
        # Placing the scatterers belongs to the work; loading the scene does not, as for the other.
        return profiles, report["timing_s"]["build"] + report["timing_s"]["solve"]

    return run


def least_effort(run, counts, many):
    """The first number that comes within `DEVIATION` of many, with its deviation and its time."""
    exact = numpy.array(run(many, 101)[0])
    counted = exact > exact.max(axis=1, keepdims=True) * 10**-2.5
    for count in counts:
        run(count, 1)
        runs = [run(count, seed) for seed in (2, 3, 4)]
        # An empty bin counts as 20 dB below what belongs there.
        ratios = [numpy.maximum(numpy.array(found)[counted] / exact[counted], 0.01) for found, _ in runs]
        deviation = float(numpy.sqrt(numpy.mean((10 * numpy.log10(numpy.concatenate(ratios))) ** 2)))
        if deviation <= DEVIATION:
            break
    return count, deviation, statistics.median(spent for _, spent in runs)


def diffuse_lines(program):
    """Diffuse paths at equal accuracy."""
    theirs = least_effort(
        diffuse_with_sionna(), [30_000, 100_000, 200_000, 300_000, 600_000], 3_000_000
    )
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(ROUGH)
        file.flush()
        ours = least_effort(
            diffuse_with_rftwin(program, file.name), [300, 600, 1000, 2000, 5000], 30_000
        )
    lines = [
        "Munich of rough concrete, specular and diffuse paths of depth 2 to four receivers: the effort after"
        f" which bins of 10 ns of diffuse power, down to 25 dB below the strongest, are within {DEVIATION} dB"
        " (rms) of what each engine finds with ten times as much or more.",
        "",
        "| engine | effort | deviation | time |",
        "|---|---|---|---|",
        f"| Sionna RT | {theirs[0]} rays | {theirs[1]:.2f} dB | {theirs[2]:.2f} s |",
        f"| rftwin | {ours[0]} scatterers | {ours[1]:.2f} dB | {ours[2]:.2f} s |",
        "",
        f"Ratio of times: {theirs[2] / ours[2]:.1f}.",
    ]
    print("\n".join(lines), flush=True)
    return lines


DIFFUSE_PATHS = 14_000
CHIRPS = 126
FRAMES = 8
PLACE = [20.0, -2.0, 1.5]

# The transmitter moves, so that no path stays as it is from one chirp to the next.
EPISODE = """
name: A street canyon at chirp rate
scene: {{ meshes: [{mesh}] }}
materials:
  library: [rough.yaml]
  assign: {{ "*": rough }}
actors:
  - name: carrier
    trajectory:
      waypoints:
        - {{ time: 0 s, position: [{x}, {y}, {z}], orientation: [0 deg, 0 deg, 0 deg] }}
        - {{ time: 1 s, position: [{end}, {y}, {z}], orientation: [0 deg, 0 deg, 0 deg] }}
radios:
  - {{ name: transmitter, attached-to: carrier, offset: [0, 0, 0], power: 12 dBm }}
  - {{ name: receiver, position: {place} }}
links: [{{ name: canyon, tx: transmitter, rx: receiver }}]
waveform:
  kind: fmcw
  start: 77 GHz
  slope: 35.44 MHz/us
  ramp: 112.86 us
  idle: 13 us
  sample-rate: 18.75 MHz
propagation: {{ max-depth: 1, diffuse: on, scatterers: {scatterers} }}
episode: {{ duration: 1 s, frames: {{ chirps: {chirps} }} }}
"""


def chirp_with_sionna():
    """The time of a solve with about `DIFFUSE_PATHS` diffuse paths, and how many those are.

    The scene's own materials are not defined at 79 GHz; 28 GHz takes as long.
    """
    scene = sionna_scene("simple_street_canyon", CANYON, [PLACE], rough_concrete())
    solver = rt.PathSolver()

    def solve(samples):
        start = time.perf_counter()
        paths = solver(
            scene, max_depth=1, samples_per_src=samples, max_num_paths_per_src=8 * samples,
            los=True, specular_reflection=True, diffuse_reflection=True, refraction=False,
            diffraction=False, synthetic_array=True,
        )
        valid = paths.valid.numpy()[:, 0]
        # The answer is what a chirp needs: amplitudes and delays.
        _ = [part.numpy() for part in paths.a], paths.tau.numpy()
        spent = time.perf_counter() - start
        diffuse = (paths.interactions.numpy()[:, :, 0, :] == 2).any(axis=0) & valid
        return int(diffuse.sum()), spent

    samples = DIFFUSE_PATHS
    for _ in range(3):
        samples = round(samples * DIFFUSE_PATHS / max(1, solve(samples)[0]))
    solve(samples)
    runs = [solve(samples) for _ in range(9)]
    return statistics.median(spent for _, spent in runs), runs[0][0]


def episode_with_rftwin(program, folder, scatterers, frames):
    """The wall time of a whole run, meshes to record, and how many paths it follows."""
    with open(os.path.join(folder, "rough.yaml"), "w") as file:
        file.write(ROUGH)
    scenario = os.path.join(folder, "episode.yaml")
    x, y, z = CANYON
    text = EPISODE.format(
        mesh=scene_file("simple_street_canyon"), x=x, y=y, z=z, end=x + 10, place=PLACE,
        scatterers=scatterers, chirps=CHIRPS,
    )
    with open(scenario, "w") as file:
        file.write(text)
    length = frames * CHIRPS * 125.86e-6
    words = [program, "simulate", scenario, "--set", f"episode.duration={length} s"]
    start = time.perf_counter()
    report = subprocess.run(
        words + ["--output", os.path.join(folder, "results")], check=True, capture_output=True,
        text=True,
    ).stdout
    spent = time.perf_counter() - start
    return spent, int(re.search(r"up to (\d+) paths", report).group(1))


def episode_lines(program):
    """A solve for each chirp beside tracks that are evaluated at each chirp."""
    solve, theirs = chirp_with_sionna()
    with tempfile.TemporaryDirectory() as folder:
        scatterers = DIFFUSE_PATHS
        for _ in range(2):
            _, ours = episode_with_rftwin(program, folder, scatterers, 1)
            scatterers = math.ceil(scatterers * theirs / ours)
        spent, ours = episode_with_rftwin(program, folder, scatterers, FRAMES)
    chirps = FRAMES * CHIRPS
    lines = [
        "The street canyon of rough concrete with a transmitter that moves at 10 m/s: paths anew for every"
        " chirp. Sionna RT's time is that of one solve, times the chirps; rftwin's is that of the"
        f" whole run of {chirps} chirps, from meshes over paths, IF samples and noise to the record.",
        "",
        "| engine | paths | a chirp | " f"{chirps} chirps |",
        "|---|---|---|---|",
        f"| Sionna RT | {theirs} diffuse | {1e3 * solve:.1f} ms | {solve * chirps:.1f} s |",
        f"| rftwin | {ours}, moving | {1e3 * spent / chirps:.2f} ms | {spent:.1f} s |",
        "",
        f"Ratio of times: {solve * chirps / spent:.1f}.",
    ]
    print("\n".join(lines), flush=True)
    return lines


main(*sys.argv[1:3])
