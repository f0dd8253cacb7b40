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

#endif
