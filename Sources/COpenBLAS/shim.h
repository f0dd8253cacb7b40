// SPDX-License-Identifier: Apache-2.0
// LAPACKE's complex types cannot be imported by Swift; numbers come as pairs of doubles, which have the same layout.
#ifndef RFTWIN_COPENBLAS_SHIM_H
#define RFTWIN_COPENBLAS_SHIM_H

#include <lapacke.h>

// OpenBLAS has threads of its own; called from several of ours at once, they have been seen to wait for each
// other for ever. Our matrices are small, and what is many is spread over threads by us.
void openblas_set_num_threads(int count);

/// Eigenvalues, ascending, and eigenvectors of a Hermitian matrix of which the lower triangle is given.
static inline int rftwin_zheevd(int order, double *matrix, double *values) {
  return LAPACKE_zheevd(
      LAPACK_COL_MAJOR, 'V', 'L', order, (lapack_complex_double *)matrix, order, values);
}

/// The lower triangle of the inverse of a positive definite matrix of which the lower triangle is given.
static inline int rftwin_zpoinv(int order, double *matrix) {
  lapack_complex_double *values = (lapack_complex_double *)matrix;
  int status = LAPACKE_zpotrf(LAPACK_COL_MAJOR, 'L', order, values, order);
  return status != 0 ? status : LAPACKE_zpotri(LAPACK_COL_MAJOR, 'L', order, values, order);
}

#endif
