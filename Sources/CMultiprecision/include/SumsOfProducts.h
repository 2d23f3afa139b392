// Sums of products of MPFR numbers in one fixed-point accumulator, with a single rounding at the end.
#ifndef CMULTIPRECISION_SUMS_OF_PRODUCTS_H
#define CMULTIPRECISION_SUMS_OF_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>
#include <gmp.h>
#include <mpfr.h>

/// The terms +-x_k y_k, k = 0 ..< count, of two strided arrays.
typedef struct {
  mpfr_srcptr x;
  ptrdiff_t x_stride;
  mpfr_srcptr y;
  ptrdiff_t y_stride;
  size_t count;
  /// Whether the terms are subtracted.
  int negative;
} cmp_fr_products;

/// What a sum may be off by: |error| < terms 2^unit, plus half a unit in the last place of the result where `rounded`.
typedef struct {
  uint64_t terms;
  mpfr_exp_t unit;
  int rounded;
} cmp_fr_sum_error;

/// r = initial + the terms of all segments, to the precision p of r; `initial` may be null, and any operand may be r.
///
/// With N terms that are not 0, counting `initial`, and T the largest |term|,
///
///     |r - exact| <= 2^-p |r| + N^2 2^(-p - 60) T,
///
/// and r is exact where no bit is lost. Returns 0, and leaves r alone, where the accumulator does not serve: an operand
/// is NaN or infinite, an exponent is beyond +-2^28, a precision beyond 2^16, the operands are not of as many limbs as
/// r, or all terms and an initial value are 0.
int cmp_fr_sum_of_products(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, int segment_count, cmp_fr_sum_error *error);

/// r = initial + the terms of all segments, as `cmp_fr_sum_of_products`, and where that does not serve product by
/// product, each rounded to the precision of r before it is added, from the first on.
void cmp_fr_set_sum_of_products(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, int segment_count);

/// y_k = y_k +- s x_k, k = 0 ..< count, each with one rounding as `cmp_fr_set_sum_of_products`.
void cmp_fr_add_scaled(
  mpfr_ptr y, ptrdiff_t y_stride, mpfr_srcptr s, int negative, mpfr_srcptr x, ptrdiff_t x_stride, size_t count);

/// y_k = y_k + s x_k for complex numbers in two planes, each component with one rounding.
void cmp_fr_add_scaled_complex(
  mpfr_ptr y_re, mpfr_ptr y_im, ptrdiff_t y_stride, mpfr_srcptr s_re, mpfr_srcptr s_im, mpfr_srcptr x_re,
  mpfr_srcptr x_im, ptrdiff_t x_stride, size_t count);

/// x_k = c x_k + s y_k, y_k = d y_k - t x_k, each with one rounding.
void cmp_fr_rotate(
  mpfr_ptr x, ptrdiff_t x_stride, mpfr_ptr y, ptrdiff_t y_stride, size_t count, mpfr_srcptr c, mpfr_srcptr s,
  mpfr_srcptr d, mpfr_srcptr t);

/// x_k = s x_k for complex numbers in two planes, each component with one rounding.
void cmp_fr_multiply_complex(
  mpfr_ptr x_re, mpfr_ptr x_im, ptrdiff_t x_stride, size_t count, mpfr_srcptr s_re, mpfr_srcptr s_im);

/// The rotation of complex numbers in two planes; an array of coefficients holds c, s, d, t, in this order.
void cmp_fr_rotate_complex(
  mpfr_ptr x_re, mpfr_ptr x_im, ptrdiff_t x_stride, mpfr_ptr y_re, mpfr_ptr y_im, ptrdiff_t y_stride, size_t count,
  const mpfr_srcptr re[4], const mpfr_srcptr im[4]);

#endif
