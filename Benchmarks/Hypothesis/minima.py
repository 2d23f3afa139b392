"""What Hypothesis shrinks 15 published examples to, with 12 seeds each: the table that the tests of the shrinker read.

    python3 -m pip install hypothesis
    python3 Benchmarks/Hypothesis/minima.py > Tests/PropertyTestingTests/Fixtures/hypothesis-minima.tsv

The size of a value is the number of its leaves and containers plus the sum of the magnitudes of its numbers; the name of an
operator counts nothing. The same examples are in Tests/PropertyTestingTests/Shrinking/PublishedExamples.swift.
"""

import statistics
import sys
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase, assume, find, settings, strategies as st

SEEDS = range(12)


def size(value):
    if value is None:
        return 1
    if isinstance(value, (list, tuple)):
        return 1 + sum(size(part) for part in value if not isinstance(part, str))
    return 1 + abs(value)


def wrapped(total):
    return (total + 2**15) % 2**16 - 2**15


def bound5_fails(lists):
    return wrapped(sum(sum(part) for part in lists)) >= 5 * 256


int16_lists = st.lists(st.integers(-(2**15), 2**15 - 1), max_size=10).filter(lambda part: wrapped(sum(part)) < 256)

expression = st.deferred(
    lambda: st.one_of(
        st.integers(),
        st.tuples(st.just("+"), expression, expression),
        st.tuples(st.just("/"), expression, expression),
    )
)


def divides_by_literal_zero(e):
    if isinstance(e, int):
        return False
    return (e[0] == "/" and e[2] == 0) or divides_by_literal_zero(e[1]) or divides_by_literal_zero(e[2])


def evaluate(e):
    if isinstance(e, int):
        return e
    x, y = evaluate(e[1]), evaluate(e[2])
    return x + y if e[0] == "+" else x // y


def calculator_fails(e):
    assume(not divides_by_literal_zero(e))
    try:
        evaluate(e)
        return False
    except ZeroDivisionError:
        return True


@st.composite
def length_lists(draw):
    count = draw(st.integers(1, 100))
    return [draw(st.integers(0, 1000)) for _ in range(count)]


def heaps(least, room):
    if room == 0:
        return st.none()
    return st.one_of(st.none(), st.integers(least, 2**31 - 1).flatmap(lambda head: st.tuples(
        st.just(head), heaps(head, room // 2), heaps(head, room // 2))))


def merged(x, y):
    if x is None or y is None:
        return y if x is None else x
    if x[0] <= y[0]:
        return (x[0], merged(x[2], y), x[1])
    return (y[0], merged(y[2], x), y[1])


def flattened(heap):
    return [] if heap is None else [heap[0]] + flattened(heap[1]) + flattened(heap[2])


def heap_fails(heap):
    if heap is None:
        return False
    result = [heap[0]] + flattened(merged(heap[1], heap[2]))
    return result != sorted(result)


def coupling_fails(values):
    assume(all(value < len(values) for value in values))
    return any(i != j and values[j] == i for i, j in enumerate(values))


def deletion_fails(pair):
    values, value = pair
    return values.count(value) > 1


def difference_fails(allowed):
    return lambda pair: pair[0] >= 10 and abs(pair[0] - pair[1]) in allowed


integers = st.lists(st.integers())
positive = st.tuples(st.integers(1, 1000), st.integers(1, 1000))
EXAMPLES = [
    ("bound5", st.tuples(*[int16_lists] * 5), bound5_fails),
    ("large union list", st.lists(integers), lambda v: len({x for part in v for x in part}) >= 5),
    ("reverse", integers, lambda v: v != v[::-1]),
    ("calculator", expression, calculator_fails),
    ("length list", length_lists(), lambda v: max(v) >= 900),
    ("difference zero", positive, difference_fails([0])),
    ("difference small", positive, difference_fails([1, 2, 3, 4])),
    ("difference one", positive, difference_fails([1])),
    ("binary heap", st.integers(0, 20).flatmap(lambda room: heaps(0, room)), heap_fails),
    ("coupling", st.lists(st.integers(0, 10)), coupling_fails),
    ("deletion", st.tuples(integers, st.integers()), deletion_fails),
    ("distinct", integers, lambda v: len(set(v)) >= 3),
    ("nested lists", st.lists(integers), lambda v: sum(map(len, v)) > 10),
    ("sum of pair", st.tuples(st.floats(0, 1000), st.floats(0, 1000)), lambda v: sum(v) > 1000),
    ("containment", st.tuples(integers, st.integers()), lambda v: v[1] in v[0] and v[1] >= 1000),
]

SETTINGS = settings(
    max_examples=1_000_000, database=None, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink))

print(f"# Hypothesis {hypothesis.__version__}, {len(SEEDS)} seeds, Benchmarks/Hypothesis/minima.py")
print("name", "smallest", "median", "largest", "minimum", sep="\t")
for name, strategy, fails in EXAMPLES:
    found = [find(strategy, fails, settings=SETTINGS, random=Random(seed)) for seed in SEEDS]
    sizes = [float(size(value)) for value in found]
    print(name, min(sizes), statistics.median(sizes), max(sizes), repr(min(found, key=size)), sep="\t", flush=True)
    print(name, file=sys.stderr)
