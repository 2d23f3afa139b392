// The instruction set that the compiler assumes anyway. On x86-64 without FMA the fused operations are library calls:
// slow, with the same results.
#define ISA baseline
#include "instantiate.inc"
