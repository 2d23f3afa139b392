"""Compares the library with Hypothesis: the worst errors found with the same number of calls, and cases a second.

    compare.py PROPERTY_SEARCH LIBRARY [CALLS [SEEDS]]

PROPERTY_SEARCH is the Swift program; LIBRARY the functions compiled as a shared library, the same source that the program
was compiled with, so that both sides see the same errors, bit for bit.
"""

import ctypes
import statistics
import subprocess
import sys
import time

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st


def load(path):
    library = ctypes.CDLL(path)
    library.numeric_function_ulps.restype = ctypes.c_double
    library.numeric_function_name.restype = ctypes.c_char_p
    library.numeric_function_lower.restype = ctypes.c_double
    library.numeric_function_upper.restype = ctypes.c_double
    return library


def options(examples, phases):
    return settings(
        max_examples=examples, phases=phases, database=None, deadline=None, derandomize=False,
        suppress_health_check=list(HealthCheck))


def worst_error(library, function, calls, number):
    """The largest error of the first `calls` calls."""
    count = library.numeric_function_arity(function)
    ranges = [
        st.floats(library.numeric_function_lower(function, i), library.numeric_function_upper(function, i))
        for i in range(count)]
    seen = []

    @seed(number)
    @options(calls, [Phase.generate, Phase.target])
    @given(st.tuples(*ranges))
    def search(values):
        error = library.numeric_function_ulps(function, (ctypes.c_double * count)(*values))
        seen.append(error)
        target(error)

    search()
    return max(seen[:calls]), len(seen[:calls])


def cases_per_second(count, examples):
    calls = 0

    @seed(0)
    @options(examples, [Phase.generate])
    @given(st.lists(st.floats(-1e6, 1e6), min_size=count, max_size=count))
    def the_order_of_a_sum(values):
        nonlocal calls
        calls += 1
        forward = backward = magnitude = 0.0
        for value in values:
            forward += value
            magnitude += abs(value)
        for value in reversed(values):
            backward += value
        assert abs(forward - backward) <= 2 * count * 2.0**-53 * magnitude

    start = time.perf_counter()
    the_order_of_a_sum()
    return calls / (time.perf_counter() - start), calls


def swift(program, *arguments):
    text = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in text.splitlines()]


def main():
    program, library = sys.argv[1], load(sys.argv[2])
    calls = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    seeds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    ours = {(name, int(number)): float(error) for name, number, error in swift(program, "errors", calls, seeds)}
    print(f"Worst error in ulps of {calls} calls, {seeds} seeds. Bars: median ratio 1.5, least ratio 0.9.\n")
    print("| function | ours, median | Hypothesis, median | median ratio | least ratio | calls of Hypothesis | bars |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for function in range(library.numeric_function_count()):
        name = library.numeric_function_name(function).decode()
        mine = [ours[name, number] for number in range(seeds)]
        found = [worst_error(library, function, calls, number) for number in range(seeds)]
        theirs = [error for error, _ in found]
        ratios = [x / y if y > 0 else float("inf") for x, y in zip(mine, theirs)]
        median, least = statistics.median(ratios), min(ratios)
        both = all(max(x, y) <= 1.001 * min(x, y) for x, y in zip(mine, theirs))
        bars = "both at the same maximum" if both else "met" if median >= 1.5 and least >= 0.9 else "**missed**"
        print(
            f"| {name} | {statistics.median(mine):.3g} | {statistics.median(theirs):.3g} | {median:.3g} | {least:.3g} "
            f"| {min(n for _, n in found)} | {bars} |", flush=True)
    print("\nCases a second, one thread each. Bar: ratio 100 on the vector.\n")
    print("| property | ours | Hypothesis | ratio |")
    print("| --- | ---: | ---: | ---: |")
    rates = {name: float(rate) for name, rate in swift(program, "throughput")}
    for name, count, examples in [("vector of 64", 64, 500), ("matrix of 32 x 32", 1024, 20)]:
        try:
            rate, cases = cases_per_second(count, examples)
            text = f"{rate:.3g}" if cases >= examples else f"{rate:.3g} ({cases} of {examples} cases)"
            print(f"| sum of a {name} | {rates[name]:.3g} | {text} | {rates[name] / rate:.3g} |")
        except Exception as error:
            print(f"| sum of a {name} | {rates[name]:.3g} | {type(error).__name__} | |")


main()
