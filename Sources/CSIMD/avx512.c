#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("fma,avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)
#define ISA avx512
#include "instantiate.inc"
#pragma clang attribute pop
#endif
