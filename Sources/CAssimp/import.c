// SPDX-License-Identifier: Apache-2.0

// For close_range.
#define _GNU_SOURCE

#include "CAssimp.h"

#include <assimp/cimport.h>
#include <assimp/config.h>
#include <assimp/metadata.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void put_string(FILE *out, const char *text, size_t length) {
  uint32_t size = (uint32_t)length;
  fwrite(&size, sizeof size, 1, out);
  fwrite(text, 1, length, out);
}

static void multiply(const double left[16], const struct aiMatrix4x4 *right, double result[16]) {
  const double r[16] = {
      right->a1, right->a2, right->a3, right->a4, right->b1, right->b2, right->b3, right->b4,
      right->c1, right->c2, right->c3, right->c4, right->d1, right->d2, right->d3, right->d4};
  for (int row = 0; row < 4; row++) {
    for (int column = 0; column < 4; column++) {
      double sum = 0;
      for (int k = 0; k < 4; k++) sum += left[4 * row + k] * r[4 * k + column];
      result[4 * row + column] = sum;
    }
  }
}

static uint32_t count_meshes(const struct aiNode *node) {
  uint32_t count = node->mNumMeshes;
  for (unsigned i = 0; i < node->mNumChildren; i++) count += count_meshes(node->mChildren[i]);
  return count;
}

static void put_mesh(FILE *out, const struct aiScene *scene, const struct aiNode *node,
                     uint32_t index, const struct aiMesh *mesh, const double transform[16]) {
  struct aiString material = {0};
  if (mesh->mMaterialIndex < scene->mNumMaterials) {
    aiGetMaterialString(scene->mMaterials[mesh->mMaterialIndex], AI_MATKEY_NAME, &material);
  }
  put_string(out, node->mName.data, node->mName.length);
  put_string(out, mesh->mName.data, mesh->mName.length);
  put_string(out, material.data, material.length);
  const uint32_t bones = mesh->mNumBones;
  fwrite(&index, sizeof index, 1, out);
  fwrite(&bones, sizeof bones, 1, out);
  fwrite(transform, sizeof(double), 16, out);
  uint32_t triangles = 0;
  for (unsigned i = 0; i < mesh->mNumFaces; i++) triangles += mesh->mFaces[i].mNumIndices == 3;
  const uint32_t vertices = mesh->mNumVertices;
  fwrite(&vertices, sizeof vertices, 1, out);
  fwrite(&triangles, sizeof triangles, 1, out);
  for (uint32_t i = 0; i < vertices; i++) {
    const float position[3] = {mesh->mVertices[i].x, mesh->mVertices[i].y, mesh->mVertices[i].z};
    fwrite(position, sizeof(float), 3, out);
  }
  for (unsigned i = 0; i < mesh->mNumFaces; i++) {
    if (mesh->mFaces[i].mNumIndices != 3) continue;
    const uint32_t corners[3] = {mesh->mFaces[i].mIndices[0], mesh->mFaces[i].mIndices[1],
                                 mesh->mFaces[i].mIndices[2]};
    fwrite(corners, sizeof(uint32_t), 3, out);
  }
}

/// Writes the meshes of a node and of all below it; `next` counts the nodes in this order.
static void put_meshes(FILE *out, const struct aiScene *scene, const struct aiNode *node,
                       const double parent[16], uint32_t *next) {
  double transform[16];
  multiply(parent, &node->mTransformation, transform);
  const uint32_t index = (*next)++;
  for (unsigned i = 0; i < node->mNumMeshes; i++) {
    put_mesh(out, scene, node, index, scene->mMeshes[node->mMeshes[i]], transform);
  }
  for (unsigned i = 0; i < node->mNumChildren; i++) {
    put_meshes(out, scene, node->mChildren[i], transform, next);
  }
}

static uint32_t count_nodes(const struct aiNode *node) {
  uint32_t count = 1;
  for (unsigned i = 0; i < node->mNumChildren; i++) count += count_nodes(node->mChildren[i]);
  return count;
}

/// Writes a node and all below it, in the same order as their meshes.
static void put_nodes(FILE *out, const struct aiNode *node, int32_t parent, int32_t *next) {
  const double identity[16] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  double transform[16];
  multiply(identity, &node->mTransformation, transform);
  const int32_t index = (*next)++;
  put_string(out, node->mName.data, node->mName.length);
  fwrite(&parent, sizeof parent, 1, out);
  fwrite(transform, sizeof(double), 16, out);
  for (unsigned i = 0; i < node->mNumChildren; i++) {
    put_nodes(out, node->mChildren[i], index, next);
  }
}

static void put_vector_keys(FILE *out, const struct aiVectorKey *keys, uint32_t count) {
  fwrite(&count, sizeof count, 1, out);
  for (uint32_t i = 0; i < count; i++) {
    const double key[4] = {keys[i].mTime, keys[i].mValue.x, keys[i].mValue.y, keys[i].mValue.z};
    fwrite(key, sizeof(double), 4, out);
  }
}

static void put_turn_keys(FILE *out, const struct aiQuatKey *keys, uint32_t count) {
  fwrite(&count, sizeof count, 1, out);
  for (uint32_t i = 0; i < count; i++) {
    const double key[5] = {keys[i].mTime, keys[i].mValue.x, keys[i].mValue.y, keys[i].mValue.z,
                           keys[i].mValue.w};
    fwrite(key, sizeof(double), 5, out);
  }
}

static void put_animation(FILE *out, const struct aiAnimation *animation) {
  put_string(out, animation->mName.data, animation->mName.length);
  // Assimp's own viewers take 25 where a file does not say.
  const double rate = animation->mTicksPerSecond > 0 ? animation->mTicksPerSecond : 25;
  const uint32_t shapes = animation->mNumMeshChannels + animation->mNumMorphMeshChannels;
  const uint32_t channels = animation->mNumChannels;
  fwrite(&rate, sizeof rate, 1, out);
  fwrite(&shapes, sizeof shapes, 1, out);
  fwrite(&channels, sizeof channels, 1, out);
  for (uint32_t i = 0; i < channels; i++) {
    const struct aiNodeAnim *channel = animation->mChannels[i];
    put_string(out, channel->mNodeName.data, channel->mNodeName.length);
    put_vector_keys(out, channel->mPositionKeys, channel->mNumPositionKeys);
    put_turn_keys(out, channel->mRotationKeys, channel->mNumRotationKeys);
    put_vector_keys(out, channel->mScalingKeys, channel->mNumScalingKeys);
  }
}

static void put_animations(FILE *out, const struct aiScene *scene) {
  const uint32_t nodes = count_nodes(scene->mRootNode);
  int32_t next = 0;
  fwrite(&nodes, sizeof nodes, 1, out);
  put_nodes(out, scene->mRootNode, -1, &next);
  const uint32_t animations = scene->mNumAnimations;
  fwrite(&animations, sizeof animations, 1, out);
  for (uint32_t i = 0; i < animations; i++) put_animation(out, scene->mAnimations[i]);
}

static int find_metadata(const struct aiScene *scene, const char *name, double *value) {
  const struct aiMetadata *metadata = scene->mMetaData;
  if (!metadata) return 0;
  for (unsigned i = 0; i < metadata->mNumProperties; i++) {
    if (strcmp(metadata->mKeys[i].data, name) != 0 || !metadata->mValues[i].mData) continue;
    switch (metadata->mValues[i].mType) {
    case AI_INT32: *value = *(const int32_t *)metadata->mValues[i].mData; return 1;
    case AI_FLOAT: *value = *(const float *)metadata->mValues[i].mData; return 1;
    case AI_DOUBLE: *value = *(const double *)metadata->mValues[i].mData; return 1;
    default: return 0;
    }
  }
  return 0;
}

/// Exit statuses of the child.
enum { child_ok = 0, child_refused = 1, child_disk_full = 2 };

/// Runs in the child: imports and writes, touching nothing of the parent's but the file.
static int import_into(FILE *out, const char *path) {
  struct aiPropertyStore *properties = aiCreatePropertyStore();
  // Points and lines carry no surface.
  aiSetImportPropertyInteger(properties, AI_CONFIG_PP_SBP_REMOVE,
                             aiPrimitiveType_POINT | aiPrimitiveType_LINE);
  aiSetImportPropertyInteger(properties, AI_CONFIG_IMPORT_FBX_PRESERVE_PIVOTS, 0);
  const struct aiScene *scene = aiImportFileExWithProperties(
      path, aiProcess_Triangulate | aiProcess_SortByPType, NULL, properties);
  if (!scene || !scene->mRootNode) {
    const char *reason = aiGetErrorString();
    put_string(out, reason, strlen(reason));
    fflush(out);
    return child_refused;
  }
  double centimetres = 0, up = -1;
  // Only FBX states these; its unit factor is in centimetres.
  find_metadata(scene, "UnitScaleFactor", &centimetres);
  find_metadata(scene, "UpAxis", &up);
  const double metres = centimetres / 100;
  const int32_t axis = (int32_t)up;
  const uint32_t meshes = count_meshes(scene->mRootNode);
  fwrite(&metres, sizeof metres, 1, out);
  fwrite(&axis, sizeof axis, 1, out);
  fwrite(&meshes, sizeof meshes, 1, out);
  const double identity[16] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  uint32_t next = 0;
  put_meshes(out, scene, scene->mRootNode, identity, &next);
  put_animations(out, scene);
  return fflush(out) != 0 || ferror(out) ? child_disk_full : child_ok;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// Waits for the child; gives 0 when it had to be killed for taking too long.
static int wait_for(pid_t child, double timeout_seconds, int *status) {
  const double deadline = now() + timeout_seconds;
  struct timespec pause = {0, 200000};
  for (;;) {
    const pid_t ended = waitpid(child, status, WNOHANG);
    if (ended == child) return 1;
    if (ended < 0 && errno != EINTR) return 0;
    if (now() > deadline) {
      kill(child, SIGKILL);
      while (waitpid(child, status, 0) < 0 && errno == EINTR) {}
      return 0;
    }
    nanosleep(&pause, NULL);
    if (pause.tv_nsec < 10000000) pause.tv_nsec *= 2;
  }
}

static void read_message(FILE *file, char *message, size_t size) {
  uint32_t length = 0;
  rewind(file);
  if (fread(&length, sizeof length, 1, file) != 1) return;
  if (length >= size) length = (uint32_t)size - 1;
  message[fread(message, 1, length, file)] = 0;
}

struct rftwin_import_report rftwin_import_mesh(const char *path, double timeout_seconds) {
  struct rftwin_import_report report = {rftwin_import_unavailable, 0, {0}, -1};
  FILE *file = tmpfile();
  if (!file) {
    snprintf(report.message, sizeof report.message, "no temporary file: %s", strerror(errno));
    return report;
  }
  const pid_t child = fork();
  if (child < 0) {
    snprintf(report.message, sizeof report.message, "no new process: %s", strerror(errno));
    fclose(file);
    return report;
  }
  if (child == 0) {
    const struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    const int nowhere = open("/dev/null", O_WRONLY);
    // What a dying library prints would only confuse: the parent says it better.
    if (nowhere >= 0) {
      dup2(nowhere, 1);
      dup2(nowhere, 2);
    }
    // A lock on a file that another thread has open would last as long as this process.
    const unsigned kept = (unsigned)fileno(file);
    if (kept > 3) close_range(3, kept - 1, 0);
    close_range(kept + 1, ~0u, 0);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    _exit(import_into(file, path));
  }
  int status = 0;
  if (!wait_for(child, timeout_seconds, &status)) {
    report.outcome = rftwin_import_timed_out;
  } else if (WIFSIGNALED(status)) {
    report.outcome = rftwin_import_crashed;
    report.signal = WTERMSIG(status);
  } else if (WEXITSTATUS(status) == child_ok) {
    report.outcome = rftwin_import_ok;
    rewind(file);
    report.descriptor = dup(fileno(file));
    lseek(report.descriptor, 0, SEEK_SET);
  } else if (WEXITSTATUS(status) == child_refused) {
    report.outcome = rftwin_import_refused;
    read_message(file, report.message, sizeof report.message);
  } else {
    snprintf(report.message, sizeof report.message, "the temporary folder is full");
  }
  fclose(file);
  return report;
}
