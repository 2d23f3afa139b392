// The same computations in C, and clocks.

#ifndef CPEERS_H
#define CPEERS_H

/// Seconds of processor time of the calling thread, and of the wall clock.
double peers_thread_seconds(void);
double peers_wall_seconds(void);

/// h_i = a_i h_i + u_t b_i on `count` MPFR variables, where a_i = 1 - 1/(i + 3), b_i = 1/(i + 7), u_t = 1/(t + 5),
/// each correctly rounded to `bits` bits. Everything is allocated beforehand.
typedef struct peers_recurrence peers_recurrence;
peers_recurrence *peers_recurrence_make(long count, long length, long bits);
void peers_recurrence_free(peers_recurrence *recurrence);
/// `length` steps, on from the present state.
void peers_recurrence_run(peers_recurrence *recurrence);
double peers_recurrence_state(const peers_recurrence *recurrence, long index);

/// The loops that one writes first, one element at a time; shapes as in the package's kernels.
void peers_diagonal_scan(const float *a, const float *b, float *h, long length, long channels);
void peers_diagonal_model(
  const float *a_re, const float *a_im, const float *b_re, const float *b_im, const float *c_re, const float *c_im,
  const float *u, float *y, float *x_re, float *x_im, long length, long channels, long state);
void peers_selective_scan(
  const float *a, const float *u, const float *delta, const float *b, const float *c, float *y, float *h,
  long channels, long length, long state);
/// With one group; `state` is that of one head, (rows, state).
void peers_state_space_duality(
  const float *a, const float *x, const float *delta, const float *b, const float *c, float *y, float *state,
  long length, long heads, long rows, long modes);
/// `state` is that of one head, (keys, values).
void peers_delta_rule(
  const float *q, const float *k, const float *v, const float *g, const float *beta, float *o, float *state,
  long length, long heads, long keys, long values);
/// One channel, a decay for each step.
void peers_varying_scan(const float *a, const float *b, float *h, long length);
/// Causal, with as many taps as steps: the sum over all pairs of steps.
void peers_convolution(const float *u, const float *kernel, float *y, long channels, long length);

#endif
