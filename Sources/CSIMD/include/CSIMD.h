// Vector code of the kernels, compiled for several instruction sets and chosen at run time.
//
// Every function takes the instruction set as its last argument. Results do not depend on it: each lane does the same
// correctly rounded operations in the same order, products are fused into sums where the source says so and nowhere
// else, and no sum runs across lanes. All arrays are row-major; nothing is checked here.

#ifndef CSIMD_H
#define CSIMD_H

#include <stddef.h>

typedef enum { csimd_baseline = 0, csimd_avx2 = 1, csimd_avx512 = 2 } csimd_isa;

/// Whether this machine runs the code of `isa`.
int csimd_supports(csimd_isa isa);

/// The number of processors on line, at least 1.
int csimd_processor_count(void);

#define CSIMD_DECLARE(REAL, TYPE)                                                                                      \
  /* Channels that one vector holds: a task that starts at a multiple of it wastes no lane. */                         \
  ptrdiff_t csimd_lanes_##TYPE(void);                                                                                  \
                                                                                                                       \
  /* y_i = e^(x_i), log(1 + e^(x_i)), x_i / (1 + e^(-x_i)), for i < count; y may be x. */                              \
  void csimd_exp_##TYPE(const REAL *x, REAL *y, ptrdiff_t count, csimd_isa isa);                                       \
  void csimd_softplus_##TYPE(const REAL *x, REAL *y, ptrdiff_t count, csimd_isa isa);                                  \
  void csimd_silu_##TYPE(const REAL *x, REAL *y, ptrdiff_t count, csimd_isa isa);                                      \
                                                                                                                       \
  /* h_t = a_t h_(t-1) + b_t on `count` channels out of `stride`. `a` advances by `a_stride` a step (0: it does not    \
     depend on time); `initial` may be NULL (zeros). */                                                                \
  void csimd_diagonal_scan_##TYPE(                                                                                     \
    const REAL *a, ptrdiff_t a_stride, const REAL *b, const REAL *initial, REAL *h, ptrdiff_t length,                  \
    ptrdiff_t stride, ptrdiff_t count, csimd_isa isa);                                                                 \
                                                                                                                       \
  /* The same on complex numbers, real and imaginary parts apart: index 0 the real one. */                             \
  void csimd_complex_scan_##TYPE(                                                                                      \
    const REAL *const a[2], ptrdiff_t a_stride, const REAL *const b[2], const REAL *const initial[2], REAL *const h[2],\
    ptrdiff_t length, ptrdiff_t stride, ptrdiff_t count, csimd_isa isa);                                               \
                                                                                                                       \
  typedef struct {                                                                                                     \
    ptrdiff_t length, channels, state;                                                                                 \
    /* (batch, length, channels) */                                                                                    \
    const REAL *u;                                                                                                     \
    REAL *y;                                                                                                           \
    /* (channels, state): the real parts and the imaginary parts */                                                    \
    const REAL *a[2], *b[2], *c[2];                                                                                    \
    /* (channels), or NULL */                                                                                          \
    const REAL *d;                                                                                                     \
    /* (batch, channels, state), or NULL */                                                                            \
    const REAL *initial[2];                                                                                            \
    REAL *final_state[2];                                                                                              \
    /* 2 where each mode stands for a conjugate pair, else 1 */                                                        \
    REAL factor;                                                                                                       \
  } csimd_diagonal_model_##TYPE;                                                                                       \
                                                                                                                       \
  /* Bytes of scratch, aligned to 64, that a run over `count` channels needs. */                                       \
  size_t csimd_diagonal_model_scratch_##TYPE(ptrdiff_t count, ptrdiff_t state);                                        \
  /* Channels first ..< first + count of one batch row. */                                                             \
  void csimd_diagonal_model_run_##TYPE(                                                                                \
    const csimd_diagonal_model_##TYPE *model, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch,          \
    csimd_isa isa);                                                                                                    \
                                                                                                                       \
  typedef struct {                                                                                                     \
    ptrdiff_t channels, length, state;                                                                                 \
    /* (batch, channels, length); z may be NULL */                                                                     \
    const REAL *u, *delta, *z;                                                                                         \
    REAL *y;                                                                                                           \
    /* (channels, state) */                                                                                            \
    const REAL *a;                                                                                                     \
    /* (batch, state, length) */                                                                                       \
    const REAL *b, *c;                                                                                                 \
    /* (channels), or NULL */                                                                                          \
    const REAL *d, *bias;                                                                                              \
    /* (batch, channels, state); initial may be NULL */                                                                \
    const REAL *initial;                                                                                               \
    REAL *final_state;                                                                                                 \
    int softplus;                                                                                                      \
  } csimd_selective_scan_##TYPE;                                                                                       \
                                                                                                                       \
  size_t csimd_selective_scan_scratch_##TYPE(ptrdiff_t count, ptrdiff_t state);                                        \
  void csimd_selective_scan_run_##TYPE(                                                                                \
    const csimd_selective_scan_##TYPE *scan, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch,           \
    csimd_isa isa);

CSIMD_DECLARE(float, f32)
CSIMD_DECLARE(double, f64)

#endif
