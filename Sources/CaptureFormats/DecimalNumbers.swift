// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A number in decimal, without what rounding in binary has left behind its twelfth digit.
///
/// 112.86 us, kept in seconds and turned into microseconds, are 112.86 again.
func decimalText(_ value: Double) -> String { String(format: "%.12g", value) }

/// The number itself, likewise.
func decimal(_ value: Double) -> Double { Double(decimalText(value)) ?? value }
