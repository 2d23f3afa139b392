"""Makes the files of this folder with NumPy: python3 make.py

expected.json says, for each array of orders.npz, stored.npz and the folder, its shape, its type in the names of safetensors,
and its bytes in row-major order, little-endian, in hexadecimal digits.
"""

import json
import os

import numpy as np
from numpy.lib import format as npy

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(2024)
types = {
    "f8": "F64", "f4": "F32", "f2": "F16", "c8": "C64", "c16": "C128", "i8": "I64", "i4": "I32", "i2": "I16", "i1": "I8",
    "u8": "U64", "u4": "U32", "u2": "U16", "u1": "U8", "?": "BOOL",
}


def bits(code, shape):
    """Any bits, so NaNs with payloads and subnormal numbers too."""
    dtype = np.dtype(code).newbyteorder("<")
    if code == "?":
        return random.integers(0, 2, shape).astype(bool)
    count = int(np.prod(shape)) * dtype.itemsize
    return np.frombuffer(random.bytes(count), dtype).reshape(shape).copy()


def facts(array, code):
    plain = np.ascontiguousarray(array).astype(np.dtype(code).newbyteorder("<"), copy=False)
    return {"shape": list(array.shape), "type": types[code], "bytes": plain.tobytes().hex()}


def turned(array):
    """The same numbers, first byte highest; the bits are turned round, so that no NaN is touched."""
    return array.byteswap().view(array.dtype.newbyteorder(">"))


orders, expected = {}, {}
for code in types:
    c = bits(code, (2, 3, 4))
    kind = {"?": "bool"}.get(code, code)
    for name, array in {f"{kind}.c": c, f"{kind}.fortran": np.asfortranarray(c)}.items():
        orders[name] = array
        expected[name] = facts(c, code)
    if np.dtype(code).itemsize > 1:
        orders[f"{kind}.big"] = turned(c)
        orders[f"{kind}.big.fortran"] = np.asfortranarray(turned(c))
        expected[f"{kind}.big"] = expected[f"{kind}.big.fortran"] = facts(c, code)
np.savez_compressed(os.path.join(here, "orders.npz"), **orders)

shapes = {
    "number": (), "one": (1,), "empty": (0,), "none of many": (3, 0, 2), "vector": (7,), "column": (5, 1), "row": (1, 5),
    "deep": (1, 2, 1, 3, 1, 2),
}
stored = {name: bits("f4", shape) for name, shape in shapes.items()}
stored["d\u00e9j\u00e0/\u03b4"] = bits("f4", (2,))
expected.update({name: facts(array, "f4") for name, array in stored.items()})
np.savez(os.path.join(here, "stored.npz"), **stored)

os.makedirs(os.path.join(here, "folder"), exist_ok=True)
for version in [(1, 0), (2, 0), (3, 0)]:
    for order in "CF":
        name = f"version {version[0]} {order}"
        array = np.array(bits("f8", (3, 2)), order=order)
        with open(os.path.join(here, "folder", name + ".npy"), "wb") as file:
            npy.write_array(file, array, version=version)
        expected[name] = facts(array, "f8")
big = bits("c16", (2, 3))
np.save(os.path.join(here, "folder", "big.npy"), np.asfortranarray(turned(big)))
expected["big"] = facts(big, "c16")

with open(os.path.join(here, "expected.json"), "w") as file:
    json.dump({"numpy": np.__version__, "arrays": expected}, file, indent=0, sort_keys=True)
    file.write("\n")
