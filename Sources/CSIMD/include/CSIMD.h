// Vector operations for which Swift's element-wise SIMD code is not vectorised by the compiler.
#ifndef CSIMD_H
#define CSIMD_H
#endif
