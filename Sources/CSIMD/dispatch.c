// The choice of instruction set.

#include <unistd.h>

#include "formats.h"
#include "include/CSIMD.h"

int csimd_supports(csimd_isa isa) {
  switch (isa) {
  case csimd_baseline: return 1;
#if defined(__x86_64__)
  case csimd_avx2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  case csimd_avx512:
    return csimd_supports(csimd_avx2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
  default: return 0;
  }
}

int csimd_processor_count(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : (int)count;
}

#if defined(__x86_64__)
#define EACH_ISA(result, name, TYPE, parameters)                                                                       \
  result csimd_##name##_##TYPE##_baseline parameters;                                                                  \
  result csimd_##name##_##TYPE##_avx2 parameters;                                                                      \
  result csimd_##name##_##TYPE##_avx512 parameters;
#define DISPATCH(name, TYPE, arguments)                                                                                \
  switch (isa) {                                                                                                       \
  case csimd_avx512: csimd_##name##_##TYPE##_avx512 arguments; return;                                                 \
  case csimd_avx2: csimd_##name##_##TYPE##_avx2 arguments; return;                                                     \
  default: csimd_##name##_##TYPE##_baseline arguments; return;                                                         \
  }
#else
#define EACH_ISA(result, name, TYPE, parameters) result csimd_##name##_##TYPE##_baseline parameters;
#define DISPATCH(name, TYPE, arguments)                                                                                \
  (void)isa;                                                                                                           \
  csimd_##name##_##TYPE##_baseline arguments;
#endif

#define MAP(name, REAL, TYPE)                                                                                          \
  EACH_ISA(void, name, TYPE, (const REAL *x, REAL *y, ptrdiff_t count))                                                \
  void csimd_##name##_##TYPE(const REAL *x, REAL *y, ptrdiff_t count, csimd_isa isa) {                                 \
    DISPATCH(name, TYPE, (x, y, count))                                                                                \
  }

#define DEFINE(REAL, TYPE)                                                                                             \
  ptrdiff_t csimd_lanes_##TYPE(void) { return TYPE##_LANES; }                                                          \
                                                                                                                       \
  MAP(exp, REAL, TYPE)                                                                                                 \
  MAP(softplus, REAL, TYPE)                                                                                            \
  MAP(silu, REAL, TYPE)                                                                                                \
                                                                                                                       \
  EACH_ISA(void, diagonal_scan, TYPE, (                                                                                \
    const REAL *a, ptrdiff_t a_stride, const REAL *b, const REAL *initial, const unsigned char *resets,                \
    ptrdiff_t reset_stride, REAL *h, ptrdiff_t length, ptrdiff_t stride, ptrdiff_t count))                             \
  void csimd_diagonal_scan_##TYPE(                                                                                     \
    const REAL *a, ptrdiff_t a_stride, const REAL *b, const REAL *initial, const unsigned char *resets,                \
    ptrdiff_t reset_stride, REAL *h, ptrdiff_t length, ptrdiff_t stride, ptrdiff_t count, csimd_isa isa) {             \
    DISPATCH(diagonal_scan, TYPE, (a, a_stride, b, initial, resets, reset_stride, h, length, stride, count))           \
  }                                                                                                                    \
                                                                                                                       \
  EACH_ISA(void, complex_scan, TYPE, (                                                                                 \
    const REAL *const a[2], ptrdiff_t a_stride, const REAL *const b[2], const REAL *const initial[2],                  \
    const unsigned char *resets, ptrdiff_t reset_stride, REAL *const h[2], ptrdiff_t length, ptrdiff_t stride,         \
    ptrdiff_t count))                                                                                                  \
  void csimd_complex_scan_##TYPE(                                                                                      \
    const REAL *const a[2], ptrdiff_t a_stride, const REAL *const b[2], const REAL *const initial[2],                  \
    const unsigned char *resets, ptrdiff_t reset_stride, REAL *const h[2], ptrdiff_t length, ptrdiff_t stride,         \
    ptrdiff_t count, csimd_isa isa) {                                                                                  \
    DISPATCH(complex_scan, TYPE, (a, a_stride, b, initial, resets, reset_stride, h, length, stride, count))            \
  }                                                                                                                    \
                                                                                                                       \
  size_t csimd_scan_blocks_scratch_##TYPE##_baseline(ptrdiff_t channels);                                              \
  size_t csimd_scan_blocks_scratch_##TYPE(ptrdiff_t channels) {                                                        \
    return csimd_scan_blocks_scratch_##TYPE##_baseline(channels);                                                      \
  }                                                                                                                    \
  EACH_ISA(void, scan_blocks_run, TYPE, (                                                                              \
    const csimd_scan_blocks_##TYPE *scan, int parts, int totals, ptrdiff_t first, ptrdiff_t lanes, void *scratch))     \
  void csimd_scan_blocks_run_##TYPE(                                                                                   \
    const csimd_scan_blocks_##TYPE *scan, int parts, int totals, ptrdiff_t first, ptrdiff_t lanes, void *scratch,      \
    csimd_isa isa) {                                                                                                   \
    DISPATCH(scan_blocks_run, TYPE, (scan, parts, totals, first, lanes, scratch))                                      \
  }                                                                                                                    \
                                                                                                                       \
  /* The layout of the scratch is the same in every instruction set. */                                                \
  size_t csimd_diagonal_model_scratch_##TYPE##_baseline(ptrdiff_t count, ptrdiff_t state);                             \
  size_t csimd_diagonal_model_scratch_##TYPE(ptrdiff_t count, ptrdiff_t state) {                                       \
    return csimd_diagonal_model_scratch_##TYPE##_baseline(count, state);                                               \
  }                                                                                                                    \
  EACH_ISA(void, diagonal_model_run, TYPE, (                                                                           \
    const csimd_diagonal_model_##TYPE *model, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch))         \
  void csimd_diagonal_model_run_##TYPE(                                                                                \
    const csimd_diagonal_model_##TYPE *model, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch,          \
    csimd_isa isa) {                                                                                                   \
    DISPATCH(diagonal_model_run, TYPE, (model, row, first, count, scratch))                                            \
  }                                                                                                                    \
                                                                                                                       \
  size_t csimd_selective_scan_scratch_##TYPE##_baseline(ptrdiff_t count, ptrdiff_t state);                             \
  size_t csimd_selective_scan_scratch_##TYPE(ptrdiff_t count, ptrdiff_t state) {                                       \
    return csimd_selective_scan_scratch_##TYPE##_baseline(count, state);                                               \
  }                                                                                                                    \
  EACH_ISA(void, selective_scan_run, TYPE, (                                                                           \
    const csimd_selective_scan_##TYPE *scan, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch))          \
  void csimd_selective_scan_run_##TYPE(                                                                                \
    const csimd_selective_scan_##TYPE *scan, ptrdiff_t row, ptrdiff_t first, ptrdiff_t count, void *scratch,           \
    csimd_isa isa) {                                                                                                   \
    DISPATCH(selective_scan_run, TYPE, (scan, row, first, count, scratch))                                             \
  }                                                                                                                    \
                                                                                                                       \
  size_t csimd_linear_attention_scratch_##TYPE##_baseline(ptrdiff_t keys, ptrdiff_t values, ptrdiff_t chunk);          \
  size_t csimd_linear_attention_scratch_##TYPE(ptrdiff_t keys, ptrdiff_t values, ptrdiff_t chunk) {                    \
    return csimd_linear_attention_scratch_##TYPE##_baseline(keys, values, chunk);                                      \
  }                                                                                                                    \
  EACH_ISA(void, linear_attention_run, TYPE, (const csimd_linear_attention_##TYPE *head, void *scratch))               \
  void csimd_linear_attention_run_##TYPE(                                                                              \
    const csimd_linear_attention_##TYPE *head, void *scratch, csimd_isa isa) {                                         \
    DISPATCH(linear_attention_run, TYPE, (head, scratch))                                                              \
  }                                                                                                                    \
                                                                                                                       \
  EACH_ISA(void, selective_update_run, TYPE, (const csimd_selective_update_##TYPE *update))                                \
  void csimd_selective_update_run_##TYPE(const csimd_selective_update_##TYPE *update, csimd_isa isa) {                     \
    DISPATCH(selective_update_run, TYPE, (update))                                                                         \
  }                                                                                                                    \
                                                                                                                       \
  EACH_ISA(void, normalize_rows, TYPE, (const REAL *x, REAL *y, ptrdiff_t rows, ptrdiff_t count, REAL epsilon))        \
  void csimd_normalize_rows_##TYPE(                                                                                    \
    const REAL *x, REAL *y, ptrdiff_t rows, ptrdiff_t count, REAL epsilon, csimd_isa isa) {                            \
    DISPATCH(normalize_rows, TYPE, (x, y, rows, count, epsilon))                                                       \
  }                                                                                                                    \
                                                                                                                       \
  size_t csimd_fft_scratch_##TYPE##_baseline(ptrdiff_t length);                                                        \
  size_t csimd_fft_scratch_##TYPE(ptrdiff_t length) { return csimd_fft_scratch_##TYPE##_baseline(length); }            \
  EACH_ISA(void, fft_kernel, TYPE, (                                                                                   \
    const csimd_fft_plan_##TYPE *plan, const REAL *const *kernel, const REAL *const *reversed, ptrdiff_t count,        \
    ptrdiff_t lanes, void *spectrum))                                                                                  \
  void csimd_fft_kernel_##TYPE(                                                                                        \
    const csimd_fft_plan_##TYPE *plan, const REAL *const *kernel, const REAL *const *reversed, ptrdiff_t count,        \
    ptrdiff_t lanes, void *spectrum, csimd_isa isa) {                                                                  \
    DISPATCH(fft_kernel, TYPE, (plan, kernel, reversed, count, lanes, spectrum))                                       \
  }                                                                                                                    \
  EACH_ISA(void, fft_apply, TYPE, (                                                                                    \
    const csimd_fft_plan_##TYPE *plan, const csimd_fft_lanes_##TYPE *sequences, ptrdiff_t count, ptrdiff_t lanes,      \
    const void *spectrum, void *scratch))                                                                              \
  void csimd_fft_apply_##TYPE(                                                                                         \
    const csimd_fft_plan_##TYPE *plan, const csimd_fft_lanes_##TYPE *sequences, ptrdiff_t count, ptrdiff_t lanes,      \
    const void *spectrum, void *scratch, csimd_isa isa) {                                                              \
    DISPATCH(fft_apply, TYPE, (plan, sequences, count, lanes, spectrum, scratch))                                      \
  }

DEFINE(float, f32)
DEFINE(double, f64)
