#include "CPeers.h"

#include <math.h>
#include <mpfr.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double peers_thread_seconds(void) { return seconds(CLOCK_THREAD_CPUTIME_ID); }
double peers_wall_seconds(void) { return seconds(CLOCK_MONOTONIC); }

struct peers_recurrence {
  long count, length;
  mpfr_t *h, *a, *b, *u;
  mpfr_t product;
};

static mpfr_t *make(long count, long bits) {
  mpfr_t *x = malloc((size_t)count * sizeof(mpfr_t));
  for (long i = 0; i < count; i++) {
    mpfr_init2(x[i], bits);
    mpfr_set_zero(x[i], 1);
  }
  return x;
}

static void clear(mpfr_t *x, long count) {
  for (long i = 0; i < count; i++) mpfr_clear(x[i]);
  free(x);
}

peers_recurrence *peers_recurrence_make(long count, long length, long bits) {
  peers_recurrence *r = malloc(sizeof *r);
  r->count = count;
  r->length = length;
  r->h = make(count, bits);
  r->a = make(count, bits);
  r->b = make(count, bits);
  r->u = make(length, bits);
  mpfr_init2(r->product, bits);
  for (long i = 0; i < count; i++) {
    mpfr_set_si(r->a[i], 1, MPFR_RNDN);
    mpfr_div_si(r->a[i], r->a[i], i + 3, MPFR_RNDN);
    mpfr_si_sub(r->a[i], 1, r->a[i], MPFR_RNDN);
    mpfr_set_si(r->b[i], 1, MPFR_RNDN);
    mpfr_div_si(r->b[i], r->b[i], i + 7, MPFR_RNDN);
  }
  for (long t = 0; t < length; t++) {
    mpfr_set_si(r->u[t], 1, MPFR_RNDN);
    mpfr_div_si(r->u[t], r->u[t], t + 5, MPFR_RNDN);
  }
  return r;
}

void peers_recurrence_free(peers_recurrence *r) {
  clear(r->h, r->count);
  clear(r->a, r->count);
  clear(r->b, r->count);
  clear(r->u, r->length);
  mpfr_clear(r->product);
  free(r);
}

void peers_recurrence_run(peers_recurrence *r) {
  for (long t = 0; t < r->length; t++)
    for (long i = 0; i < r->count; i++) {
      mpfr_mul(r->h[i], r->h[i], r->a[i], MPFR_RNDN);
      mpfr_mul(r->product, r->u[t], r->b[i], MPFR_RNDN);
      mpfr_add(r->h[i], r->h[i], r->product, MPFR_RNDN);
    }
}

double peers_recurrence_state(const peers_recurrence *r, long index) { return mpfr_get_d(r->h[index], MPFR_RNDN); }

void peers_diagonal_scan(const float *a, const float *b, float *h, long length, long channels) {
  for (long t = 0; t < length; t++)
    for (long i = 0; i < channels; i++)
      h[t * channels + i] = a[i] * (t > 0 ? h[(t - 1) * channels + i] : 0) + b[t * channels + i];
}

void peers_diagonal_model(
  const float *a_re, const float *a_im, const float *b_re, const float *b_im, const float *c_re, const float *c_im,
  const float *u, float *y, float *x_re, float *x_im, long length, long channels, long state) {
  memset(x_re, 0, sizeof(float) * (size_t)(channels * state));
  memset(x_im, 0, sizeof(float) * (size_t)(channels * state));
  for (long t = 0; t < length; t++)
    for (long i = 0; i < channels; i++) {
      float sum = 0, input = u[t * channels + i];
      for (long n = i * state; n < (i + 1) * state; n++) {
        float re = a_re[n] * x_re[n] - a_im[n] * x_im[n] + b_re[n] * input;
        float im = a_re[n] * x_im[n] + a_im[n] * x_re[n] + b_im[n] * input;
        x_re[n] = re;
        x_im[n] = im;
        sum += c_re[n] * re - c_im[n] * im;
      }
      y[t * channels + i] = 2 * sum;
    }
}

void peers_selective_scan(
  const float *a, const float *u, const float *delta, const float *b, const float *c, float *y, float *h,
  long channels, long length, long state) {
  for (long i = 0; i < channels; i++) {
    memset(h, 0, sizeof(float) * (size_t)state);
    for (long t = 0; t < length; t++) {
      float step = delta[i * length + t], drive = step * u[i * length + t], sum = 0;
      for (long n = 0; n < state; n++) {
        h[n] = expf(step * a[i * state + n]) * h[n] + drive * b[n * length + t];
        sum += c[n * length + t] * h[n];
      }
      y[i * length + t] = sum;
    }
  }
}

void peers_state_space_duality(
  const float *a, const float *x, const float *delta, const float *b, const float *c, float *y, float *state,
  long length, long heads, long rows, long modes) {
  for (long head = 0; head < heads; head++) {
    memset(state, 0, sizeof(float) * (size_t)(rows * modes));
    for (long t = 0; t < length; t++) {
      float step = delta[t * heads + head], decay = expf(step * a[head]);
      for (long p = 0; p < rows; p++) {
        float drive = step * x[(t * heads + head) * rows + p], sum = 0;
        for (long n = 0; n < modes; n++) {
          float h = decay * state[p * modes + n] + drive * b[t * modes + n];
          state[p * modes + n] = h;
          sum += h * c[t * modes + n];
        }
        y[(t * heads + head) * rows + p] = sum;
      }
    }
  }
}

void peers_delta_rule(
  const float *q, const float *k, const float *v, const float *g, const float *beta, float *o, float *state,
  long length, long heads, long keys, long values) {
  float scale = 1 / sqrtf((float)keys);
  for (long head = 0; head < heads; head++) {
    memset(state, 0, sizeof(float) * (size_t)(keys * values));
    for (long t = 0; t < length; t++) {
      long now = t * heads + head;
      float decay = expf(g[now]);
      for (long p = 0; p < values; p++) {
        float held = 0, sum = 0;
        for (long n = 0; n < keys; n++) {
          state[n * values + p] *= decay;
          held += state[n * values + p] * k[now * keys + n];
        }
        float correction = beta[now] * (v[now * values + p] - held);
        for (long n = 0; n < keys; n++) {
          state[n * values + p] += k[now * keys + n] * correction;
          sum += state[n * values + p] * q[now * keys + n];
        }
        o[now * values + p] = scale * sum;
      }
    }
  }
}

void peers_varying_scan(const float *a, const float *b, float *h, long length) {
  float state = 0;
  for (long t = 0; t < length; t++) h[t] = state = a[t] * state + b[t];
}

void peers_convolution(const float *u, const float *kernel, float *y, long channels, long length) {
  for (long i = 0; i < channels; i++)
    for (long t = 0; t < length; t++) {
      float sum = 0;
      for (long s = 0; s <= t; s++) sum += kernel[i * length + t - s] * u[i * length + s];
      y[i * length + t] = sum;
    }
}
