// Complex routines take C99 `_Complex`, which Swift cannot import: they are reached through real pointers, in a shim.
#include <lapacke.h>
