// Vector code of the kernels, compiled for several instruction sets and chosen at run time.
//
// Every function takes the instruction set as its last argument. Results do not depend on it: each lane does the same
// correctly rounded operations in the same order, products are fused into sums where the source says so and nowhere
// else, and a sum across lanes is a fixed tree. All arrays are row-major; nothing is checked here.

#ifndef CSIMD_H
#define CSIMD_H

#include <stddef.h>

typedef enum { csimd_baseline = 0, csimd_avx2 = 1, csimd_avx512 = 2 } csimd_isa;

/// Whether this machine runs the code of `isa`.
int csimd_supports(csimd_isa isa);

/// The number of processors on line, at least 1.
int csimd_processor_count(void);

/// The radix of the first level of a transform of `count` numbers, more than 1: 4, 3, or 2.
static inline int csimd_fft_radix(ptrdiff_t count) { return count % 4 == 0 ? 4 : count % 3 == 0 ? 3 : 2; }

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
     depend on time); `initial` may be NULL (zeros). Where `resets`, if it is not NULL, is nonzero, the state before the\
     step is 0. Strides may be negative: pointers are to what belongs to the first step taken. */                      \
  void csimd_diagonal_scan_##TYPE(                                                                                     \
    const REAL *a, ptrdiff_t a_stride, const REAL *b, const REAL *initial, const unsigned char *resets,                \
    ptrdiff_t reset_stride, REAL *h, ptrdiff_t length, ptrdiff_t stride, ptrdiff_t count, csimd_isa isa);              \
                                                                                                                       \
  /* The same on complex numbers, real and imaginary parts apart: index 0 the real one. */                             \
  void csimd_complex_scan_##TYPE(                                                                                      \
    const REAL *const a[2], ptrdiff_t a_stride, const REAL *const b[2], const REAL *const initial[2],                  \
    const unsigned char *resets, ptrdiff_t reset_stride, REAL *const h[2], ptrdiff_t length, ptrdiff_t stride,         \
    ptrdiff_t count, csimd_isa isa);                                                                                   \
                                                                                                                       \
  /* The same of one batch row in whole blocks of time. */                                                             \
  typedef struct {                                                                                                     \
    ptrdiff_t length, channels;                                                                                        \
    /* Steps of a block; block i goes from i * block on, or from the end on where time is reversed. */                 \
    ptrdiff_t block;                                                                                                   \
    int reversed, a_varies;                                                                                            \
    /* (length, channels); a is (channels) unless it varies. */                                                        \
    const REAL *a[2], *b[2];                                                                                           \
    REAL *h[2];                                                                                                        \
    /* (length), or NULL */                                                                                            \
    const unsigned char *resets;                                                                                       \
    /* (blocks, channels): what a block makes of the state before it, total + product * state. */                      \
    REAL *total[2], *product[2];                                                                                       \
    /* (blocks, channels): the state before the block. */                                                              \
    const REAL *carry[2];                                                                                              \
  } csimd_scan_blocks_##TYPE;                                                                                          \
                                                                                                                       \
  size_t csimd_scan_blocks_scratch_##TYPE(ptrdiff_t channels);                                                         \
  /* Blocks first ..< first + lanes, at most as many as a vector has lanes, of real (parts 1) or complex (2) numbers:  \
     their totals and products, or, from their carries, their states. */                                               \
  void csimd_scan_blocks_run_##TYPE(                                                                                   \
    const csimd_scan_blocks_##TYPE *scan, int parts, int totals, ptrdiff_t first, ptrdiff_t lanes, void *scratch,      \
    csimd_isa isa);                                                                                                    \
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
    /* Channels of one group; a row is a group of a batch row. */                                                      \
    ptrdiff_t groups, channels, length, state;                                                                         \
    /* (batch, groups, channels, length); z may be NULL */                                                             \
    const REAL *u, *delta, *z;                                                                                         \
    REAL *y;                                                                                                           \
    /* (groups, channels, state) */                                                                                    \
    const REAL *a;                                                                                                     \
    /* (batch, groups, state, length), or (groups, channels, state) where the channels have their own */               \
    const REAL *b, *c;                                                                                                 \
    int own_b, own_c;                                                                                                  \
    /* (groups, channels), or NULL */                                                                                  \
    const REAL *d, *bias;                                                                                              \
    /* (batch, groups, channels, state); initial may be NULL */                                                        \
    const REAL *initial;                                                                                               \
    REAL *final_state;                                                                                                 \
    int softplus;                                                                                                      \
  } csimd_selective_scan_##TYPE;                                                                                       \
                                                                                                                       \
  size_t csimd_selective_scan_scratch_##TYPE(ptrdiff_t count, ptrdiff_t state);                                        \
  void csimd_selective_scan_run_##TYPE(                                                                                \
    const csimd_selective_scan_##TYPE *scan, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch,           \
    csimd_isa isa);                                                                                                         \
                                                                                                                       \
  /* One head of the matrix-state recurrence with one gate a step; vectors of a step are contiguous, each tensor advances   \
     by its own stride a step. */                                                                                      \
  typedef struct {                                                                                                     \
    ptrdiff_t length, keys, values;                                                                                    \
    /* Steps in one chunk, at least 1: 1 is the recurrence step by step. */                                            \
    ptrdiff_t chunk;                                                                                                   \
    const REAL *q, *k, *v;                                                                                             \
    ptrdiff_t q_stride, k_stride, v_stride;                                                                            \
    /* The logarithms of the gates. */                                                                                 \
    const REAL *g;                                                                                                     \
    ptrdiff_t g_stride;                                                                                                \
    /* What v is multiplied by; NULL for 1. */                                                                         \
    const REAL *multiplier;                                                                                            \
    ptrdiff_t multiplier_stride;                                                                                       \
    /* The strength of the delta rule; NULL for none. */                                                               \
    const REAL *beta;                                                                                                  \
    ptrdiff_t beta_stride;                                                                                             \
    /* d v is added to the output: one number, or one for each value; NULL for none. */                                \
    const REAL *d;                                                                                                     \
    int d_varies;                                                                                                      \
    /* The output is multiplied by silu(z); NULL for none. */                                                          \
    const REAL *z;                                                                                                     \
    ptrdiff_t z_stride;                                                                                                \
    /* (length): nonzero where a sequence starts, whose state is 0; at 0 it says nothing. NULL for none. */            \
    const unsigned char *starts;                                                                                       \
    /* What q is multiplied by. */                                                                                     \
    REAL scale;                                                                                                        \
    /* The element of key n and value p is at n * state_key + p * state_value; initial may be NULL. */                 \
    const REAL *initial;                                                                                               \
    REAL *final_state;                                                                                                 \
    ptrdiff_t state_key, state_value;                                                                                  \
    REAL *o;                                                                                                           \
    ptrdiff_t o_stride;                                                                                                \
  } csimd_linear_attention_##TYPE;                                                                                     \
                                                                                                                       \
  size_t csimd_linear_attention_scratch_##TYPE(ptrdiff_t keys, ptrdiff_t values, ptrdiff_t chunk);                     \
  void csimd_linear_attention_run_##TYPE(                                                                              \
    const csimd_linear_attention_##TYPE *head, void *scratch, csimd_isa isa);                                          \
                                                                                                                       \
  /* One decoding step of one head: h = e^(delta a) h + delta x b, y = (<c, h> + d x) silu(z), for each of its rows.    \
     Strides are those of a row, 0 where the rows share a number. */                                                   \
  typedef struct {                                                                                                     \
    ptrdiff_t rows, state;                                                                                             \
    /* (rows, state) */                                                                                                \
    const REAL *before;                                                                                                \
    REAL *after;                                                                                                       \
    /* (rows); z may be NULL */                                                                                        \
    const REAL *x, *z;                                                                                                 \
    REAL *y;                                                                                                           \
    /* (state) */                                                                                                      \
    const REAL *b, *c;                                                                                                 \
    /* One number a row, or one for each mode of it. */                                                                \
    const REAL *a;                                                                                                     \
    ptrdiff_t a_stride;                                                                                                \
    int a_varies;                                                                                                      \
    const REAL *delta;                                                                                                 \
    ptrdiff_t delta_stride;                                                                                            \
    /* or NULL */                                                                                                      \
    const REAL *d;                                                                                                     \
    ptrdiff_t d_stride;                                                                                                \
  } csimd_selective_update_##TYPE;                                                                                     \
                                                                                                                       \
  void csimd_selective_update_run_##TYPE(const csimd_selective_update_##TYPE *update, csimd_isa isa);                  \
                                                                                                                       \
  /* y = x/sqrt(<x, x> + epsilon) for each row of `count` numbers; y may be x. */                                      \
  void csimd_normalize_rows_##TYPE(                                                                                    \
    const REAL *x, REAL *y, ptrdiff_t rows, ptrdiff_t count, REAL epsilon, csimd_isa isa);                             \
                                                                                                                       \
  typedef struct {                                                                                                     \
    /* n, even: 2, 4, ... times a power of 3, of which the half is the length of the complex transform. */             \
    ptrdiff_t length;                                                                                                  \
    /* cos and -sin of 2 pi j/n for j < n. */                                                                          \
    const REAL *roots;                                                                                                 \
    /* (n/2): where the transform leaves frequency k. */                                                               \
    const ptrdiff_t *positions;                                                                                        \
  } csimd_fft_plan_##TYPE;                                                                                             \
                                                                                                                       \
  /* For each lane a pointer to its sequence; pre, post and d may be NULL. */                                          \
  typedef struct {                                                                                                     \
    const REAL *const *u, *const *pre, *const *post, *const *d;                                                        \
    REAL *const *y;                                                                                                    \
  } csimd_fft_lanes_##TYPE;                                                                                            \
                                                                                                                       \
  /* Bytes of a spectrum, and of the scratch of an application. */                                                     \
  size_t csimd_fft_scratch_##TYPE(ptrdiff_t length);                                                                   \
  /* The spectra of the kernels of some lanes, of `count` numbers each; `reversed` (or NULL) has those of the past. */ \
  void csimd_fft_kernel_##TYPE(                                                                                        \
    const csimd_fft_plan_##TYPE *plan, const REAL *const *kernel, const REAL *const *reversed, ptrdiff_t count,        \
    ptrdiff_t lanes, void *spectrum, csimd_isa isa);                                                                   \
  /* y = post (kernel * (pre u) + d (pre u)) on `count` steps of some lanes. */                                        \
  void csimd_fft_apply_##TYPE(                                                                                         \
    const csimd_fft_plan_##TYPE *plan, const csimd_fft_lanes_##TYPE *sequences, ptrdiff_t count, ptrdiff_t lanes,      \
    const void *spectrum, void *scratch, csimd_isa isa);

CSIMD_DECLARE(float, f32)
CSIMD_DECLARE(double, f64)

#endif
