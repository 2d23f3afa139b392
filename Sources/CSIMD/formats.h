// The constants of each format. The polynomials are minimax (Remez exchange at 200 bits, then rounded):
//   EXP_i:  (e^r - 1 - r) / r^2            on |r| <= log(2)/2,  weight r^2 / e^r
//   LOG_i:  (2 artanh(s)/s - 2) / s^2      in s^2 <= 1/9,       weight s^3 / (2 artanh s)
// Relative error of e^r and of log(1 + y) by them alone: 2^-27.9, 2^-27.4 (f32); 2^-56.3, 2^-58.6 (f64).
//
// ROUND is 1.5 * 2^(p-1): adding it leaves an integer in the low bits. log 2 = LN2_HIGH + LN2_LOW.
// Above EXP_HIGH e^x overflows; below EXP_LOW it is under half the least subnormal.

#ifndef CSIMD_FORMATS_H
#define CSIMD_FORMATS_H

#include <stdint.h>

#define PASTE3(a, b, c) a##_##b##_##c
#define EXPAND3(a, b, c) PASTE3(a, b, c)
#define PASTE2(a, b) a##_##b
#define EXPAND2(a, b) PASTE2(a, b)

#define f32_REAL float
#define f32_INTEGER uint32_t
#define f32_LANES 16
#define f32_ROUND 0x1.8p23f
#define f32_MANTISSA 23
#define f32_ONE_BITS 0x3f800000u
#define f32_LOG2E 0x1.715476p0f
#define f32_LN2_HIGH 0x1.62e430p-1f
#define f32_LN2_LOW -0x1.05c610p-29f
#define f32_EXP_HIGH 89.0f
#define f32_EXP_LOW -104.5f
#define f32_HALF_ROOT_3 0x1.bb67aep-1f
#define f32_EXP_COUNT 5
#define f32_EXP {0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558f2p-5f, 0x1.1239e2p-7f, 0x1.6a244ap-10f}
#define f32_LOG_COUNT 4
#define f32_LOG {0x1.555502p-1f, 0x1.99d208p-2f, 0x1.1ebd12p-2f, 0x1.1ed7acp-2f}

// Lanes of two vectors in turn: of their first halves, and of their second halves.
#define f32_INTERLEAVE_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define f32_INTERLEAVE_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

#define f64_REAL double
#define f64_INTEGER uint64_t
#define f64_LANES 8
#define f64_ROUND 0x1.8p52
#define f64_MANTISSA 52
#define f64_ONE_BITS 0x3ff0000000000000u
#define f64_LOG2E 0x1.71547652b82fep0
#define f64_LN2_HIGH 0x1.62e42fefa39efp-1
#define f64_LN2_LOW 0x1.abc9e3b39803fp-56
#define f64_EXP_HIGH 710.0
#define f64_EXP_LOW -746.0
#define f64_HALF_ROOT_3 0x1.bb67ae8584caap-1
#define f64_EXP_COUNT 10
#define f64_EXP                                                                                                        \
  {0x1.000000000000ap-1,  0x1.55555555554fap-3,  0x1.555555555087dp-5,  0x1.1111111127c1bp-7,  0x1.6c16c1842a073p-10, \
   0x1.a01a012a45948p-13, 0x1.a0199a0c67cbcp-16, 0x1.71df257997528p-19, 0x1.28ad72df49402p-22, 0x1.ad7f330d73d4ap-26}
#define f64_INTERLEAVE_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define f64_INTERLEAVE_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#define f64_LOG_COUNT 10
#define f64_LOG                                                                                                        \
  {0x1.5555555555535p-1, 0x1.99999999a06c2p-2, 0x1.2492492091100p-2, 0x1.c71c741a06f7ap-3, 0x1.745cb459ad614p-3,      \
   0x1.3b1dd3ad08390p-3, 0x1.10682ed18e2c7p-3, 0x1.efd18e17774cfp-4, 0x1.55cf529fd0ed2p-4, 0x1.5c5c2a62caae2p-3}

#endif
