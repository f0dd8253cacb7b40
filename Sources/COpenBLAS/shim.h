// SPDX-License-Identifier: Apache-2.0
// LAPACKE's complex types are C99's by default; Swift cannot import those, so a layout-compatible struct stands in.
#ifndef RFTWIN_COPENBLAS_SHIM_H
#define RFTWIN_COPENBLAS_SHIM_H

#define LAPACK_COMPLEX_STRUCTURE
#include <lapacke.h>

#endif
