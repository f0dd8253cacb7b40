// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import Quantities
import Spatial
import Testing

@Suite("Layouts of arrays")
struct ArrayLayoutTests {
  @Test("the AWR1243's virtual array is a row of eight and, half a wavelength higher, one of four")
  func awr1243() {
    let board = ArrayLayout.awr1243(spacing: 1)
    #expect(board.transmit.count == 3 && board.receive.count == 4)
    let virtual = ArrayLayout.virtual(
      transmit: board.transmit.map { ArrayElement(position: $0) },
      receive: board.receive.map { ArrayElement(position: $0) })
    #expect(virtual.count == 12)
    // In halves of a wavelength, all exact in binary: -3.5 to 3.5, and -1.5 to 1.5 above.
    let level = virtual.filter { $0.z == 0 }.map(\.y).sorted()
    let raised = virtual.filter { $0.z == 1 }.map(\.y).sorted()
    #expect(level == (0..<8).map { Double($0) - 3.5 })
    #expect(raised == (0..<4).map { Double($0) - 1.5 })
    #expect(virtual.allSatisfy { $0.x == 0 })
  }

  @Test("a grid goes from left to right, and from its highest row down, around the radio's place")
  func grid() {
    let grid = ArrayLayout.uniform(columns: 3, rows: 2, spacing: SIMD2(2, 4))
    #expect(
      grid == [
        Vector3(0, 2, 2), Vector3(0, 0, 2), Vector3(0, -2, 2), Vector3(0, 2, -2), Vector3(0, 0, -2),
        Vector3(0, -2, -2),
      ])
    #expect(ArrayLayout.uniform(columns: 1, spacing: SIMD2(1, 1)) == [.zero])
  }

  @Test("elements that radiate alike share a pattern, wherever they sit")
  func patterns() {
    let turned = Rotation(yaw: 0.3, pitch: 0, roll: 0)
    let elements = [
      ArrayElement(position: .unitX), ArrayElement(position: .unitY, orientation: turned),
      ArrayElement(position: .unitZ * 2), ArrayElement(antenna: Antenna(pattern: .shortDipole)),
      ArrayElement(orientation: turned),
    ]
    let (distinct, kinds) = elements.patterns
    #expect(kinds == [0, 1, 0, 2, 1])
    #expect(distinct.count == 3)
    #expect(elements.reach == 2)
  }
}
