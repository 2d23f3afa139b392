// Ten functions of the FPBench suite, and the errors of their binary64 evaluation.

#ifndef CNUMERICFUNCTIONS_H
#define CNUMERICFUNCTIONS_H

/// How many functions there are.
int numeric_function_count(void);
const char *numeric_function_name(int function);
/// The number of arguments, and the closed range of each.
int numeric_function_arity(int function);
double numeric_function_lower(int function, int argument);
double numeric_function_upper(int function, int argument);
/// |computed - exact| / ulp(exact), where ulp(0) = 2^-1074 and the largest finite number is the most that is returned.
/// The exact value comes from MPFR at a precision that doubles until two values agree.
double numeric_function_ulps(int function, const double *arguments);

#endif
