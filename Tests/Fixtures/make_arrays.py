#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the files of arrays in this folder, with SciPy 1.17 and h5py 3.16."""
import h5py
import numpy as np
import scipy.io

frequencies = np.array([3.5e9, 3.502e9, 3.504e9])
s21 = np.array([[1 + 2j, 3 - 4j], [5 + 0.5j, -6j], [0.25, 7 + 8j]])

scipy.io.savemat(
    "matlab-v5.mat",
    {
        "sweep": {
            "S21": s21,
            "frequency": frequencies.reshape(1, -1),
            "name": "S21",
            "states": np.arange(6, dtype=np.uint8).reshape(2, 3),
        },
        "cube": np.arange(24, dtype=np.int16).reshape(2, 3, 4),
        "names": np.array(["a", "bc"], dtype=object),
        "none": np.zeros((0, 3)),
        "single": np.float32(1.5),
    },
    do_compression=True,
)
scipy.io.savemat(
    "matlab-v5-runs.mat", {"runs": np.array([(1.0,), (2.0,)], dtype=[("x", "O")])},
    do_compression=True)

# What MATLAB's save -v7.3 writes: the axes reversed, and a block of 512 bytes before HDF5.
with h5py.File("matlab-v7.3.mat", "w", userblock_size=512, libver=("earliest", "v108")) as file:
    parts = np.zeros((2, 3), np.dtype([("real", "<f8"), ("imag", "<f8")]))
    parts["real"], parts["imag"] = s21.T.real, s21.T.imag

    def add(name, values, kind):
        data = file.create_dataset(name, data=values)
        data.attrs["MATLAB_class"] = np.bytes_(kind)
        return data

    add("sweep/S21", parts, "double")
    add("sweep/frequency", frequencies.reshape(3, 1), "double")
    add("text", np.array([[83], [50]], np.uint16), "char")
    add("none", np.array([0, 3], np.uint64), "double").attrs["MATLAB_empty"] = np.uint8(1)
with open("matlab-v7.3.mat", "r+b") as file:
    file.write(b"MATLAB 7.3 MAT-file".ljust(116) + bytes(8) + b"\x00\x02IM")

with h5py.File("arrays.h5", "w", libver=("earliest", "v108")) as file:
    codes = np.zeros((3,), np.dtype([("r", "<i2"), ("i", "<i2")]))
    codes["r"], codes["i"] = [1, -2, 3], [4, 5, -6]
    file["iq/codes"] = codes
    file["iq/loop"] = file["/iq"]
    file["single"] = np.complex64(1.5 - 2j)
    file["real"] = np.arange(6.0, dtype=">f4").reshape(2, 3)
    file["text"] = "hello"
    file["nan"] = np.array([[1.0, 2.0], [np.nan, 3.0]])
