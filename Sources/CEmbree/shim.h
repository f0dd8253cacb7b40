// SPDX-License-Identifier: Apache-2.0
// One face for Embree 3 (Debian 12) and Embree 4 (Debian 13): they differ in the header's folder and in how a query
// takes its context.
#ifndef RFTWIN_CEMBREE_SHIM_H
#define RFTWIN_CEMBREE_SHIM_H

#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif
#include <math.h>

// The macro is a cast, which Swift does not import.
static const unsigned int rftwin_embree_invalid_id = RTC_INVALID_GEOMETRY_ID;

/// The instance a hit lies on, or the invalid identifier. The field is an array whose length differs between builds.
static inline unsigned int rftwin_embree_instance(const struct RTCRayHit *ray_hit) {
  return ray_hit->hit.instID[0];
}

/// Finds the closest hit of one ray.
static inline void rftwin_embree_intersect(RTCScene scene, struct RTCRayHit *ray_hit) {
  ray_hit->hit.geomID = RTC_INVALID_GEOMETRY_ID;
  ray_hit->hit.instID[0] = RTC_INVALID_GEOMETRY_ID;
#if RTC_VERSION_MAJOR >= 4
  rtcIntersect1(scene, ray_hit, 0);
#else
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcIntersect1(scene, &context, ray_hit);
#endif
}

/// Asks whether anything lies on one ray; a blocked ray comes back with a `tfar` of minus infinity.
static inline void rftwin_embree_occluded(RTCScene scene, struct RTCRay *ray) {
#if RTC_VERSION_MAJOR >= 4
  rtcOccluded1(scene, ray, 0);
#else
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded1(scene, &context, ray);
#endif
}

/// Counts the rays that hit anything, as fast as Embree finds closest hits; for measurements.
///
/// `origins` and `directions` hold three numbers a ray. With `packets` eight neighbours go together.
static inline size_t rftwin_embree_count_hits(
    RTCScene scene, size_t count, const float *origins, const float *directions, int packets) {
  size_t hits = 0;
  size_t width = packets ? 8 : 1;
#if RTC_VERSION_MAJOR < 4
  struct RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  if (packets) context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
#endif
  for (size_t first = 0; first + width <= count; first += width) {
    if (!packets) {
      struct RTCRayHit query;
      query.ray.org_x = origins[3 * first];
      query.ray.org_y = origins[3 * first + 1];
      query.ray.org_z = origins[3 * first + 2];
      query.ray.dir_x = directions[3 * first];
      query.ray.dir_y = directions[3 * first + 1];
      query.ray.dir_z = directions[3 * first + 2];
      query.ray.tnear = 0;
      query.ray.tfar = INFINITY;
      query.ray.time = 0;
      query.ray.mask = -1;
      query.ray.id = 0;
      query.ray.flags = 0;
      rftwin_embree_intersect(scene, &query);
      hits += query.hit.geomID != RTC_INVALID_GEOMETRY_ID;
      continue;
    }
    struct RTCRayHit8 query;
    int valid[8] __attribute__((aligned(32)));
    for (size_t lane = 0; lane < 8; lane++) {
      size_t ray = 3 * (first + lane);
      valid[lane] = -1;
      query.ray.org_x[lane] = origins[ray];
      query.ray.org_y[lane] = origins[ray + 1];
      query.ray.org_z[lane] = origins[ray + 2];
      query.ray.dir_x[lane] = directions[ray];
      query.ray.dir_y[lane] = directions[ray + 1];
      query.ray.dir_z[lane] = directions[ray + 2];
      query.ray.tnear[lane] = 0;
      query.ray.tfar[lane] = INFINITY;
      query.ray.time[lane] = 0;
      query.ray.mask[lane] = -1;
      query.ray.id[lane] = 0;
      query.ray.flags[lane] = 0;
      query.hit.geomID[lane] = RTC_INVALID_GEOMETRY_ID;
      query.hit.instID[0][lane] = RTC_INVALID_GEOMETRY_ID;
    }
#if RTC_VERSION_MAJOR >= 4
    struct RTCIntersectArguments arguments;
    rtcInitIntersectArguments(&arguments);
    arguments.flags = RTC_RAY_QUERY_FLAG_COHERENT;
    rtcIntersect8(valid, scene, &query, &arguments);
#else
    rtcIntersect8(valid, scene, &context, &query);
#endif
    for (size_t lane = 0; lane < 8; lane++) hits += query.hit.geomID[lane] != RTC_INVALID_GEOMETRY_ID;
  }
  return hits;
}

#endif
