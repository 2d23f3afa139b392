// LAPACKE as Swift can import it. Its complex routines take C99 `_Complex`, which Swift cannot import; here every
// routine takes pointers to real numbers, complex ones being pairs, and the four precisions have one signature.
//
// Matrices are stored row by row, without gaps, and are overwritten. Every function returns LAPACK's `info`.
#ifndef CLINEARALGEBRA_H
#define CLINEARALGEBRA_H

#include <dlfcn.h>
#include <lapacke.h>

#ifndef RTLD_DEFAULT
#define RTLD_DEFAULT ((void *)0)
#endif

// Tells OpenBLAS, where that is the BLAS, to use one thread: its results depend on their number.
static inline void cla_use_one_thread(void) {
  void (*set)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "openblas_set_num_threads");
  if (set) set(1);
}

// Of one precision: R is the real type, T the type of LAPACKE's matrices, p the prefix of the routines.
#define CLA_DEFINE(p, R, T)                                                                                         \
  /* Singular values of a matrix of m rows and n columns, descending; `work` has min(m, n) numbers. */              \
  static inline lapack_int cla_##p##gesvd(lapack_int m, lapack_int n, R *a, R *values, R *work) {                   \
    return LAPACKE_##p##gesvd(LAPACK_ROW_MAJOR, 'N', 'N', m, n, (T *)a, n, values, 0, 1, 0, 1, work);               \
  }                                                                                                                 \
  /* Solves a x = b for `count` right-hand sides, which the solutions replace; `pivots` has n numbers. */           \
  static inline lapack_int cla_##p##gesv(lapack_int n, lapack_int count, R *a, lapack_int *pivots, R *b) {          \
    return LAPACKE_##p##gesv(LAPACK_ROW_MAJOR, n, count, (T *)a, n, pivots, (T *)b, count);                         \
  }

// Eigenvalues, and where they are not null left and right eigenvectors as columns. `balancing` is 'N', 'P', 'S' or 'B';
// 0 calls the driver geev, which balances both ways. `values` has 2 n numbers: for a real matrix n real parts, then n
// imaginary parts; for a complex one pairs. `scale` has n numbers.
#define CLA_DEFINE_REAL(p, R)                                                                                       \
  CLA_DEFINE(p, R, R)                                                                                               \
  static inline lapack_int cla_##p##geev(                                                                           \
      char balancing, lapack_int n, R *a, R *values, R *left, R *right, R *scale) {                                 \
    lapack_int low, high;                                                                                           \
    R norm;                                                                                                         \
    char l = left ? 'V' : 'N', r = right ? 'V' : 'N';                                                               \
    if (!balancing)                                                                                                 \
      return LAPACKE_##p##geev(LAPACK_ROW_MAJOR, l, r, n, a, n, values, values + n, left, n, right, n);             \
    return LAPACKE_##p##geevx(                                                                                      \
        LAPACK_ROW_MAJOR, balancing, l, r, 'N', n, a, n, values, values + n, left, n, right, n, &low, &high, scale, \
        &norm, 0, 0);                                                                                               \
  }                                                                                                                 \
  /* Eigenvalues of a symmetric matrix, ascending; its eigenvectors replace it, as columns. */                      \
  static inline lapack_int cla_##p##heevd(lapack_int n, R *a, R *values) {                                          \
    return LAPACKE_##p##syevd(LAPACK_ROW_MAJOR, 'V', 'L', n, a, n, values);                                         \
  }

#define CLA_DEFINE_COMPLEX(p, R, T)                                                                                 \
  CLA_DEFINE(p, R, T)                                                                                               \
  static inline lapack_int cla_##p##geev(                                                                           \
      char balancing, lapack_int n, R *a, R *values, R *left, R *right, R *scale) {                                 \
    lapack_int low, high;                                                                                           \
    R norm;                                                                                                         \
    char l = left ? 'V' : 'N', r = right ? 'V' : 'N';                                                               \
    if (!balancing)                                                                                                 \
      return LAPACKE_##p##geev(                                                                                     \
          LAPACK_ROW_MAJOR, l, r, n, (T *)a, n, (T *)values, (T *)left, n, (T *)right, n);                          \
    return LAPACKE_##p##geevx(                                                                                      \
        LAPACK_ROW_MAJOR, balancing, l, r, 'N', n, (T *)a, n, (T *)values, (T *)left, n, (T *)right, n, &low,       \
        &high, scale, &norm, 0, 0);                                                                                 \
  }                                                                                                                 \
  /* Eigenvalues of a Hermitian matrix, ascending; its eigenvectors replace it, as columns. */                      \
  static inline lapack_int cla_##p##heevd(lapack_int n, R *a, R *values) {                                          \
    return LAPACKE_##p##heevd(LAPACK_ROW_MAJOR, 'V', 'L', n, (T *)a, n, values);                                    \
  }

CLA_DEFINE_REAL(s, float)
CLA_DEFINE_REAL(d, double)
CLA_DEFINE_COMPLEX(c, float, lapack_complex_float)
CLA_DEFINE_COMPLEX(z, double, lapack_complex_double)

#endif
