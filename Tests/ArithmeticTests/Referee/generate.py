"""Writes real.tsv and complex.tsv: operations at points, and where their exact values lie.

The values come from Arb's ball arithmetic (python-flint), refined until they are known to 64 bits beyond the
precision tested; each is compared with mpmath's on the way. To write the files again:

    python3 -m venv venv && venv/bin/pip install python-flint==0.9.0 mpmath==1.4.1
    venv/bin/python Tests/ArithmeticTests/Referee/generate.py

One line a case, separated by tabs: operation, precision in bits, operands, value. A number is written as a hexadecimal
floating-point literal, exactly; a complex number as two of them, separated by a blank. An operand "n:3" is an integer.
A value is a midpoint, a blank and the exponent e of an error bound 2^e (of the modulus), or "exact"; or "undefined".
"""

import os
import random

import flint
import mpmath
from flint import acb, arb, fmpz

PRECISIONS = [53, 64, 113, 128, 256, 1024]
HERE = os.path.dirname(os.path.abspath(__file__))
draw = random.Random(20240711)


# -- Numbers: (m, e) stands for m 2^e ----------------------------------------------------------------------------------


def literal(number):
    m, e = number
    m = int(m)
    if m == 0:
        return "0x0p+0"
    while m % 16 == 0:
        m, e = m // 16, e + 4
    return f"{'-' if m < 0 else ''}0x{abs(m):x}p{e:+d}"


def exact(number):
    return arb((fmpz(number[0]), fmpz(number[1])))


def rounded(value, bits):
    """The arb `value`, chopped to `bits` bits, as a pair."""
    m, e = value.mid().man_exp()
    m, e = int(m), int(e)
    excess = abs(m).bit_length() - bits
    if excess > 0:
        m, e = (abs(m) >> excess) * (1 if m > 0 else -1), e + excess
    return (m, e)


def significand(bits):
    m = draw.getrandbits(bits) | 1 << (bits - 1)
    kind = draw.randrange(6)
    if kind == 0:
        m = 1 << (bits - 1)
    elif kind == 1:
        m = (1 << (bits - 1)) + draw.randrange(1, 4)
    elif kind == 2:
        m = (1 << bits) - draw.randrange(1, 4)
    return m


def number(bits, low=-4, high=4, signed=True):
    """A number of `bits` bits of a size 2^low ... 2^high."""
    m, e = significand(bits), draw.randint(low, high) - bits
    return (-m if signed and draw.randrange(2) else m, e)


def pi_multiple(bits, halves):
    """The number of `bits` bits nearest to a multiple of pi/2, from below."""
    flint.ctx.prec = bits + 200
    return rounded(arb.pi() * halves / 2, bits)


def reals(bits):
    """Operands of every kind."""
    yield (0, 0)
    yield (1, 0)
    yield (-1, 0)
    yield (draw.randrange(2, 100), 0)
    for low, high in [(-3, 2), (-3, 2), (-3, 2), (-3, 2), (2, 8), (-20, -3), (-bits - 8, -bits + 8), (-3000, -2000)]:
        yield number(bits, low, high)
    yield number(bits, 10, 20)
    # Beside 1 and -1.
    for _ in range(2):
        k = draw.randrange(1, 5)
        yield ((1 << (bits - 1)) + k, 1 - bits)
        yield (-(1 << bits) + k, -bits)
    # Beside multiples of pi/2.
    for _ in range(2):
        m, e = pi_multiple(bits, draw.randrange(1, 50))
        yield (-m if draw.randrange(2) else m, e)


# -- Values ----------------------------------------------------------------------------------------------------------


def value_of(function, arguments, bits, make):
    """The exact value's enclosure, at least 64 bits finer than `bits`; None where it is undefined."""
    precision = bits + 200
    while True:
        flint.ctx.prec = precision
        result = function(*[a if isinstance(a, int) else make(a) for a in arguments])
        if not result.is_finite():
            if precision > 20000:
                return None
        elif result.is_exact() or result.rel_accuracy_bits() >= bits + 64 or precision > 20000:
            return result
        precision *= 2


def error_exponent(result, real):
    if result.is_exact():
        return None
    parts = [result] if real else [result.real, result.imag]
    exponents = []
    for part in parts:
        radius = part.rad()
        if not radius.is_zero():
            m, e = radius.man_exp()
            exponents.append(abs(int(m)).bit_length() + int(e))
    return max(exponents) + (0 if real else 1)


def write_value(result, bits, real):
    if result is None:
        return "undefined"
    exponent = error_exponent(result, real)
    parts = [result] if real else [result.real, result.imag]
    numbers = []
    pairs = [tuple(int(k) for k in p.mid().man_exp()) if not p.mid().is_zero() else (0, 0) for p in parts]
    size = max((abs(m).bit_length() + e for m, e in pairs if m), default=0)
    keep = bits + 80
    for m, e in pairs:
        # Digits far below the modulus are of no use.
        drop = size - keep - e
        if drop > 0 and abs(m).bit_length() > 0:
            kept = (abs(m) >> drop) * (1 if m > 0 else -1)
            if kept << drop != m:
                exponent = max(exponent if exponent is not None else -10**9, size - keep + 1)
            m, e = kept, e + drop
        numbers.append(literal((m, e)))
    return " ".join(numbers) + " " + ("exact" if exponent is None else str(exponent + (0 if real else 1)))


def as_mpf(pair):
    return mpmath.mpf((int(pair[0] < 0), abs(int(pair[0])), int(pair[1]), abs(int(pair[0])).bit_length()))


compared = 0


def compare(name, arguments, result, bits, table):
    """mpmath's value must lie in the enclosure, but for mpmath's own rounding."""
    global compared
    if result is None or name not in table:
        return
    flat = [a for argument in arguments if not isinstance(argument, int)
            for a in (argument if isinstance(argument[0], tuple) else [argument])]
    if any(a[0] != 0 and abs(abs(a[0]).bit_length() + a[1]) > 200 for a in flat):
        return
    mpmath.mp.prec = 2 * bits + 600
    converted = [
        a if isinstance(a, int) else mpmath.mpc(as_mpf(a[0]), as_mpf(a[1])) if isinstance(a[0], tuple) else as_mpf(a)
        for a in arguments
    ]
    other = mpmath.mpmathify(table[name](*converted))
    real_part = isinstance(result, arb)
    parts = [(result, other)] if real_part else [(result.real, mpmath.re(other)), (result.imag, mpmath.im(other))]
    flint.ctx.prec = mpmath.mp.prec
    size = abs(result).mid()
    for ours, theirs in parts:
        sign, man, exp, _ = mpmath.mpf(theirs)._mpf_
        difference = abs(ours - exact((-int(man) if sign else int(man), int(exp))))
        allowed = (size + 1) * arb((1, -(2 * bits + 200) // 2))
        assert not difference > allowed, (name, bits, arguments)
    compared += 1


def softplus(x):
    return (1 + x.exp()).log()


def sigmoid(x):
    return 1 / (1 + (-x).exp())


UNARY = {
    "sqrt": lambda x: x.sqrt(), "exp": lambda x: x.exp(), "expm1": lambda x: x.expm1(), "log": lambda x: x.log(),
    "log1p": lambda x: x.log1p(), "sin": lambda x: x.sin(), "cos": lambda x: x.cos(), "tan": lambda x: x.tan(),
    "sinh": lambda x: x.sinh(), "cosh": lambda x: x.cosh(), "tanh": lambda x: x.tanh(), "softplus": softplus,
    "sigmoid": sigmoid,
}
REAL_UNARY = UNARY | {"atan": lambda x: x.atan()}
MPMATH = {
    "sqrt": mpmath.sqrt, "exp": mpmath.exp, "expm1": lambda x: mpmath.expm1(x), "log": mpmath.log,
    "log1p": lambda x: mpmath.log(1 + x), "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "sinh": mpmath.sinh,
    "cosh": mpmath.cosh, "tanh": mpmath.tanh, "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)), "atan": mpmath.atan, "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y, "divide": lambda x, y: x / y,
    "atan2": lambda y, x: mpmath.atan2(y, x), "fma": lambda z, x, y: z + x * y, "integer-power": lambda x, n: x**n,
}
BINARY = {
    "add": lambda x, y: x + y, "subtract": lambda x, y: x - y, "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
}


def pick(values, count):
    return [draw.choice(values) for _ in range(count)]


def real_cases(bits):
    for name, function in REAL_UNARY.items():
        for x in reals(bits):
            if name == "sqrt" and draw.randrange(4) == 0:
                root = number(bits // 2, -8, 8)
                x = (root[0] ** 2, 2 * root[1])
            if name == "tan" and x[1] < -2500:
                continue
            undefined = (name in ("sqrt", "log") and x[0] < 0) or (name == "log" and x[0] == 0) or (
                name == "log1p" and (x[0] < 0 and exact(x) <= -1))
            if undefined and draw.randrange(3):
                continue
            yield name, function, [x], undefined
    pool = list(reals(bits))
    for name, function in BINARY.items():
        for x, y in list(zip(pick(pool, 8), pick(pool, 8))) + [(x, x) for x in pick(pool, 3)]:
            yield name, function, [x, y], name == "divide" and y[0] == 0
    for z, x, y in zip(pick(pool, 8), pick(pool, 8), pick(pool, 8)):
        yield "fma", lambda z, x, y: z + x * y, [z, x, y], False
    for _ in range(8):
        x, y = number(bits, -6, 6, signed=False), number(bits, -4, 4)
        yield "power", lambda x, y: x**y, [x, y], False
    yield "power", lambda x, y: None, [(-3, 0), (1, -1)], True
    yield "power", lambda x, y: None, [(0, 0), (1, -1)], True
    for n in [0, 1, 2, 3, -1, -2, 7, 10, -13, 100]:
        x = draw.choice([p for p in pool if p[0] != 0 and abs(abs(p[0]).bit_length() + p[1]) < 200])
        yield "integer-power", lambda x, n: x**n, [x, n], False
    yield "integer-power", lambda x, n: None, [(0, 0), -1], True
    for _ in range(12):
        y, x = draw.choice(pool), draw.choice(pool)
        if y[0] == 0 and x[0] == 0:
            continue
        yield "atan2", lambda y, x: arb.atan2(y, x), [y, x], False
    yield "pi", lambda: arb.pi(), [], False


def complex_numbers(bits):
    pool = list(reals(bits))
    yield ((0, 0), (0, 0))
    yield ((1, 0), (0, 0))
    yield ((-1, 0), (0, 0))
    yield ((0, 0), (1, 0))
    for _ in range(6):
        yield (number(bits, -3, 2), number(bits, -3, 2))
    for _ in range(5):
        yield (draw.choice(pool), draw.choice(pool))
    # Beside the unit circle, beside -1, beside the cut, beside the poles of tan and of the logistic function.
    flint.ctx.prec = bits + 100
    angle = exact(number(bits, -3, 1))
    yield (rounded(angle.cos(), bits), rounded(angle.sin(), bits))
    yield ((-(1 << bits) + 1, -bits), number(bits, -bits - 4, -bits))
    yield (number(bits, -2, 3), number(bits, -bits - 20, -bits - 10))
    yield (number(bits, -bits - 20, -bits - 10), number(bits, -bits - 20, -bits - 10))
    yield (pi_multiple(bits, 2 * draw.randrange(10) + 1), number(bits, -bits - 4, -bits))
    yield (number(bits, -bits - 4, -bits), pi_multiple(bits, 2 * draw.choice([1, 3, 5])))
    yield (number(bits, -bits // 3, -bits // 3), number(bits, -bits // 3, -bits // 3))


def bounded(z, limit):
    return all(p[0] == 0 or abs(p[0]).bit_length() + p[1] <= limit for p in z)


def complex_cases(bits):
    for name, function in UNARY.items():
        for z in complex_numbers(bits):
            undefined = (name == "log" and z[0][0] == 0 and z[1][0] == 0) or (
                name == "log1p" and z[0] == (-1, 0) and z[1][0] == 0)
            if name in ("tan", "tanh", "softplus", "sigmoid") and not bounded(z, 9):
                continue
            yield name, function, [z], undefined
    pool = list(complex_numbers(bits))
    for name, function in BINARY.items():
        for z, w in list(zip(pick(pool, 8), pick(pool, 8))) + [(z, z) for z in pick(pool, 3)]:
            yield name, function, [z, w], name == "divide" and w[0][0] == 0 and w[1][0] == 0
    for a, b, c in zip(pick(pool, 8), pick(pool, 8), pick(pool, 8)):
        yield "fma", lambda a, b, c: a + b * c, [a, b, c], False
    for _ in range(8):
        z, w = (number(bits, -3, 3), number(bits, -3, 3)), (number(bits, -3, 3), number(bits, -3, 3))
        yield "power", lambda z, w: z**w, [z, w], False
    for n in [0, 1, 2, 3, -1, -2, 7, 10, -13, 100]:
        z = (number(bits, -3, 3), number(bits, -3, 3))
        yield "integer-power", lambda z, n: z**n, [z, n], False
    yield "integer-power", lambda z, n: None, [((0, 0), (0, 0)), -1], True


def operand(a):
    if isinstance(a, int):
        return f"n:{a}"
    return " ".join(literal(p) for p in a) if isinstance(a[0], tuple) else literal(a)


def write(path, cases, make, real):
    count = 0
    with open(path, "w") as file:
        file.write("# Written by generate.py, which explains the columns.\n")
        for bits in PRECISIONS:
            for name, function, arguments, undefined in cases(bits):
                result = None if undefined else value_of(function, arguments, bits, make)
                if result is None and not undefined:
                    raise SystemExit(f"{name} {arguments}: no value")
                compare(name, arguments, result, bits, MPMATH)
                fields = [name, str(bits)] + [operand(a) for a in arguments] + [write_value(result, bits, real)]
                file.write("\t".join(fields) + "\n")
                count += 1
    print(path, count, "cases", os.path.getsize(path), "bytes")


write(os.path.join(HERE, "real.tsv"), real_cases, exact, True)
write(os.path.join(HERE, "complex.tsv"), complex_cases, lambda z: acb(exact(z[0]), exact(z[1])), False)
print(compared, "values compared with mpmath")
