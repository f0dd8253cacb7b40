// SPDX-License-Identifier: Apache-2.0
// zlib's function that starts a stream is a macro; Swift cannot import those.
#ifndef RFTWIN_CZLIB_SHIM_H
#define RFTWIN_CZLIB_SHIM_H

#include <zlib.h>

// A negative window tells that the stream has no header of its own, as in ZIP archives.
static inline int rftwin_zlib_begin_raw(z_streamp stream) {
  return inflateInit2(stream, -MAX_WBITS);
}

#endif
