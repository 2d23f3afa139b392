// What Swift cannot import of GMP and MPFR: their function-like macros, as static inline functions.
#ifndef CMULTIPRECISION_H
#define CMULTIPRECISION_H

#include <stdio.h>
#include <stdint.h>
#include <gmp.h>
#include <mpfr.h>

#include "SumsOfProducts.h"

static inline int cmp_fr_sign(mpfr_srcptr x) { return mpfr_nan_p(x) ? 0 : mpfr_sgn(x); }
static inline int cmp_fr_set(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd) { return mpfr_set(r, x, rnd); }
static inline int cmp_fr_abs(mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rnd) { return mpfr_abs(r, x, rnd); }
static inline int cmp_fr_cmp(mpfr_srcptr x, mpfr_srcptr y) { return mpfr_cmp(x, y); }
static inline int cmp_fr_signbit(mpfr_srcptr x) { return mpfr_signbit(x); }
static inline int cmp_fr_set_si(mpfr_ptr r, long x, mpfr_rnd_t rnd) { return mpfr_set_si(r, x, rnd); }
static inline mpfr_exp_t cmp_fr_exponent(mpfr_srcptr x) { return mpfr_get_exp(x); }

// An element of a contiguous vector: a header that points into the vector's own block of limbs. Its precision is fixed.
static inline size_t cmp_fr_limbs(mpfr_prec_t precision) {
  return (mpfr_custom_get_size(precision) + sizeof(mp_limb_t) - 1) / sizeof(mp_limb_t);
}
static inline void cmp_fr_custom_zero(mpfr_ptr r, mpfr_prec_t precision, mp_limb_t *limbs) {
  mpfr_custom_init(limbs, precision);
  mpfr_custom_init_set(r, MPFR_ZERO_KIND, 0, precision, limbs);
}

// The significand of an element whose header lives elsewhere: for a value whose header and limbs are one allocation.
static inline void cmp_fr_custom_nan(mpfr_ptr r, mpfr_prec_t precision, mp_limb_t *limbs) {
  mpfr_custom_init(limbs, precision);
  mpfr_custom_init_set(r, MPFR_NAN_KIND, 0, precision, limbs);
}
static inline int cmp_fr_is_regular(mpfr_srcptr x) { return mpfr_regular_p(x); }
static inline mpfr_prec_t cmp_fr_precision(mpfr_srcptr x) { return mpfr_get_prec(x); }
static inline const mp_limb_t *cmp_fr_significand(mpfr_srcptr x) {
  return (const mp_limb_t *)mpfr_custom_get_significand(x);
}

static inline int cmp_q_sign(mpq_srcptr x) { return mpq_sgn(x); }
static inline int cmp_z_sign(mpz_srcptr x) { return mpz_sgn(x); }
static inline mpz_ptr cmp_q_numerator(mpq_ptr x) { return mpq_numref(x); }
static inline mpz_ptr cmp_q_denominator(mpq_ptr x) { return mpq_denref(x); }
static inline int cmp_q_is_zero_denominator(mpq_srcptr x) { return mpz_sgn(mpq_denref(x)) == 0; }

#endif
