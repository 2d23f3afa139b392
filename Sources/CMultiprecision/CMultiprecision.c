// Header-only; SwiftPM wants a source file.
#include "CMultiprecision.h"
