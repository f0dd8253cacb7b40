// SPDX-License-Identifier: Apache-2.0
#ifndef RFTWIN_CFFTW_SHIM_H
#define RFTWIN_CFFTW_SHIM_H

#include <fftw3.h>

// FFTW's flags import into Swift as integers of different types; these all have the one type the planner takes.

// Measured planning would choose the algorithm by a stopwatch, so two runs could round differently. Estimated
// planning depends on the size alone, which keeps records byte-identical.
static const unsigned int rftwin_fftw_estimate = FFTW_ESTIMATE;

#endif
