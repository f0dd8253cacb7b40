// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// Unpacks the start of a zlib stream (RFC 1950), or all of it.
///
/// - Parameters:
///   - packed: The stream.
///   - limit: How many unpacked bytes are wanted at most.
/// - Returns: The bytes, or nil where the stream is damaged or ends before its time. The checksum is
///   looked at where the stream ends within the limit.
func unpacked(_ packed: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
  let start = Array(packed.prefix(2))
  // Deflate without a dictionary, and a header that is a multiple of 31.
  guard start.count == 2, start[0] & 15 == 8, start[1] & 32 == 0,
    (Int(start[0]) << 8 | Int(start[1])).isMultiple(of: 31)
  else { return nil }
  var stream = unsafe z_stream()
  guard unsafe rftwin_zlib_begin_raw(&stream) == Z_OK else { return nil }
  defer { _ = unsafe inflateEnd(&stream) }
  var input = Array(packed.dropFirst(2))
  var output: [UInt8] = []
  var portion = [UInt8](repeating: 0, count: min(limit, 1 << 20))
  var (taken, status) = (0, Z_OK)
  while status == Z_OK, output.count < limit {
    let (room, rest) = (min(portion.count, limit - output.count), input.count - taken)
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe portion.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress.map { unsafe $0 + taken }
        // Variables have less than 4 GB, for their sizes have 32 bits.
        unsafe stream.avail_in = UInt32(clamping: rest)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(clamping: room)
        status = unsafe inflate(&stream, Z_NO_FLUSH)
      }
    }
    taken += unsafe rest - Int(stream.avail_in)
    output += unsafe portion[..<(room - Int(stream.avail_out))]
  }
  if status == Z_OK { return output }
  guard status == Z_STREAM_END else { return nil }
  let sum = input[taken...].prefix(4).reduce(0) { $0 << 8 | UInt($1) }
  return input.count >= taken + 4 && sum == checksum(output) ? output : nil
}

/// Adler's checksum, which a stream ends with.
private func checksum(_ bytes: [UInt8]) -> UInt {
  var sum: UInt = 1
  for start in stride(from: 0, to: bytes.count, by: 1 << 30) {
    sum = unsafe bytes[start..<min(bytes.count, start + 1 << 30)].withUnsafeBufferPointer {
      unsafe adler32(sum, $0.baseAddress, UInt32($0.count))
    }
  }
  return sum
}
