// SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import Foundation
internal import InputDocuments

/// Unpacks deflated bytes (RFC 1951) into a file without a name, which ends with its last user.
///
/// What is packed cannot be read from its middle, and memory must not grow with it.
///
/// - Parameters:
///   - bytes: Holds the packed bytes.
///   - range: Where they lie.
///   - size: How many there are unpacked.
///   - sum: Their check sum, CRC-32.
///   - name: What messages call them.
/// - Returns: The unpacked bytes.
/// - Throws: `InputError` when they are damaged or there is no room for them.
func inflated(
  _ bytes: RandomAccessFile, _ range: Range<Int>, size: Int, sum: UInt, name: String
) throws(InputError) -> RandomAccessFile {
  let damaged = InputError(
    file: bytes.path, "the packed array '\(name)' is damaged; copy the file again")
  guard let file = unsafe tmpfile() else {
    throw InputError(
      file: bytes.path,
      "there is no room to unpack '\(name)'; set TMPDIR, or save it with numpy.savez, unpacked")
  }
  defer { unsafe fclose(file) }
  var stream = unsafe z_stream()
  guard unsafe rftwin_zlib_begin_raw(&stream) == Z_OK else { throw damaged }
  defer { _ = unsafe inflateEnd(&stream) }
  var output = [UInt8](repeating: 0, count: 1 << 18)
  var (total, status) = (0, Z_OK)
  var found: UInt = 0
  var place = range.lowerBound
  while status == Z_OK, place < range.upperBound {
    let next = min(place + 1 << 18, range.upperBound)
    var input = try bytes.read(place..<next)
    place = next
    var offset = 0
    while offset < input.count, status == Z_OK {
      let capacity = output.count
      var used = 0
      unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
          unsafe stream.next_in = source.baseAddress.map { unsafe $0 + offset }
          unsafe stream.avail_in = UInt32(source.count - offset)
          unsafe stream.next_out = target.baseAddress
          unsafe stream.avail_out = UInt32(capacity)
          status = unsafe inflate(&stream, Z_NO_FLUSH)
          used = unsafe source.count - offset - Int(stream.avail_in)
        }
      }
      let made = unsafe capacity - Int(stream.avail_out)
      found = unsafe crc32(found, output, UInt32(made))
      offset += used
      total += made
      guard status == Z_OK || status == Z_STREAM_END, total <= size else { throw damaged }
      guard unsafe fwrite(output, 1, made, file) == made else {
        throw InputError(
          file: bytes.path, "there is no room to unpack '\(name)': \(reason())")
      }
      // Without input and without output nothing would go on.
      if used == 0, made == 0 { break }
    }
  }
  // What is left in the stream once all input is taken.
  while status == Z_OK {
    let capacity = output.count
    unsafe output.withUnsafeMutableBufferPointer { target in
      unsafe stream.avail_in = 0
      unsafe stream.next_out = target.baseAddress
      unsafe stream.avail_out = UInt32(capacity)
      status = unsafe inflate(&stream, Z_NO_FLUSH)
    }
    let made = unsafe capacity - Int(stream.avail_out)
    found = unsafe crc32(found, output, UInt32(made))
    total += made
    guard made > 0, total <= size, unsafe fwrite(output, 1, made, file) == made else { break }
  }
  guard status == Z_STREAM_END, total == size, found == sum, unsafe fflush(file) == 0 else {
    throw damaged
  }
  let descriptor = unsafe dup(fileno(file))
  guard descriptor >= 0 else { throw damaged }
  return RandomAccessFile(descriptor: descriptor, count: size, path: bytes.path)
}

private func reason() -> String { unsafe String(cString: strerror(errno)) }
