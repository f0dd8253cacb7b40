// SPDX-License-Identifier: Apache-2.0

internal import CEmbree
internal import Spatial

/// An Embree device; geometry and scenes keep it alive.
@safe final class EmbreeDevice {
  fileprivate let handle: RTCDevice

  init?() {
    // One building thread makes the tree, and so the choice among equally near hits, the
    // same in every run.
    guard let device = unsafe rtcNewDevice("threads=1") else { return nil }
    unsafe handle = device
  }

  deinit { unsafe rtcReleaseDevice(handle) }

  /// The code of the first error since the last call, zero for none.
  func takeError() -> Int { Int(unsafe rtcGetDeviceError(handle).rawValue) }
}

/// An Embree scene of triangle meshes and of instances of other scenes.
@safe final class EmbreeScene {
  fileprivate let handle: RTCScene
  private let device: EmbreeDevice
  private var instances: [UInt32: Instance] = [:]

  /// A placed scene; the geometry and the scene live as long as this does.
  @safe private final class Instance {
    let geometry: RTCGeometry
    let scene: EmbreeScene

    init(_ geometry: RTCGeometry, of scene: EmbreeScene) {
      unsafe self.geometry = geometry
      self.scene = scene
    }

    deinit { unsafe rtcReleaseGeometry(geometry) }
  }

  init(on device: EmbreeDevice) {
    self.device = device
    unsafe handle = rtcNewScene(device.handle)
    // Robust intersection leaves no gaps at the edges that triangles share.
    unsafe rtcSetSceneFlags(handle, RTC_SCENE_FLAG_ROBUST)
  }

  deinit { unsafe rtcReleaseScene(handle) }

  /// Adds a mesh under an identifier.
  ///
  /// - Parameters:
  ///   - mesh: The triangles; coordinates are reduced to single precision here.
  ///   - centre: The point that becomes the origin, to keep coordinates small.
  ///   - identifier: What hits on the mesh report.
  func attach(_ mesh: TriangleMesh, relativeTo centre: Vector3, as identifier: UInt32) {
    guard let geometry = unsafe rtcNewGeometry(device.handle, RTC_GEOMETRY_TYPE_TRIANGLE) else {
      return
    }
    let vertexBytes = 3 * MemoryLayout<Float>.stride
    let indexBytes = 3 * MemoryLayout<UInt32>.stride
    if let vertices = unsafe rtcSetNewGeometryBuffer(
      geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, vertexBytes, mesh.vertices.count),
      let indices = unsafe rtcSetNewGeometryBuffer(
        geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, indexBytes, mesh.triangles.count)
    {
      let coordinates = unsafe vertices.bindMemory(
        to: Float.self, capacity: 3 * mesh.vertices.count)
      for (index, vertex) in mesh.vertices.enumerated() {
        let local = SIMD3<Float>(vertex - centre)
        for axis in 0..<3 { unsafe coordinates[3 * index + axis] = local[axis] }
      }
      let corners = unsafe indices.bindMemory(
        to: UInt32.self, capacity: 3 * mesh.triangles.count)
      for (index, triangle) in mesh.triangles.enumerated() {
        for corner in 0..<3 { unsafe corners[3 * index + corner] = UInt32(triangle[corner]) }
      }
    }
    unsafe rtcCommitGeometry(geometry)
    unsafe rtcAttachGeometryByID(handle, geometry, identifier)
    unsafe rtcReleaseGeometry(geometry)
  }

  /// Adds an instance of another, committed scene under an identifier.
  func attach(instanceOf scene: EmbreeScene, as identifier: UInt32) {
    guard let geometry = unsafe rtcNewGeometry(device.handle, RTC_GEOMETRY_TYPE_INSTANCE) else {
      return
    }
    unsafe rtcSetGeometryInstancedScene(geometry, scene.handle)
    unsafe rtcSetGeometryTimeStepCount(geometry, 1)
    unsafe rtcAttachGeometryByID(handle, geometry, identifier)
    instances[identifier] = unsafe Instance(geometry, of: scene)
  }

  /// Moves an instance.
  func place(_ identifier: UInt32, at transform: RigidTransform, relativeTo centre: Vector3) {
    guard let instance = instances[identifier] else { return }
    let rotation = transform.rotation
    let columns = [
      rotation.xAxis, rotation.yAxis, rotation.zAxis, transform.translation - centre,
    ]
    let matrix = columns.flatMap { [Float($0.x), Float($0.y), Float($0.z)] }
    unsafe rtcSetGeometryTransform(
      instance.geometry, 0, RTC_FORMAT_FLOAT3X4_COLUMN_MAJOR, matrix)
    unsafe rtcCommitGeometry(instance.geometry)
  }

  /// Builds the tree; needed after every change.
  func commit() { unsafe rtcCommitScene(handle) }

  /// What a ray met first.
  struct Hit {
    var distance: Float

    /// The identifier of the instance, of the mesh within its scene, and the triangle's number.
    var instance: UInt32
    var mesh: UInt32
    var triangle: UInt32
  }

  /// The closest hit of a ray between two distances.
  func closestHit(
    from origin: SIMD3<Float>, along direction: SIMD3<Float>, between near: Float, and far: Float
  ) -> Hit? {
    var query = RTCRayHit()
    query.ray = ray(from: origin, along: direction, between: near, and: far)
    unsafe rftwin_embree_intersect(handle, &query)
    guard query.hit.geomID != rftwin_embree_invalid_id else { return nil }
    return Hit(
      distance: query.ray.tfar, instance: unsafe rftwin_embree_instance(&query),
      mesh: query.hit.geomID, triangle: query.hit.primID)
  }

  /// Whether anything lies on a ray between two distances.
  func isBlocked(
    from origin: SIMD3<Float>, along direction: SIMD3<Float>, between near: Float, and far: Float
  ) -> Bool {
    var query = ray(from: origin, along: direction, between: near, and: far)
    unsafe rftwin_embree_occluded(handle, &query)
    return query.tfar < 0
  }

  /// How many of some rays hit anything; see `RayCaster.countHits`.
  func countHits(origins: [Float], directions: [Float], inPackets: Bool) -> Int {
    Int(
      unsafe rftwin_embree_count_hits(
        handle, origins.count / 3, origins, directions, inPackets ? 1 : 0))
  }
}

private func ray(
  from origin: SIMD3<Float>, along direction: SIMD3<Float>, between near: Float, and far: Float
) -> RTCRay {
  RTCRay(
    org_x: origin.x, org_y: origin.y, org_z: origin.z, tnear: near, dir_x: direction.x,
    dir_y: direction.y, dir_z: direction.z, time: 0, tfar: far, mask: UInt32.max, id: 0, flags: 0)
}
