"""A selective scan in NumPy, exported for `ssmcheck compare`: once right, once with the zero-order hold in place of Delta B.

    python3 mamba_numpy.py FOLDER
    ssmcheck compare mamba1.selective_scan --inputs FOLDER/call.npz --outputs FOLDER/right.npz
    ssmcheck compare mamba1.selective_scan --inputs FOLDER/call.npz --outputs FOLDER/wrong.npz
"""

import os
import sys

import numpy as np

f32 = np.float32


def selective_scan(u, delta, A, B, C, D, zero_order_hold=False):
    """u, delta (batch, channels, length); A (channels, state); B, C (batch, state, length); D (channels)."""
    step = np.log1p(np.exp(delta))
    h = np.zeros((u.shape[0],) + A.shape, f32)
    out = np.empty_like(u)
    for t in range(u.shape[2]):
        exponent = step[:, :, t, None] * A
        decay = np.exp(exponent)
        gain = (decay - f32(1)) / A if zero_order_hold else step[:, :, t, None]
        h = decay * h + gain * B[:, None, :, t] * u[:, :, t, None]
        out[:, :, t] = (h * C[:, None, :, t]).sum(-1) + D * u[:, :, t]
    return out, h


def main(folder):
    random = np.random.default_rng(0)
    batch, channels, state, length = 2, 4, 8, 64

    def normal(*shape):
        return random.standard_normal(shape).astype(f32)

    call = dict(
        u=normal(batch, channels, length),
        delta=normal(batch, channels, length) - f32(2),
        A=-np.exp(normal(channels, state)),
        B=normal(batch, state, length),
        C=normal(batch, state, length),
        D=normal(channels),
    )
    os.makedirs(folder, exist_ok=True)
    np.savez(os.path.join(folder, "call.npz"), **call)
    for name, is_wrong in [("right", False), ("wrong", True)]:
        out, last_state = selective_scan(**call, zero_order_hold=is_wrong)
        np.savez(os.path.join(folder, name + ".npz"), out=out, last_state=last_state)


if __name__ == "__main__":
    main(sys.argv[1])
