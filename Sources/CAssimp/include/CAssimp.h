// SPDX-License-Identifier: Apache-2.0
#ifndef RFTWIN_CASSIMP_H
#define RFTWIN_CASSIMP_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What became of an import.
enum rftwin_import_outcome {
  /// The file was read; the descriptor holds the meshes.
  rftwin_import_ok = 0,
  /// Assimp refused the file; `message` says why.
  rftwin_import_refused = 1,
  /// Assimp crashed on the file; `signal` says how.
  rftwin_import_crashed = 2,
  /// Assimp did not come to an end in time.
  rftwin_import_timed_out = 3,
  /// The system gave no process or no temporary file.
  rftwin_import_unavailable = 4,
};

struct rftwin_import_report {
  enum rftwin_import_outcome outcome;
  int signal;
  char message[512];
  /// An open descriptor at its start, to be closed by the caller, or -1.
  int descriptor;
};

/// Reads a mesh file with Assimp in a process of its own, so that a file that crashes or hangs the library costs no
/// more than an error message.
///
/// On success the descriptor holds, in the machine's byte order:
///   double metres_per_unit (0 when the file does not say), int32 up_axis (-1 when not said, else 0 x, 1 y, 2 z),
///   uint32 mesh_count, then for each mesh: three strings (node, mesh, material: uint32 length and bytes),
///   uint32 index of its node, uint32 number of bones that bend it, double[16] row-major transform of the node, uint32 vertices, uint32 triangles, float[3 * vertices],
///   uint32[3 * triangles]. Behind the meshes: uint32 node_count, for each node a string name, int32 parent (-1 for
///   none; parents come first), double[16] row-major transform in its parent; uint32 animation_count, for each animation
///   a string name, double ticks_per_second, uint32 number of channels that bend meshes, uint32 channel_count, for each
///   channel a string node and three lists of keys (uint32 count, then for each double time in ticks and the values):
///   positions x, y, z; rotations as quaternions x, y, z, w; scales x, y, z.
struct rftwin_import_report rftwin_import_mesh(const char *path, double timeout_seconds);

#ifdef __cplusplus
}
#endif

#endif
