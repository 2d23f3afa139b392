// What Swift cannot import of LAPACKE: the complex routines, whose arguments are C99 `_Complex`, through pointers to pairs of
// real numbers, as static inline functions.
#ifndef CLINEARALGEBRA_H
#define CLINEARALGEBRA_H

#include <lapacke.h>

// Eigenvalues and, where vr is not null, right eigenvectors of a complex matrix that is stored row by row.
static inline lapack_int cla_zgeev(lapack_int n, double *a, double *w, double *vr) {
  return LAPACKE_zgeev(
      LAPACK_ROW_MAJOR, 'N', vr ? 'V' : 'N', n, (lapack_complex_double *)a, n, (lapack_complex_double *)w, 0, n,
      (lapack_complex_double *)vr, n);
}

#endif
