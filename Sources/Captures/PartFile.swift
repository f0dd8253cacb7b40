// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file that is written under a name of its own, "NAME.part", and locked against other runs.
///
/// It takes its real name when it is complete. Before that it is removed with its last user, unless
/// it holds what a later run can go on with.
final class PartFile {
  /// The name it will have, and the one it has.
  let path: String
  let temporaryPath: String

  private let descriptor: Int32
  private var isDisposable = false

  /// Opens a file and creates it where it is missing; what is in it stays.
  ///
  /// - Parameter path: Where the finished file will be.
  /// - Throws: `RecordError` when the file cannot be created or another run writes it.
  init(for path: String) throws(RecordError) {
    self.path = path
    temporaryPath = path + ".part"
    descriptor = try lockedFile(temporaryPath, for: path)
  }

  /// From now on the file is of no use unless it is finished or kept.
  func begin() {
    isDisposable = true
    UnfinishedFiles.add(temporaryPath)
  }

  /// From now on a later run can go on with the file.
  func keep() {
    guard isDisposable else { return }
    isDisposable = false
    UnfinishedFiles.forget(temporaryPath)
  }

  /// Takes the disk's room for all of the file, which may be thinner than it is long.
  ///
  /// - Throws: `RecordError` when there is not enough; file systems that cannot tell are trusted.
  func takeRoom() throws(RecordError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_size > 0 else { return }
    let number = posix_fallocate(descriptor, 0, status.st_size)
    guard [ENOSPC, EDQUOT, EFBIG].contains(number) else { return }
    throw RecordError(
      file: path,
      "there is no room for the \(status.st_size) bytes of the record: \(systemReason(number))")
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
    keep()
  }

  /// Removes what was written, unless it is kept.
  func remove() {
    guard isDisposable else { return }
    isDisposable = false
    unsafe unlink(temporaryPath)
    UnfinishedFiles.forget(temporaryPath)
  }
}

/// Complains about what has the name of a record and cannot be replaced by one.
///
/// - Parameter path: Where a record will be.
/// - Throws: `RecordError` where there is a folder, a pipe, a device or a socket.
func checkPlace(_ path: String) throws(RecordError) {
  switch fileKind(path) {
  case nil, S_IFREG: return
  case S_IFDIR:
    throw RecordError(
      file: path, "a folder has the record's name; remove it or choose another place")
  default:
    throw RecordError(
      file: path,
      "what has the record's name is no regular file; remove it or choose another place")
  }
}

private func noRegularFile(_ name: String, for path: String) -> RecordError {
  RecordError(
    file: path, "'\(name)', under which it is written first, is no regular file; remove it")
}

/// The kind of a file as the system numbers it, also over links, or nil where there is none.
private func fileKind(_ path: String) -> mode_t? {
  var status = stat()
  return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
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
      if errno == EISDIR { throw noRegularFile(name, for: path) }
      throw RecordError(file: path, "the file cannot be created: \(systemReason())")
    }
    // Of a pipe or a device nothing is taken, least of all its name.
    guard fileKind(name) == S_IFREG else {
      close(descriptor)
      throw noRegularFile(name, for: path)
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
