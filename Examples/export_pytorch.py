"""One call of a PyTorch kernel, exported for `ssmcheck compare`: the gated delta rule, step by step, forward and backward.

    pip install torch safetensors
    python3 export_pytorch.py FOLDER
    ssmcheck compare --inputs FOLDER/forward.safetensors
    ssmcheck compare --inputs FOLDER/backward.safetensors
"""

import json
import os
import sys

import torch
from safetensors.torch import save_file


def gated_delta_rule(q, k, v, g, beta):
    """q, k (batch, length, heads, K); v (batch, length, heads, V); g, beta (batch, length, heads)."""
    scale = q.shape[-1] ** -0.5
    state = torch.zeros(q.shape[0], q.shape[2], q.shape[3], v.shape[3])
    outputs = []
    for t in range(q.shape[1]):
        state = state * g[:, t].exp()[..., None, None]
        error = v[:, t] - torch.einsum("bhkv,bhk->bhv", state, k[:, t])
        state = state + torch.einsum("bh,bhk,bhv->bhkv", beta[:, t], k[:, t], error)
        outputs.append(torch.einsum("bhkv,bhk->bhv", state, q[:, t] * scale))
    return torch.stack(outputs, 1), state


def manifest(kernel):
    return {"ssm_oracle_manifest": json.dumps({"schema": "ssm-oracle/1", "kernel": kernel})}


def main(folder):
    torch.manual_seed(0)
    batch, length, heads, keys, values = 1, 48, 2, 16, 8
    inputs = {
        "q": torch.nn.functional.normalize(torch.randn(batch, length, heads, keys), dim=-1),
        "k": torch.nn.functional.normalize(torch.randn(batch, length, heads, keys), dim=-1),
        "v": torch.randn(batch, length, heads, values),
        "g": -torch.rand(batch, length, heads),
        "beta": torch.rand(batch, length, heads),
    }
    for tensor in inputs.values():
        tensor.requires_grad_()
    o, final_state = gated_delta_rule(**inputs)
    grad = torch.randn_like(o)
    o.backward(grad)

    os.makedirs(folder, exist_ok=True)
    call = {"in." + name: tensor.detach().contiguous() for name, tensor in inputs.items()}
    outputs = {"out.o": o.detach().contiguous(), "out.final_state": final_state.detach().contiguous()}
    gradients = {"grad_in." + name: tensor.grad.contiguous() for name, tensor in inputs.items()}
    save_file(call | outputs, os.path.join(folder, "forward.safetensors"), manifest("gdn"))
    save_file(
        call | {"grad_out.o": grad} | gradients, os.path.join(folder, "backward.safetensors"), manifest("gdn.backward"))


if __name__ == "__main__":
    main(sys.argv[1])
