// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file that is written under a name of its own, "NAME.part", and locked against other runs.
///
/// It takes its real name when it is complete; before that, it is removed with its last user.
final class PartFile {
  /// The name it will have, and the one it has.
  let path: String
  let temporaryPath: String

  private let descriptor: Int32
  private var isThere = true

  /// Creates an empty file.
  ///
  /// - Parameter path: Where the finished file will be.
  /// - Throws: `RecordError` when the file cannot be created or another run writes it.
  init(for path: String) throws(RecordError) {
    self.path = path
    temporaryPath = path + ".part"
    descriptor = try lockedFile(temporaryPath, for: path)
    UnfinishedFiles.add(temporaryPath)
  }

  deinit {
    remove()
    close(descriptor)
  }

  /// Gives the file its name.
  func finish() throws(RecordError) {
    guard unsafe rename(temporaryPath, path) == 0 else {
      throw RecordError(
        file: path, "the finished file cannot be given its name: \(systemReason())")
    }
    isThere = false
    UnfinishedFiles.forget(temporaryPath)
  }

  /// Removes what was written.
  func remove() {
    guard isThere else { return }
    isThere = false
    unsafe unlink(temporaryPath)
    UnfinishedFiles.forget(temporaryPath)
  }
}

/// Opens and locks a file; the lock ends when the file is closed or the process ends.
private func lockedFile(_ name: String, for path: String) throws(RecordError) -> Int32 {
  while true {
    // Through a link of that name somebody else's file would be overwritten.
    let descriptor = unsafe open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      if errno == ELOOP {
        throw RecordError(
          file: path, "'\(name)', under which it is written first, is a link; remove the link")
      }
      throw RecordError(file: path, "the file cannot be created: \(systemReason())")
    }
    // Where there are no locks, we do without.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw RecordError(
        file: path, "another run writes there; wait for its end or choose another folder")
    }
    // The run that held the lock may have named or removed the file since we opened it.
    var (opened, named) = (stat(), stat())
    if unsafe fstat(descriptor, &opened) == 0, unsafe stat(name, &named) == 0,
      opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
    {
      return descriptor
    }
    close(descriptor)
  }
}
