// Each function is written once, with the operations of a number type, in the order of FPBench's expression. It is
// compiled for double, and for MPFR.

#include "CNumericFunctions.h"

#include <float.h>
#include <math.h>
#include <mpfr.h>

// The operations: r = x op y on registers of an array; constants are decimal texts, exact up to the precision.
typedef struct {
  int op, r, x, y;
  const char *text;
} step;

enum { CONSTANT, ADD, SUB, MUL, DIV, NEG, SIN, COS, ATAN, END };

#define K(r, text) { CONSTANT, r, 0, 0, text }
#define F(op, r, x, y) { op, r, x, y, 0 }
#define DONE { END, 0, 0, 0, 0 }

// Registers 0.. are the arguments; the result is register 40.
enum { REGISTERS = 48, RESULT = 40 };

typedef struct {
  const char *name;
  int arity;
  double range[6][2];
  step steps[48];
} function;

static const function functions[] = {
  { "rigidBody1", 3, { { -15, 15 }, { -15, 15 }, { -15, 15 } },
    { F(MUL, 10, 0, 1), F(NEG, 10, 10, 0), K(11, "2"), F(MUL, 11, 11, 1), F(MUL, 11, 11, 2), F(SUB, 10, 10, 11),
      F(SUB, 10, 10, 0), F(SUB, RESULT, 10, 2), DONE } },
  { "rigidBody2", 3, { { -15, 15 }, { -15, 15 }, { -15, 15 } },
    { K(10, "2"), F(MUL, 10, 10, 0), F(MUL, 10, 10, 1), F(MUL, 10, 10, 2), K(11, "3"), F(MUL, 11, 11, 2),
      F(MUL, 11, 11, 2), F(ADD, 12, 10, 11), F(MUL, 13, 1, 0), F(MUL, 13, 13, 1), F(MUL, 13, 13, 2), F(SUB, 12, 12, 13),
      F(ADD, 12, 12, 11), F(SUB, RESULT, 12, 1), DONE } },
  { "jetEngine", 2, { { -5, 5 }, { -20, 5 } },
    { K(10, "3"), F(MUL, 11, 10, 0), F(MUL, 11, 11, 0), K(12, "2"), F(MUL, 13, 12, 1), F(ADD, 14, 11, 13),
      F(SUB, 14, 14, 0), F(SUB, 15, 11, 13), F(SUB, 15, 15, 0), F(MUL, 16, 0, 0), K(17, "1"), F(ADD, 18, 16, 17),
      F(DIV, 19, 14, 18), F(DIV, 20, 15, 18), F(MUL, 21, 12, 0), F(MUL, 21, 21, 19), F(SUB, 22, 19, 10),
      F(MUL, 21, 21, 22), K(23, "4"), F(MUL, 23, 23, 19), K(24, "6"), F(SUB, 23, 23, 24), F(MUL, 23, 16, 23),
      F(ADD, 21, 21, 23), F(MUL, 21, 21, 18), F(MUL, 25, 11, 19), F(ADD, 21, 21, 25), F(MUL, 26, 16, 0),
      F(ADD, 21, 21, 26), F(ADD, 21, 21, 0), F(MUL, 27, 10, 20), F(ADD, 21, 21, 27), F(ADD, RESULT, 0, 21), DONE } },
  { "turbine2", 3, { { -4.5, -0.3 }, { 0.4, 0.9 }, { 3.8, 7.8 } },
    { K(10, "6"), F(MUL, 10, 10, 0), K(11, "0.5"), F(MUL, 11, 11, 0), F(MUL, 12, 1, 1), F(MUL, 12, 12, 2),
      F(MUL, 12, 12, 2), F(MUL, 11, 11, 12), K(13, "1"), F(SUB, 13, 13, 0), F(DIV, 11, 11, 13), F(SUB, 10, 10, 11),
      K(14, "2.5"), F(SUB, RESULT, 10, 14), DONE } },
  { "sphere", 4, { { -10, 10 }, { 0, 10 }, { -1.570796, 1.570796 }, { -3.14159265, 3.14159265 } },
    { F(SIN, 10, 2, 0), F(COS, 11, 3, 0), F(MUL, 12, 1, 10), F(MUL, 12, 12, 11), F(ADD, RESULT, 0, 12), DONE } },
  { "azimuth", 4, { { 0, 0.4 }, { 0.5, 1 }, { 0, 3.14159265 }, { -3.14159265, -0.5 } },
    { F(SUB, 10, 3, 2), F(SIN, 11, 0, 0), F(COS, 12, 0, 0), F(SIN, 13, 1, 0), F(COS, 14, 1, 0), F(SIN, 15, 10, 0),
      F(COS, 16, 10, 0), F(MUL, 17, 14, 15), F(MUL, 18, 12, 13), F(MUL, 19, 11, 14), F(MUL, 19, 19, 16),
      F(SUB, 18, 18, 19), F(DIV, 17, 17, 18), F(ATAN, RESULT, 17, 0), DONE } },
  { "delta4", 6,
    { { 4, 6.3504 }, { 4, 6.3504 }, { 4, 6.3504 }, { 4, 6.3504 }, { 4, 6.3504 }, { 4, 6.3504 } },
    { F(NEG, 10, 1, 0), F(MUL, 10, 10, 2), F(MUL, 11, 0, 3), F(SUB, 10, 10, 11), F(MUL, 11, 1, 4), F(ADD, 10, 10, 11),
      F(MUL, 11, 2, 5), F(ADD, 10, 10, 11), F(MUL, 11, 4, 5), F(SUB, 10, 10, 11), F(NEG, 12, 0, 0), F(ADD, 12, 12, 1),
      F(ADD, 12, 12, 2), F(SUB, 12, 12, 3), F(ADD, 12, 12, 4), F(ADD, 12, 12, 5), F(MUL, 12, 0, 12),
      F(ADD, RESULT, 10, 12), DONE } },
  { "himmilbeau", 2, { { -5, 5 }, { -5, 5 } },
    { F(MUL, 10, 0, 0), F(ADD, 10, 10, 1), K(11, "11"), F(SUB, 10, 10, 11), F(MUL, 12, 1, 1), F(ADD, 12, 0, 12),
      K(13, "7"), F(SUB, 12, 12, 13), F(MUL, 10, 10, 10), F(MUL, 12, 12, 12), F(ADD, RESULT, 10, 12), DONE } },
  { "polarToCarthesian, x", 2, { { 1, 10 }, { 0, 360 } },
    { K(10, "3.14159265359"), K(11, "180"), F(DIV, 10, 10, 11), F(MUL, 12, 1, 10), F(COS, 12, 12, 0),
      F(MUL, RESULT, 0, 12), DONE } },
  { "polarToCarthesian, y", 2, { { 1, 10 }, { 0, 360 } },
    { K(10, "3.14159265359"), K(11, "180"), F(DIV, 10, 10, 11), F(MUL, 12, 1, 10), F(SIN, 12, 12, 0),
      F(MUL, RESULT, 0, 12), DONE } },
};

int numeric_function_count(void) { return (int)(sizeof functions / sizeof *functions); }
const char *numeric_function_name(int i) { return functions[i].name; }
int numeric_function_arity(int i) { return functions[i].arity; }
double numeric_function_lower(int i, int argument) { return functions[i].range[argument][0]; }
double numeric_function_upper(int i, int argument) { return functions[i].range[argument][1]; }

static double compute(const function *f, const double *arguments) {
  double v[REGISTERS];
  for (int i = 0; i < f->arity; i++) v[i] = arguments[i];
  for (const step *s = f->steps; s->op != END; s++) {
    double x = v[s->x < f->arity || s->op != CONSTANT ? s->x : 0], r = 0;
    switch (s->op) {
    case CONSTANT: {
      mpfr_t c;
      mpfr_init2(c, 53);
      mpfr_set_str(c, s->text, 10, MPFR_RNDN);
      r = mpfr_get_d(c, MPFR_RNDN);
      mpfr_clear(c);
      break;
    }
    case ADD: r = x + v[s->y]; break;
    case SUB: r = x - v[s->y]; break;
    case MUL: r = x * v[s->y]; break;
    case DIV: r = x / v[s->y]; break;
    case NEG: r = -x; break;
    case SIN: r = sin(x); break;
    case COS: r = cos(x); break;
    case ATAN: r = atan(x); break;
    }
    v[s->r] = r;
  }
  return v[RESULT];
}

static void reference(mpfr_t result, const function *f, const double *arguments, mpfr_prec_t bits) {
  mpfr_t v[REGISTERS];
  for (int i = 0; i < REGISTERS; i++) mpfr_init2(v[i], bits);
  for (int i = 0; i < f->arity; i++) mpfr_set_d(v[i], arguments[i], MPFR_RNDN);
  for (const step *s = f->steps; s->op != END; s++) {
    mpfr_ptr r = v[s->r], x = v[s->x], y = v[s->y];
    switch (s->op) {
    case CONSTANT: mpfr_set_str(r, s->text, 10, MPFR_RNDN); break;
    case ADD: mpfr_add(r, x, y, MPFR_RNDN); break;
    case SUB: mpfr_sub(r, x, y, MPFR_RNDN); break;
    case MUL: mpfr_mul(r, x, y, MPFR_RNDN); break;
    case DIV: mpfr_div(r, x, y, MPFR_RNDN); break;
    case NEG: mpfr_neg(r, x, MPFR_RNDN); break;
    case SIN: mpfr_sin(r, x, MPFR_RNDN); break;
    case COS: mpfr_cos(r, x, MPFR_RNDN); break;
    case ATAN: mpfr_atan(r, x, MPFR_RNDN); break;
    }
  }
  mpfr_set_prec(result, bits);
  mpfr_set(result, v[RESULT], MPFR_RNDN);
  for (int i = 0; i < REGISTERS; i++) mpfr_clear(v[i]);
}

double numeric_function_ulps(int index, const double *arguments) {
  const function *f = &functions[index];
  double computed = compute(f, arguments);
  mpfr_t exact, again, difference;
  mpfr_init2(exact, 256);
  mpfr_init2(again, 256);
  mpfr_init2(difference, 64);
  reference(exact, f, arguments, 256);
  // Two values at different precisions that agree to 100 bits, or are both 0 at a precision that holds sums of doubles.
  for (mpfr_prec_t bits = 512; bits <= 16384; bits *= 2) {
    reference(again, f, arguments, bits);
    mpfr_sub(difference, exact, again, MPFR_RNDN);
    int agree =
      mpfr_zero_p(again) ? bits >= 8192 && mpfr_zero_p(exact)
                         : mpfr_zero_p(difference) || mpfr_get_exp(difference) < mpfr_get_exp(again) - 100;
    mpfr_swap(exact, again);
    if (agree) break;
  }
  double error = DBL_MAX;
  if (isfinite(computed) && mpfr_number_p(exact)) {
    // ulp(exact) = 2^(exponent - 53), exact in [2^(exponent - 1), 2^exponent).
    long exponent = mpfr_zero_p(exact) ? -1074 : (long)mpfr_get_exp(exact) - 53;
    if (exponent < -1074) exponent = -1074;
    mpfr_sub_d(exact, exact, computed, MPFR_RNDN);
    mpfr_mul_2si(exact, exact, -exponent, MPFR_RNDN);
    error = fabs(mpfr_get_d(exact, MPFR_RNDN));
    if (!(error <= DBL_MAX)) error = DBL_MAX;
  }
  mpfr_clear(exact);
  mpfr_clear(again);
  mpfr_clear(difference);
  return error;
}
