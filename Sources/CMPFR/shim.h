#include <stdint.h>
#include <stdio.h>
#include <mpfr.h>
