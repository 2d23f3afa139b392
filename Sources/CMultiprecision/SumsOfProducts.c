// The accumulator is an integer of W = ceil(p / 64) + 1 limbs in two's complement, in units of 2^(E - 64 W), where E =
// e + h + 1 with 2^e > the modulus of every term and 2^h > N, the number of terms: so that |sum| < 2^(E - 1), and no
// sum overflows. A term is the full product of two significands, shifted right; what is shifted out below the unit is
// lost, toward zero, which errs by less than a unit. As T >= 2^(e - 2) for the largest term T and 2^h <= 2 N, a unit is
// at most 2^(-p - 64) 2^(h + 1) 2^e <= N 2^(-p - 60) T, and N of them are what the header states. The sum is then
// rounded once, to nearest even.
#include "CMultiprecision.h"
#include "SumsOfProducts.h"

#include <string.h>

// The loops are unrolled where the compiler knows the number of limbs, and need not be where it does not.
#pragma clang diagnostic ignored "-Wpass-failed"

typedef unsigned __int128 wide;
typedef mp_limb_t limb;

#define INLINE static inline __attribute__((always_inline))

// The choice among clones runs before the thread sanitizer is set up, whose instrumentation of it would crash.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

enum {
  limb_bits = 64,
  /// Of an operand: more are left to MPFR.
  most_limbs = 1024,
  /// Up to so many limbs the loops are unrolled.
  unrolled_limbs = 8,
};
static const mpfr_exp_t exponent_limit = (mpfr_exp_t)1 << 28;

INLINE size_t limbs_of(mpfr_srcptr x) { return (size_t)((x->_mpfr_prec + limb_bits - 1) / limb_bits); }
INLINE int is_in_range(mpfr_exp_t e) { return (uint64_t)(e + exponent_limit) <= (uint64_t)(2 * exponent_limit); }

/// product = x y, of `n` limbs each.
INLINE void multiply(limb *restrict product, const limb *x, const limb *y, const size_t n) {
  if (n > unrolled_limbs) {
    mpn_mul_n(product, x, y, (mp_size_t)n);
    return;
  }
  limb carry = 0;
#pragma clang loop unroll(full)
  for (size_t j = 0; j < n; j++) {
    wide t = (wide)x[j] * y[0] + carry;
    product[j] = (limb)t;
    carry = (limb)(t >> limb_bits);
  }
  product[n] = carry;
#pragma clang loop unroll(full)
  for (size_t i = 1; i < n; i++) {
    carry = 0;
#pragma clang loop unroll(full)
    for (size_t j = 0; j < n; j++) {
      wide t = (wide)x[j] * y[i] + product[i + j] + carry;
      product[i + j] = (limb)t;
      carry = (limb)(t >> limb_bits);
    }
    product[i + n] = carry;
  }
}

/// sum +- product 2^-shift, both with their highest bits aligned; returns the bits that are lost, ored.
///
/// - product: of `m` limbs, with `w` limbs of 0 above them. sum: of `w` limbs, w <= m. 1 <= shift < 64 w.
INLINE limb accumulate(
  limb *restrict sum, const size_t w, const limb *restrict product, const size_t m, uint64_t shift, limb mask) {
  const unsigned b = shift % limb_bits;
  const size_t q = shift / limb_bits;
  const limb *p = product + (m - w) + q;
  limb lost = (limb)(((wide)p[0] << limb_bits) >> b);
#pragma clang loop unroll(full)
  for (size_t i = 0; i < m - w; i++) lost |= product[i];
  for (size_t i = 0; i < q; i++) lost |= product[m - w + i];
  unsigned long long carry = mask & 1;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < w; i++) {
    const limb t = (limb)((((wide)p[i + 1] << limb_bits) | p[i]) >> b);
    sum[i] = (limb)__builtin_addcll(sum[i], t ^ mask, carry, &carry);
  }
  return lost;
}

/// r = sum 2^(exponent - 64 w), rounded to nearest even; returns whether that is not exact. `sum` is destroyed.
INLINE int assign(mpfr_ptr r, const size_t n, limb *restrict sum, const size_t w, mpfr_exp_t exponent) {
  const limb mask = (limb)((int64_t)sum[w - 1] >> (limb_bits - 1));
  unsigned long long carry = mask & 1;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < w; i++) sum[i] = (limb)__builtin_addcll(sum[i] ^ mask, 0, carry, &carry);

  size_t skipped = 0;
  while (skipped < w && sum[w - 1 - skipped] == 0) skipped++;
  if (skipped == w) {
    mpfr_set_zero(r, 1);
    return 0;
  }
  const unsigned b = (unsigned)__builtin_clzll(sum[w - 1 - skipped]);
  if (skipped > 0) {
    for (size_t i = w; i-- > skipped;) sum[i] = sum[i - skipped];
    for (size_t i = 0; i < skipped; i++) sum[i] = 0;
  }
  if (b > 0) {
#pragma clang loop unroll(full)
    for (size_t i = w - 1; i > 0; i--) sum[i] = (sum[i] << b) | (sum[i - 1] >> (limb_bits - b));
    sum[0] <<= b;
  }
  exponent -= (mpfr_exp_t)(skipped * limb_bits) + b;

  // w = n + 1: the limbs of r are those above sum[0].
  const unsigned unused = (unsigned)(n * limb_bits - (size_t)r->_mpfr_prec);
  limb *significand = r->_mpfr_d;
  limb below = sum[0], half = (limb)1 << (limb_bits - 1), last = 1;
  if (unused > 0) {
    last = (limb)1 << unused;
    // The rest below the last place, scaled so that its highest bit is half a unit; bits shifted out are kept as one.
    const limb rest = sum[1] & (last - 1);
    below = (rest << (limb_bits - unused)) | (sum[0] >> unused) | ((sum[0] & (last - 1)) != 0);
    sum[1] &= ~(last - 1);
  }
  const int up = below > half || (below == half && (sum[1] & last) != 0);
  carry = 0;
  significand[0] = (limb)__builtin_addcll(sum[1], up ? last : 0, carry, &carry);
#pragma clang loop unroll(full)
  for (size_t i = 1; i < n; i++) significand[i] = (limb)__builtin_addcll(sum[i + 1], 0, carry, &carry);
  if (carry) {
    significand[n - 1] = half;
    exponent++;
  }
  r->_mpfr_exp = exponent;
  r->_mpfr_sign = mask ? -1 : 1;
  return below != 0;
}

/// The sum for operands and a result of `n` limbs each; `sum` has n + 1 limbs, `product` 3 n + 2.
INLINE int sum_in(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, const int segment_count, cmp_fr_sum_error *error,
  const size_t n, limb *restrict sum, limb *restrict product) {
  const size_t m = 2 * n, w = n + 1;
  mpfr_exp_t greatest = -4 * exponent_limit;
  uint64_t terms = 0;
  if (initial) {
    const mpfr_exp_t e = initial->_mpfr_exp;
    if (is_in_range(e)) {
      terms = 1;
      greatest = e;
    } else if (!mpfr_zero_p(initial)) {
      return 0;
    }
  }
  for (int g = 0; g < segment_count; g++) {
    const cmp_fr_products s = segments[g];
    mpfr_srcptr x = s.x, y = s.y;
    for (size_t k = 0; k < s.count; k++, x += s.x_stride, y += s.y_stride) {
      const mpfr_exp_t ex = x->_mpfr_exp, ey = y->_mpfr_exp;
      if (__builtin_expect(is_in_range(ex) & is_in_range(ey), 1)) {
        terms++;
        if (ex + ey > greatest) greatest = ex + ey;
      } else if (!((mpfr_zero_p(x) && (mpfr_zero_p(y) || is_in_range(ey))) || (mpfr_zero_p(y) && is_in_range(ex)))) {
        return 0;
      }
    }
  }
  if (terms == 0) {
    if (initial) return 0;
    mpfr_set_zero(r, 1);
    if (error) *error = (cmp_fr_sum_error){0, 0, 0};
    return 1;
  }

  const mpfr_exp_t top = greatest + (limb_bits - __builtin_clzll(terms)) + 1;
  limb lost = 0;
  memset(sum, 0, w * sizeof(limb));
  memset(product + m, 0, (w + 1) * sizeof(limb));
  if (initial && is_in_range(initial->_mpfr_exp)) {
    memset(product, 0, n * sizeof(limb));
    memcpy(product + n, initial->_mpfr_d, n * sizeof(limb));
    const uint64_t shift = (uint64_t)(top - initial->_mpfr_exp);
    if (shift < w * limb_bits) {
      lost |= accumulate(sum, w, product, m, shift, initial->_mpfr_sign < 0 ? ~(limb)0 : 0);
    } else {
      lost = 1;
    }
  }
  for (int g = 0; g < segment_count; g++) {
    const cmp_fr_products s = segments[g];
    const int sign = s.negative ? -1 : 1;
    mpfr_srcptr x = s.x, y = s.y;
    for (size_t k = 0; k < s.count; k++, x += s.x_stride, y += s.y_stride) {
      const mpfr_exp_t e = x->_mpfr_exp + y->_mpfr_exp;
      if (x->_mpfr_exp < -exponent_limit || y->_mpfr_exp < -exponent_limit) continue;
      const uint64_t shift = (uint64_t)(top - e);
      if (shift >= w * limb_bits) {
        lost = 1;
        continue;
      }
      multiply(product, x->_mpfr_d, y->_mpfr_d, n);
      const limb mask = (limb)(int64_t)((x->_mpfr_sign ^ y->_mpfr_sign ^ sign) >> 31);
      lost |= accumulate(sum, w, product, m, shift, mask);
    }
  }
  const int rounded = assign(r, n, sum, w, top);
  if (error) *error = (cmp_fr_sum_error){lost ? terms : 0, top - (mpfr_exp_t)(w * limb_bits), rounded};
  return 1;
}

/// The sum for operands and a result of `n` limbs each, a number that the compiler knows and is small.
INLINE int sum_of_few_limbs(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, const int segment_count, cmp_fr_sum_error *error,
  const size_t n) {
  limb sum[unrolled_limbs + 1], product[3 * unrolled_limbs + 2];
  return sum_in(r, initial, segments, segment_count, error, n, sum, product);
}

static int sum_of_many_limbs(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, const int segment_count, cmp_fr_sum_error *error,
  const size_t n) {
  limb sum[n + 1], product[3 * n + 2];
  return sum_in(r, initial, segments, segment_count, error, n, sum, product);
}

INLINE int is_uniform(size_t n, mpfr_srcptr initial, const cmp_fr_products *segments, const int segment_count) {
  if (initial && limbs_of(initial) != n) return 0;
  for (int g = 0; g < segment_count; g++) {
    if (segments[g].count > 0 && (limbs_of(segments[g].x) != n || limbs_of(segments[g].y) != n)) return 0;
  }
  return n <= most_limbs;
}

/// `body` with n as a constant where it is small: STATEMENT(sum) is the statement, in which sum(...) is the sum.
#define FOR_LIMBS(n, STATEMENT)                                                                                        \
  switch (n) {                                                                                                         \
    case 1: STATEMENT(sum_of_few_limbs, 1) break;                                                                      \
    case 2: STATEMENT(sum_of_few_limbs, 2) break;                                                                      \
    case 3: STATEMENT(sum_of_few_limbs, 3) break;                                                                      \
    case 4: STATEMENT(sum_of_few_limbs, 4) break;                                                                      \
    case 5: STATEMENT(sum_of_few_limbs, 5) break;                                                                      \
    case 6: STATEMENT(sum_of_few_limbs, 6) break;                                                                      \
    case 7: STATEMENT(sum_of_few_limbs, 7) break;                                                                      \
    case 8: STATEMENT(sum_of_few_limbs, 8) break;                                                                      \
    default: STATEMENT(sum_of_many_limbs, n)                                                                           \
  }

CLONES int cmp_fr_sum_of_products(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, int segment_count, cmp_fr_sum_error *error) {
  const size_t n = limbs_of(r);
  if (!is_uniform(n, initial, segments, segment_count)) return 0;
#define STATEMENT(SUM, N) return SUM(r, initial, segments, segment_count, error, N);
  FOR_LIMBS(n, STATEMENT)
#undef STATEMENT
}

/// The sum product by product, by MPFR.
static void sum_plainly(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, int segment_count) {
  mpfr_t sum, product;
  mpfr_inits2(mpfr_get_prec(r), sum, product, (mpfr_ptr)0);
  mpfr_set_zero(sum, 1);
  if (initial) mpfr_set(sum, initial, MPFR_RNDN);
  for (int g = 0; g < segment_count; g++) {
    const cmp_fr_products s = segments[g];
    for (size_t k = 0; k < s.count; k++) {
      mpfr_mul(product, s.x + (ptrdiff_t)k * s.x_stride, s.y + (ptrdiff_t)k * s.y_stride, MPFR_RNDN);
      (s.negative ? mpfr_sub : mpfr_add)(sum, sum, product, MPFR_RNDN);
    }
  }
  mpfr_set(r, sum, MPFR_RNDN);
  mpfr_clears(sum, product, (mpfr_ptr)0);
}

void cmp_fr_set_sum_of_products(
  mpfr_ptr r, mpfr_srcptr initial, const cmp_fr_products *segments, int segment_count) {
  if (!cmp_fr_sum_of_products(r, initial, segments, segment_count, 0)) {
    sum_plainly(r, initial, segments, segment_count);
  }
}

INLINE cmp_fr_products product(mpfr_srcptr x, mpfr_srcptr y, int negative) {
  return (cmp_fr_products){x, 0, y, 0, 1, negative};
}

/// r = initial + the terms, by MPFR where the accumulator does not serve.
#define SET(SUM, N, R, INITIAL, SEGMENTS, COUNT)                                                                       \
  do {                                                                                                                 \
    if (!is_uniform(N, INITIAL, SEGMENTS, COUNT) || !SUM(R, INITIAL, SEGMENTS, COUNT, 0, N)) {                         \
      sum_plainly(R, INITIAL, SEGMENTS, COUNT);                                                                        \
    }                                                                                                                  \
  } while (0)

CLONES void cmp_fr_add_scaled(
  mpfr_ptr y, ptrdiff_t y_stride, mpfr_srcptr s, int negative, mpfr_srcptr x, ptrdiff_t x_stride, size_t count) {
  if (count == 0) return;
  const size_t n = limbs_of(y);
#define STATEMENT(SUM, N)                                                                                              \
  for (size_t k = 0; k < count; k++, x += x_stride, y += y_stride) {                                                   \
    const cmp_fr_products term[1] = {product(s, x, negative)};                                                         \
    SET(SUM, N, y, y, term, 1);                                                                                        \
  }
  FOR_LIMBS(n, STATEMENT)
#undef STATEMENT
}

CLONES void cmp_fr_add_scaled_complex(
  mpfr_ptr y_re, mpfr_ptr y_im, ptrdiff_t y_stride, mpfr_srcptr s_re, mpfr_srcptr s_im, mpfr_srcptr x_re,
  mpfr_srcptr x_im, ptrdiff_t x_stride, size_t count) {
  if (count == 0) return;
  const size_t n = limbs_of(y_re);
#define STATEMENT(SUM, N)                                                                                              \
  for (size_t k = 0; k < count; k++) {                                                                                 \
    const cmp_fr_products re[2] = {product(s_re, x_re, 0), product(s_im, x_im, 1)};                                    \
    const cmp_fr_products im[2] = {product(s_re, x_im, 0), product(s_im, x_re, 0)};                                    \
    SET(SUM, N, y_re, y_re, re, 2);                                                                                    \
    SET(SUM, N, y_im, y_im, im, 2);                                                                                    \
    x_re += x_stride, x_im += x_stride, y_re += y_stride, y_im += y_stride;                                            \
  }
  FOR_LIMBS(n, STATEMENT)
#undef STATEMENT
}

CLONES void cmp_fr_rotate(
  mpfr_ptr x, ptrdiff_t x_stride, mpfr_ptr y, ptrdiff_t y_stride, size_t count, mpfr_srcptr c, mpfr_srcptr s,
  mpfr_srcptr d, mpfr_srcptr t) {
  if (count == 0) return;
  const size_t n = limbs_of(x);
  mpfr_t old;
  mpfr_init2(old, mpfr_get_prec(x));
#define STATEMENT(SUM, N)                                                                                              \
  for (size_t k = 0; k < count; k++, x += x_stride, y += y_stride) {                                                   \
    mpfr_set(old, x, MPFR_RNDN);                                                                                       \
    const cmp_fr_products first[2] = {product(c, x, 0), product(s, y, 0)};                                             \
    const cmp_fr_products second[2] = {product(d, y, 0), product(t, old, 1)};                                          \
    SET(SUM, N, x, 0, first, 2);                                                                                       \
    SET(SUM, N, y, 0, second, 2);                                                                                      \
  }
  FOR_LIMBS(n, STATEMENT)
#undef STATEMENT
  mpfr_clear(old);
}

CLONES void cmp_fr_multiply_complex(
  mpfr_ptr x_re, mpfr_ptr x_im, ptrdiff_t x_stride, size_t count, mpfr_srcptr s_re, mpfr_srcptr s_im) {
  if (count == 0) return;
  const size_t n = limbs_of(x_re);
  mpfr_t old;
  mpfr_init2(old, mpfr_get_prec(x_re));
#define STATEMENT(SUM, N)                                                                                              \
  for (size_t k = 0; k < count; k++, x_re += x_stride, x_im += x_stride) {                                             \
    mpfr_set(old, x_re, MPFR_RNDN);                                                                                    \
    const cmp_fr_products re[2] = {product(s_re, old, 0), product(s_im, x_im, 1)};                                     \
    const cmp_fr_products im[2] = {product(s_re, x_im, 0), product(s_im, old, 0)};                                     \
    SET(SUM, N, x_re, 0, re, 2);                                                                                       \
    SET(SUM, N, x_im, 0, im, 2);                                                                                       \
  }
  FOR_LIMBS(n, STATEMENT)
#undef STATEMENT
  mpfr_clear(old);
}

CLONES void cmp_fr_rotate_complex(
  mpfr_ptr x_re, mpfr_ptr x_im, ptrdiff_t x_stride, mpfr_ptr y_re, mpfr_ptr y_im, ptrdiff_t y_stride, size_t count,
  const mpfr_srcptr re[4], const mpfr_srcptr im[4]) {
  if (count == 0) return;
  const size_t n = limbs_of(x_re);
  mpfr_t p, q, u;
  mpfr_inits2(mpfr_get_prec(x_re), p, q, u, (mpfr_ptr)0);
#define STATEMENT(SUM, N)                                                                                              \
  for (size_t k = 0; k < count; k++) {                                                                                 \
    mpfr_set(p, x_re, MPFR_RNDN);                                                                                      \
    mpfr_set(q, x_im, MPFR_RNDN);                                                                                      \
    mpfr_set(u, y_re, MPFR_RNDN);                                                                                      \
    const cmp_fr_products a[4] = {                                                                                     \
      product(re[0], p, 0), product(im[0], q, 1), product(re[1], u, 0), product(im[1], y_im, 1)};                      \
    const cmp_fr_products b[4] = {                                                                                     \
      product(re[0], q, 0), product(im[0], p, 0), product(re[1], y_im, 0), product(im[1], u, 0)};                      \
    const cmp_fr_products c[4] = {                                                                                     \
      product(re[2], u, 0), product(im[2], y_im, 1), product(re[3], p, 1), product(im[3], q, 0)};                      \
    const cmp_fr_products d[4] = {                                                                                     \
      product(re[2], y_im, 0), product(im[2], u, 0), product(re[3], q, 1), product(im[3], p, 1)};                      \
    SET(SUM, N, x_re, 0, a, 4);                                                                                        \
    SET(SUM, N, x_im, 0, b, 4);                                                                                        \
    SET(SUM, N, y_re, 0, c, 4);                                                                                        \
    SET(SUM, N, y_im, 0, d, 4);                                                                                        \
    x_re += x_stride, x_im += x_stride, y_re += y_stride, y_im += y_stride;                                            \
  }
  FOR_LIMBS(n, STATEMENT)
#undef STATEMENT
  mpfr_clears(p, q, u, (mpfr_ptr)0);
}
