"""Compares linear algebra in arbitrary precision with FLINT (python-flint) and mpmath on gmpy2.

    compare.py LINEAR_ALGEBRA_TIMES [ORDER [BITS [CASE...]]]

Every case is computed by the three on the same matrices, bit for bit, and leaves a number on which they must agree.
Times are processor time of one thread. The subject and FLINT take turns, three times, and the median of the ratios is
shown; mpmath, which takes minutes, has one turn.
"""

import statistics
import subprocess
import sys
import time

import flint
import mpmath

program = sys.argv[1]
order = int(sys.argv[2]) if len(sys.argv) > 2 else 64
bits = int(sys.argv[3]) if len(sys.argv) > 3 else 256
chosen = sys.argv[4:]
flint.ctx.prec = bits
mpmath.mp.prec = bits

words = 1


def number():
    """As `TestMatrices`: -1/2 + 256 bits of a linear congruence."""
    global words
    total = 0
    for _ in range(8):
        words = (words * 6364136223846793005 + 1442695040888963407) % 2**64
        total = total << 32 | words >> 32
    return mpmath.mpf(total - 2**255) / 2**256


real = [[number() for _ in range(order)] for _ in range(order)]
complex_ = [[(number(), number()) for _ in range(order)] for _ in range(order)]
legs = [
    [mpmath.mpf(0) if i < k else mpmath.mpf(-i - 1) if i == k else -mpmath.sqrt((2 * i + 1) * (2 * k + 1))
     for k in range(order)] for i in range(order)]


def arb(x):
    sign, mantissa, exponent, _ = x._mpf_
    return flint.arb(-int(mantissa) if sign else int(mantissa)) * flint.arb(2) ** int(exponent)


m_real, m_legs = mpmath.matrix(real), mpmath.matrix(legs)
m_complex = mpmath.matrix([[mpmath.mpc(*z) for z in row] for row in complex_])
m_right = mpmath.matrix([row[1][1] for row in complex_])
m_column = m_complex[:, 0]
f_real = flint.arb_mat([[arb(x) for x in row] for row in real])
f_complex = flint.acb_mat([[flint.acb(arb(x), arb(y)) for x, y in row] for row in complex_])
f_legs = flint.acb_mat(flint.arb_mat([[arb(x) for x in row] for row in legs]))
f_real_complex = flint.acb_mat(f_real)
f_right = flint.arb_mat([[arb(row[1][1])] for row in complex_])
f_column = flint.acb_mat([[row] for row in [f_complex[i, 0] for i in range(order)]])


def squares(values):
    return float(sum(abs(complex(z)) ** 2 for z in values))


def first(matrix):
    return complex(matrix[0, 0]).real


def approximate(matrix, vectors=False):
    if vectors:
        return squares(matrix.eig(left=True, right=True, algorithm="approx")[0])
    return squares(matrix.eig(algorithm="approx"))


# name: (FLINT, mpmath, the most that the ratio to FLINT should be, the most for mpmath)
CASES = {
    "product real": (lambda: first(f_real * f_real), lambda: first(m_real * m_real), None, None),
    "product complex": (lambda: first(f_complex * f_complex), None, None, None),
    "solve real": (
        lambda: first(f_real.solve(f_right, algorithm="approx")), lambda: first(mpmath.lu_solve(m_real, m_right)), 2, 0.05),
    "solve complex": (lambda: first(f_complex.solve(f_column, algorithm="approx")), None, 2, None),
    "certified solve real": (lambda: first(f_real.solve(f_right)), None, 3, None),
    "inverse real": (lambda: first(f_real.inv()), None, None, None),
    "least squares real": (None, lambda: first(mpmath.qr_solve(m_real, m_right)[0]), None, 0.05),
    "eigenvalues real": (
        lambda: approximate(f_real_complex), lambda: squares(mpmath.eig(m_real, left=False, right=False)), 2, 0.05),
    "eigenvalues complex": (
        lambda: approximate(f_complex), lambda: squares(mpmath.eig(m_complex, left=False, right=False)), 2, 0.05),
    "eigenvalues LegS": (lambda: approximate(f_legs), None, 2, None),
    "eigenvectors real": (lambda: approximate(f_real_complex, True), None, 2, None),
    "eigenvectors complex": (lambda: approximate(f_complex, True), None, 2, None),
    "eigenvectors LegS": (lambda: approximate(f_legs, True), None, 2, None),
    "singular values real": (None, lambda: squares(mpmath.svd_r(m_real, compute_uv=False)), None, 0.05),
    "singular vectors real": (None, lambda: squares(mpmath.svd_r(m_real)[1]), None, 0.05),
    "certified eigenvalues real": (
        lambda: squares(f_real_complex.eig(algorithm="vdhoeven_mourrain")), None, 3, None),
    "certified eigenvalues complex": (
        lambda: squares(f_complex.eig(algorithm="vdhoeven_mourrain")), None, 3, None),
    "certified eigenvalues LegS": (lambda: squares(f_legs.eig(algorithm="vdhoeven_mourrain")), None, 3, None),
}


def timed(body):
    start = time.process_time()
    value = body()
    return time.process_time() - start, value


def subject(name):
    result = subprocess.run(
        [program, str(order), str(bits), "1", name], capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"error: {name}: {result.stderr}")
    seconds, value = result.stdout.split()
    return float(seconds), float(value)


def agree(name, x, y):
    if abs(x - y) > 1e-9 * max(abs(x), abs(y)):
        raise SystemExit(f"error: {name}: the subject computes {x}, the peer {y}")


def ratio(value, bar):
    if value is None:
        return ""
    text = f"{value:.3g}"
    return text if bar is None else f"{text} (at most {bar}: {'met' if value <= bar else '**missed**'})"


print(f"| N = {order}, {bits} bits | seconds | FLINT, seconds | of FLINT's time | mpmath, seconds | of mpmath's time |")
print("| --- | ---: | ---: | --- | ---: | --- |")
for name, (by_flint, by_mpmath, flint_bar, mpmath_bar) in CASES.items():
    if chosen and not any(name.startswith(prefix) for prefix in chosen):
        continue
    ours, theirs, ratios = [], [], []
    for _ in range(3):
        seconds, value = subject(name)
        ours.append(seconds)
        if by_flint:
            other, check = timed(by_flint)
            agree(name, value, check)
            theirs.append(other)
            ratios.append(seconds / other)
    slow = None
    if by_mpmath:
        slow, check = timed(by_mpmath)
        agree(name, value, check)
    median = statistics.median(ours)
    print(
        f"| {name} | {median:.4g} | {f'{statistics.median(theirs):.4g}' if theirs else ''} | "
        f"{ratio(statistics.median(ratios) if ratios else None, flint_bar)} | {f'{slow:.3g}' if slow else ''} | "
        f"{ratio(median / slow if slow else None, mpmath_bar)} |", flush=True)
