// Bulk operations on double-double enclosures: the operations of Swift's `DoubleDouble` and `DoubleDoubleDisc`, element by
// element, on arrays.
//
// Each function is compiled for several instruction sets, one of which is chosen when the program starts; the results
// are the same bit for bit, as every lane does the same correctly rounded operations (where the processor has no fused
// multiply-add, the C library's stands in for it, slowly).
//
// A vector of reals is three planes of doubles at distance `stride`: high, low, radius. A vector of discs is five: real
// high, real low, imaginary high, imaginary low, radius. `z` overlaps no operand. Nothing is checked here.

#ifndef CDOUBLEDOUBLE_H
#define CDOUBLEDOUBLE_H

#include <stddef.h>

/// A vector that is read.
typedef struct {
  const double *planes;
  ptrdiff_t stride;
} cdd_source;

/// A vector that is read and written.
typedef struct {
  double *planes;
  ptrdiff_t stride;
} cdd_target;

typedef struct {
  double high, low, radius;
} cdd_real;

typedef struct {
  double real_high, real_low, imaginary_high, imaginary_low, radius;
} cdd_disc;

#define CDD_DECLARE(KIND)                                                                                              \
  /* z_i = z_i + x_i. */                                                                                               \
  void cdd_##KIND##_add(cdd_target z, cdd_source x, ptrdiff_t count);                                                  \
  /* z_i = z_i - x_i. */                                                                                               \
  void cdd_##KIND##_subtract(cdd_target z, cdd_source x, ptrdiff_t count);                                             \
  /* z_i = z_i x_i. */                                                                                                 \
  void cdd_##KIND##_multiply(cdd_target z, cdd_source x, ptrdiff_t count);                                             \
  /* z_i = z_i s. */                                                                                                   \
  void cdd_##KIND##_scale(cdd_target z, cdd_##KIND s, ptrdiff_t count);                                                \
  /* z_i = x_i y_i. */                                                                                                 \
  void cdd_##KIND##_form_product(cdd_target z, cdd_source x, cdd_source y, ptrdiff_t count);                           \
  /* z_i = z_i + x_i y_i. */                                                                                           \
  void cdd_##KIND##_add_product(cdd_target z, cdd_source x, cdd_source y, ptrdiff_t count);                            \
  /* z_i = z_i - x_i y_i. */                                                                                           \
  void cdd_##KIND##_subtract_product(cdd_target z, cdd_source x, cdd_source y, ptrdiff_t count);                       \
  /* z_i = z_i + s x_i. */                                                                                             \
  void cdd_##KIND##_add_scaled(cdd_target z, cdd_##KIND s, cdd_source x, ptrdiff_t count);                             \
  /* sum_i x_i y_i, as 8 interleaved sums that are added up in order. */                                               \
  cdd_##KIND cdd_##KIND##_dot(cdd_source x, cdd_source y, ptrdiff_t count);

/* x + y and x y. */
cdd_disc cdd_disc_plus(cdd_disc x, cdd_disc y);
cdd_disc cdd_disc_times(cdd_disc x, cdd_disc y);

CDD_DECLARE(real)
CDD_DECLARE(disc)

#undef CDD_DECLARE
#endif
