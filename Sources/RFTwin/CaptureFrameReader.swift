// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import ComplexModule
internal import InputDocuments

/// Reads a capture's frames one by one, whatever the order of its axes.
struct CaptureFrameReader {
  let samples: any SampleArray
  let shape: CaptureShape

  /// The counts of a frame, `[chirp][receiver][sample]`.
  ///
  /// - Throws: `InputError` when they cannot be read or one is no number.
  func counts(ofFrame frame: Int) throws(InputError) -> [Complex<Double>] {
    let block = try block(ofFrame: frame)
    // Within the block of a frame there is no axis of frames.
    var steps: [CaptureAxis: Int] = [:]
    var step = 1
    for axis in shape.slowestFirst.reversed() where axis != .frame {
      steps[axis] = step
      step *= shape.length(axis)
    }
    func stride(_ axis: CaptureAxis) -> Int { steps[axis] ?? 0 }
    let (channels, samples) = (shape.length(.receive), shape.length(.sample))
    let turns = shape.length(.transmit)
    let isFlat = shape.axes.all.contains(.chirp)
    var result: [Complex<Double>] = []
    result.reserveCapacity(block.count)
    for chirp in 0..<shape.chirps {
      let start =
        isFlat
        ? chirp * stride(.chirp)
        : chirp / turns * stride(.loop) + chirp % turns * stride(.transmit)
      for channel in 0..<channels {
        let first = start + channel * stride(.receive)
        for sample in 0..<samples { result.append(block[first + sample * stride(.sample)]) }
      }
    }
    if let index = result.firstIndex(where: { !$0.isFinite }) {
      throw InputError(
        file: self.samples.file,
        "\(place(ofSample: index, frame: frame)) is not a finite number; mend the data, or leave the"
          + " frame out")
    }
    return result
  }

  /// "sample 5 of receiver 0 in chirp 3 of frame 1", of a position in `counts`.
  func place(ofSample index: Int, frame: Int) -> String {
    let (row, sample) = index.quotientAndRemainder(dividingBy: shape.length(.sample))
    let (chirp, channel) = row.quotientAndRemainder(dividingBy: shape.length(.receive))
    return "sample \(sample) of receiver \(channel) in chirp \(chirp) of frame \(frame)"
  }

  /// The samples of a frame in the order in which they lie in the file.
  private func block(ofFrame frame: Int) throws(InputError) -> [Complex<Double>] {
    let width = shape.strides[.frame] ?? shape.samplesOfFrame
    let all = shape.length(.frame) * width
    var block: [Complex<Double>] = []
    block.reserveCapacity(shape.samplesOfFrame)
    for start in stride(
      from: frame * width, to: max(1, shape.samplesOfFrame / width) * all, by: all)
    {
      block += try samples.read(start..<start + width)
    }
    return block
  }
}
