// SPDX-License-Identifier: Apache-2.0
// HDF5's type and property constants are macros that call a function; Swift cannot import those.
#ifndef RFTWIN_CHDF5_SHIM_H
#define RFTWIN_CHDF5_SHIM_H

#include <hdf5.h>

static inline hid_t rftwin_h5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t rftwin_h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t rftwin_h5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t rftwin_h5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t rftwin_h5_le_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t rftwin_h5_le_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t rftwin_h5_le_int32(void) { return H5T_STD_I32LE; }
static inline hid_t rftwin_h5_le_uint64(void) { return H5T_STD_U64LE; }
static inline hid_t rftwin_h5_c_string(void) { return H5T_C_S1; }
static inline hid_t rftwin_h5_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t rftwin_h5_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t rftwin_h5_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t rftwin_h5_file_access(void) { return H5P_FILE_ACCESS; }

static const hid_t rftwin_h5_default = H5P_DEFAULT;
static const hid_t rftwin_h5_errors = H5E_DEFAULT;
static const hid_t rftwin_h5_all = H5S_ALL;
static const unsigned rftwin_h5_truncate = 0x0002u; // H5F_ACC_TRUNC without its library check
static const unsigned rftwin_h5_read_only = 0x0000u; // H5F_ACC_RDONLY
static const unsigned rftwin_h5_read_write = 0x0001u; // H5F_ACC_RDWR

#endif
