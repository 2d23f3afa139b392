"""One call of a JAX kernel, exported for `ssmcheck compare`: an affine scan by jax.lax.associative_scan.

    pip install jax
    python3 export_jax.py FOLDER
    ssmcheck compare scan.affine --inputs FOLDER/scan.npz
"""

import os
import sys

import jax
import numpy as np


def combine(earlier, later):
    return earlier[0] * later[0], later[0] * earlier[1] + later[1]


def main(folder):
    key = jax.random.split(jax.random.PRNGKey(0), 2)
    a = jax.random.uniform(key[0], (2, 257, 3))
    b = jax.random.normal(key[1], (2, 257, 3))
    h = jax.lax.associative_scan(combine, (a, b), axis=1)[1]
    os.makedirs(folder, exist_ok=True)
    np.savez(os.path.join(folder, "scan.npz"), a=np.asarray(a), b=np.asarray(b), h=np.asarray(h))


if __name__ == "__main__":
    main(sys.argv[1])
