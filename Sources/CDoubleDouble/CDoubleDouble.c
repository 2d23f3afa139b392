#include "CDoubleDouble.h"

#include <math.h>

// The compiler must not fuse what is not fused here: the error-free transformations depend on it.
#pragma STDC FP_CONTRACT OFF

// The choice among clones runs before the thread sanitizer is set up, whose instrumentation of it would crash.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define CDD_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CDD_CLONES
#endif
#define CDD_INLINE static inline __attribute__((always_inline))
#define CDD_LOOP(COUNT)                                                                                                \
  _Pragma("clang loop vectorize(assume_safety) interleave(disable)") for (ptrdiff_t i = 0; i < (COUNT); i++)

// The constants and their proofs are those of Swift's `DoubleDouble`.
static const double inflation = 1 + 0x1p-49;
static const double underflow = 0x1p-1070;
static const double sum_error = 0x1p-104;
static const double product_error = 7 * 0x1p-106;

typedef struct {
  double high, low;
} pair;

CDD_INLINE pair two_sum(double a, double b) {
  double sum = a + b;
  double part = sum - a;
  return (pair){sum, (a - (sum - part)) + (b - part)};
}

CDD_INLINE pair fast_two_sum(double a, double b) {
  double sum = a + b;
  return (pair){sum, b - (sum - a)};
}

CDD_INLINE pair pair_sum(pair x, pair y) {
  pair high = two_sum(x.high, y.high);
  pair low = two_sum(x.low, y.low);
  pair part = fast_two_sum(high.high, high.low + low.high);
  return fast_two_sum(part.high, low.low + part.low);
}

CDD_INLINE pair pair_product(pair x, pair y) {
  double product = x.high * y.high;
  double error = __builtin_fma(x.high, y.high, -product);
  double cross = __builtin_fma(x.low, y.high, __builtin_fma(x.high, y.low, x.low * y.low));
  return fast_two_sum(product, error + cross);
}

CDD_INLINE pair pair_negative(pair x) { return (pair){-x.high, -x.low}; }

CDD_INLINE cdd_source cdd_read(cdd_target z) { return (cdd_source){z.planes, z.stride}; }

// Reals.

CDD_INLINE cdd_real real_load(cdd_source x, ptrdiff_t i) {
  return (cdd_real){x.planes[i], x.planes[x.stride + i], x.planes[2 * x.stride + i]};
}

CDD_INLINE void real_store(cdd_target z, ptrdiff_t i, cdd_real x) {
  z.planes[i] = x.high;
  z.planes[z.stride + i] = x.low;
  z.planes[2 * z.stride + i] = x.radius;
}

CDD_INLINE cdd_real real_negative(cdd_real x) { return (cdd_real){-x.high, -x.low, x.radius}; }

CDD_INLINE cdd_real real_sum(cdd_real x, cdd_real y) {
  pair z = pair_sum((pair){x.high, x.low}, (pair){y.high, y.low});
  double radius = ((x.radius + y.radius) + sum_error * fabs(z.high)) * inflation;
  return (cdd_real){z.high, z.low, radius};
}

CDD_INLINE cdd_real real_product(cdd_real x, cdd_real y) {
  pair z = pair_product((pair){x.high, x.low}, (pair){y.high, y.low});
  double x_size = fabs(x.high);
  double y_size = fabs(y.high) + y.radius;
  double tiny = ((x_size + x.radius == 0) | (y_size == 0)) ? 0 : underflow;
  double spread = x_size * y.radius + x.radius * y_size;
  return (cdd_real){z.high, z.low, (spread + product_error * fabs(z.high)) * inflation + tiny};
}

// Discs.

CDD_INLINE cdd_disc disc_load(cdd_source x, ptrdiff_t i) {
  return (cdd_disc){
    x.planes[i], x.planes[x.stride + i], x.planes[2 * x.stride + i], x.planes[3 * x.stride + i],
    x.planes[4 * x.stride + i]};
}

CDD_INLINE void disc_store(cdd_target z, ptrdiff_t i, cdd_disc x) {
  z.planes[i] = x.real_high;
  z.planes[z.stride + i] = x.real_low;
  z.planes[2 * z.stride + i] = x.imaginary_high;
  z.planes[3 * z.stride + i] = x.imaginary_low;
  z.planes[4 * z.stride + i] = x.radius;
}

CDD_INLINE cdd_disc disc_negative(cdd_disc x) {
  return (cdd_disc){-x.real_high, -x.real_low, -x.imaginary_high, -x.imaginary_low, x.radius};
}

CDD_INLINE cdd_disc disc_sum(cdd_disc x, cdd_disc y) {
  pair real = pair_sum((pair){x.real_high, x.real_low}, (pair){y.real_high, y.real_low});
  pair imaginary = pair_sum((pair){x.imaginary_high, x.imaginary_low}, (pair){y.imaginary_high, y.imaginary_low});
  double error = sum_error * (fabs(real.high) + fabs(imaginary.high));
  return (cdd_disc){
    real.high, real.low, imaginary.high, imaginary.low, ((x.radius + y.radius) + error) * inflation};
}

// |Re| + |Im|, up to a factor 1 + 2 u.
CDD_INLINE double disc_span(cdd_disc x) { return fabs(x.real_high) + fabs(x.imaginary_high); }

// |midpoint|, up to a factor 1 + 4 u: the span where the squares overflow or underflow.
CDD_INLINE double disc_size(cdd_disc x) {
  double squares = x.real_high * x.real_high + x.imaginary_high * x.imaginary_high;
  double root = __builtin_sqrt(squares + 0x1p-1020);
  double span = disc_span(x);
  return root < span ? root : span;
}

CDD_INLINE cdd_disc disc_product(cdd_disc x, cdd_disc y) {
  pair a = {x.real_high, x.real_low}, b = {x.imaginary_high, x.imaginary_low};
  pair c = {y.real_high, y.real_low}, d = {y.imaginary_high, y.imaginary_low};
  pair real = pair_sum(pair_product(a, c), pair_negative(pair_product(b, d)));
  pair imaginary = pair_sum(pair_product(a, d), pair_product(b, c));
  double x_span = disc_span(x), y_span = disc_span(y);
  double tiny = ((x_span + x.radius == 0) | (y_span + y.radius == 0)) ? 0 : 4 * underflow;
  double spread = disc_size(x) * y.radius + x.radius * (disc_size(y) + y.radius);
  // The four products are off by 7 u^2 of their sizes, which add up to the product of the spans, and the sums by 4 u^2.
  // With four products that may underflow, the underflow term is four times that of a real product.
  double error = product_error * (x_span * y_span) + sum_error * (fabs(real.high) + fabs(imaginary.high));
  return (cdd_disc){
    real.high, real.low, imaginary.high, imaginary.low, (spread + error) * inflation + tiny};
}

cdd_disc cdd_disc_plus(cdd_disc x, cdd_disc y) { return disc_sum(x, y); }
cdd_disc cdd_disc_times(cdd_disc x, cdd_disc y) { return disc_product(x, y); }

// The operations on vectors, the same for both kinds.

#define CDD_DEFINE(KIND)                                                                                               \
  CDD_CLONES void cdd_##KIND##_add(cdd_target z, cdd_source x, ptrdiff_t count) {                                      \
    CDD_LOOP(count) KIND##_store(z, i, KIND##_sum(KIND##_load(cdd_read(z), i), KIND##_load(x, i)));                    \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_subtract(cdd_target z, cdd_source x, ptrdiff_t count) {                                 \
    CDD_LOOP(count)                                                                                                    \
    KIND##_store(z, i, KIND##_sum(KIND##_load(cdd_read(z), i), KIND##_negative(KIND##_load(x, i))));                   \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_multiply(cdd_target z, cdd_source x, ptrdiff_t count) {                                 \
    CDD_LOOP(count) KIND##_store(z, i, KIND##_product(KIND##_load(cdd_read(z), i), KIND##_load(x, i)));                \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_scale(cdd_target z, cdd_##KIND s, ptrdiff_t count) {                                    \
    CDD_LOOP(count) KIND##_store(z, i, KIND##_product(KIND##_load(cdd_read(z), i), s));                                \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_form_product(cdd_target z, cdd_source x, cdd_source y, ptrdiff_t count) {               \
    CDD_LOOP(count) KIND##_store(z, i, KIND##_product(KIND##_load(x, i), KIND##_load(y, i)));                          \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_add_product(cdd_target z, cdd_source x, cdd_source y, ptrdiff_t count) {                \
    CDD_LOOP(count) {                                                                                                  \
      cdd_##KIND product = KIND##_product(KIND##_load(x, i), KIND##_load(y, i));                                       \
      KIND##_store(z, i, KIND##_sum(KIND##_load(cdd_read(z), i), product));                                            \
    }                                                                                                                  \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_subtract_product(cdd_target z, cdd_source x, cdd_source y, ptrdiff_t count) {           \
    CDD_LOOP(count) {                                                                                                  \
      cdd_##KIND product = KIND##_product(KIND##_load(x, i), KIND##_load(y, i));                                       \
      KIND##_store(z, i, KIND##_sum(KIND##_load(cdd_read(z), i), KIND##_negative(product)));                           \
    }                                                                                                                  \
  }                                                                                                                    \
  CDD_CLONES void cdd_##KIND##_add_scaled(cdd_target z, cdd_##KIND s, cdd_source x, ptrdiff_t count) {                 \
    CDD_LOOP(count) {                                                                                                  \
      cdd_##KIND product = KIND##_product(s, KIND##_load(x, i));                                                       \
      KIND##_store(z, i, KIND##_sum(KIND##_load(cdd_read(z), i), product));                                            \
    }                                                                                                                  \
  }                                                                                                                    \
  CDD_CLONES cdd_##KIND cdd_##KIND##_dot(cdd_source x, cdd_source y, ptrdiff_t count) {                                \
    double planes[8 * sizeof(cdd_##KIND) / sizeof(double)] = {0};                                                      \
    cdd_target sums = {planes, 8};                                                                                     \
    for (ptrdiff_t start = 0; start < count; start += 8) {                                                             \
      cdd_source x_part = {x.planes + start, x.stride}, y_part = {y.planes + start, y.stride};                         \
      CDD_LOOP(count - start < 8 ? count - start : 8) {                                                                \
        cdd_##KIND product = KIND##_product(KIND##_load(x_part, i), KIND##_load(y_part, i));                           \
        KIND##_store(sums, i, KIND##_sum(KIND##_load(cdd_read(sums), i), product));                                    \
      }                                                                                                                \
    }                                                                                                                  \
    cdd_##KIND total = KIND##_load(cdd_read(sums), 0);                                                                 \
    for (ptrdiff_t i = 1; i < 8; i++) total = KIND##_sum(total, KIND##_load(cdd_read(sums), i));                       \
    return total;                                                                                                      \
  }

CDD_DEFINE(real)
CDD_DEFINE(disc)
