# SPDX-License-Identifier: Apache-2.0
"""Hides materials, the place of a radio and a clock, measures, calibrates, and counts the intervals that hold.

usage: recovery_trials.py RFTWIN b|c OUT.jsonl FIRST LAST [--threads N]
       recovery_trials.py --summary OUT.jsonl

Each trial draws the materials of a courtyard anew, simulates a capture with scatterer phases and noise of
its own, and calibrates the courtyard in the bundled materials against it. In configuration B the radios rest: the
user equipment stands some centimetres beside its place and its clock is late. In configuration C it rides on a
car, and cells over delay and Doppler shift are compared.
"""

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile

# S, alpha_R, eps_r, conductivity in S/m, alpha_I, Lambda, cross-polar share: Materials/urban-79ghz.yaml at 79 GHz.
PRIOR = {
    "asphalt": (0.75, 3, 4.0, 0.88, 3, 0.7, 0.1),
    "paving": (0.5, 5, 5.24, 1.41, 3, 0.75, 0.08),
    "brick": (0.65, 3, 4.07, 0.349, 3, 0.7, 0.1),
    "concrete": (0.5, 5, 5.24, 1.41, 3, 0.75, 0.08),
    "plaster": (0.35, 8, 2.73, 0.515, 4, 0.8, 0.06),
    "wood": (0.3, 8, 1.99, 0.507, 4, 0.8, 0.06),
}
# Weak mirrors tell no permittivity.
PERMITTIVITIES = ["asphalt", "brick", "concrete", "plaster"]
SCENARIO = "Scenes/umi-courtyard/configuration-{}.yaml"


def hidden(random_numbers):
    """S by 0.4 in its logit, exponents less one by 30 %, eps_r less one by 12 % (standard deviations)."""
    truth = {}
    for name, (share, exponent, permittivity, *rest) in PRIOR.items():
        logit = math.log(share / (1 - share)) + random_numbers.gauss(0, 0.4)
        factor, change = (math.exp(random_numbers.gauss(0, sd)) for sd in (0.3, 0.12))
        if name not in PERMITTIVITIES:
            change = 1
        truth[name] = (
            1 / (1 + math.exp(-logit)),
            1 + (exponent - 1) * factor,
            1 + (permittivity - 1) * change,
            *rest,
        )
    return truth


def library(truth):
    """The hidden materials as a file for rftwin."""
    lines = ["name: Hidden materials", "materials:"]
    for name, (share, forward, permittivity, conductivity, backward, split, cross) in truth.items():
        lines += [
            f"  {name}:",
            f"    permittivity: {{ relative-permittivity: {permittivity}, conductivity: {conductivity} S/m }}",
            "    scattering:",
            f"      coefficient: {share}",
            f"      lobe: {{ kind: backscattering, forward-exponent: {forward}, backward-exponent: {backward},"
            f" forward-share: {split} }}",
            f"      cross-polar-share: {cross}",
        ]
    return "\n".join(lines) + "\n"


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")


def trial(program, configuration, number, threads):
    """One campaign: what was hidden and what was found."""
    random_numbers = random.Random(1000 * number + ord(configuration))
    truth = hidden(random_numbers)
    numbers = {f"{m} scattering": v[0] for m, v in truth.items()}
    numbers |= {f"{m} exponent": v[1] for m, v in truth.items()}
    numbers |= {f"{m} permittivity": truth[m][2] for m in PERMITTIVITIES}
    scenario = os.path.abspath(SCENARIO.format(configuration))
    common = {"b": {"episode.frames.chirps": 8, "episode.frames.every": "1 s"},
              "c": {"episode.frames.chirps": 64, "processing.map-every": 1}}[configuration]
    own = {}
    if configuration == "b":
        place = [25.5, 16.9, 1.5]
        moved = [x + random_numbers.gauss(0, 0.02) for x in place]
        late = random_numbers.uniform(-100e-12, 100e-12)
        own["radios.ue.position"] = json.dumps(moved)
        own["impairments.bs.clock"] = "{ start: %.6f ps }" % (late * 1e12)
        numbers |= {f"{axis} of ue": m - p for axis, m, p in zip("xyz", moved, place)}
        numbers["delay of bistatic"] = late
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/hidden.yaml", "w") as file:
            file.write(library(truth))
        own["materials.library"] = json.dumps([f"{folder}/hidden.yaml"])
        sets = [part for k, v in (common | own).items() for part in ("--set", f"{k}={v}")]
        run(program, "simulate", scenario, "--quiet", "--threads", str(threads), "--seed", str(number),
            "--output", f"{folder}/truth", *sets)
        with open(scenario) as file:
            twin = file.read()
        twin = twin.replace("[courtyard.glb]", f"[{os.path.dirname(scenario)}/courtyard.glb]")
        for name in ("car.glb", "car-b.csv"):
            twin = twin.replace(f" {name}", f" {os.path.dirname(scenario)}/{name}")
        twin = twin.replace("chirps: 128", f"chirps: {common['episode.frames.chirps']}")
        twin = twin.replace("every: 50 ms", f"every: {common.get('episode.frames.every', '50 ms')}")
        twin = twin.replace("map-every: 10", f"map-every: {common.get('processing.map-every', 10)}")
        with open(f"{folder}/twin.yaml", "w") as file:
            file.write(twin)
        settings = ["name: Recovery", "scenario: twin.yaml", "captures: [{ record: truth/record.h5 }]",
                    "hold-out: 0", "materials:"]
        for name in PRIOR:
            kinds = ["scattering", "exponent"] + ["permittivity"] * (name in PERMITTIVITIES)
            settings.append(f"  {name}: {{ fit: [{', '.join(kinds)}] }}")
        settings += {"b": ["positions: [ue]", "delays: [bistatic]"], "c": ["doppler-cell: 500 Hz"]}[configuration]
        with open(f"{folder}/calibration.yaml", "w") as file:
            file.write("\n".join(settings) + "\n")
        run(program, "calibrate", f"{folder}/calibration.yaml", "--quiet", "--threads", str(threads),
            "--output", f"{folder}/fit")
        with open(f"{folder}/fit/calibration.json") as file:
            found = json.load(file)
    found = {e["name"]: (e["value"], *e["interval"], e["verdict"]) for e in found["estimates"]}
    return {"trial": number, "numbers": {n: (t, *found[n]) for n, t in numbers.items()}}


def summary(path):
    """A line for each number: how many intervals of 95 % hold, and errors in the root mean square."""
    with open(path) as file:
        trials = [json.loads(line)["numbers"] for line in file]
    total = 0
    for name in trials[0]:
        rows = [t[name] for t in trials]
        holds = sum(low <= truth <= high for truth, _, low, high, _ in rows)
        errors = [value - truth for truth, value, *_ in rows]
        rms, median = (f(abs(e) ** p for e in errors) for f, p in ((statistics.fmean, 2), (statistics.median, 1)))
        relative = math.sqrt(statistics.fmean((e / row[0]) ** 2 for e, row in zip(errors, rows)))
        determined = sum(row[4] == "determined" for row in rows)
        total += holds
        print(f"{name:26} {holds:3} of {len(rows)} hold, rms {math.sqrt(rms):.3g} ({100 * relative:.0f} %),"
              f" median {median:.3g}, determined in {determined}")
    print(f"{total} of {len(trials) * len(trials[0])} intervals hold")


def main():
    if sys.argv[1:2] == ["--summary"]:
        return summary(sys.argv[2])
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("configuration", choices=["b", "c"])
    parser.add_argument("out")
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    for number in range(given.first, given.last + 1):
        result = trial(given.program, given.configuration, number, given.threads)
        with open(given.out, "a") as file:
            file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
