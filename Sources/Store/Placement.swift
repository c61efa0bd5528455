import Model
import Platform

/// Puts the content of one file in place of another, such that neither a crash nor an editor that
/// saves at the same moment loses anything.
///
/// 1. The new content is written beside the file, forced to the disk, and only then gets the name
///    `~NAME.XXXX.tmp`; so what bears that name is whole.
/// 2. The two names are exchanged in one step. Now the temporary holds what the file held.
/// 3. That is compared with what the command had read. An editor that saved in between — by writing
///    into the file or by renaming its own over it — has its text there: it is exchanged back, and
///    the operation is withdrawn.
///
/// The temporary stays until the whole operation is in the log. Going back is therefore the same
/// with the roles swapped, and needs no space on a full disk. A temporary whose content is neither
/// of the two is somebody's text: it is never removed.
///
/// Where the disk cannot exchange names, the file is compared right before the rename, and an editor
/// that saves between these two system calls loses.
struct Placement {
    let fileSystem: any FileSystem
    /// The contents at hand, by digest.
    let contents: [String: [UInt8]]

    func matches(_ bytes: [UInt8]?, _ image: ImageReference?) -> Bool {
        guard let bytes, let image else { return bytes == nil && image == nil }
        guard bytes.count == image.size else { return false }
        if let known = contents[image.digest] { return bytes == known }
        return SHA256.hex(bytes) == image.digest
    }

    /// Makes the file hold `after`; `sync` makes that durable. Does nothing where it does already.
    ///
    /// - Throws: `StoreFailure.changed` where it held neither `before` nor `after`, or came to hold
    ///   something else meanwhile; then it holds that.
    func place(_ file: Replacement) throws(StoreFailure) {
        let current = try fileSystem.content(file.target)
        if !matches(current, file.after) {
            guard matches(current, file.before) else { throw .changed([file.path]) }
            switch (file.before, file.after) {
            case (_, nil): try moveAway(file)
            case (nil, let image?): try bringIn(file, image)
            case (_, let image?): try swap(file, image)
            }
        }
        try examine(file)
    }

    /// Makes the names of the files and of the folders durable.
    func sync(_ files: [Replacement], _ folders: [String] = []) throws(StoreFailure) {
        let paths = files.map { $0.target } + folders
        for path in Set(paths.map { folder(of: $0) }).sorted() {
            do throws(SystemFailure) { try fileSystem.syncFolder(path) } catch {
                // A folder that is gone, or could not be made, holds no file to lose.
                if !error.isMissing { throw .system(error) }
            }
        }
    }

    /// Looks at what came out of the file when it was replaced, and puts it back where it is not
    /// what the command had read.
    ///
    /// An editor may save again while that is done. Whatever stands last under the file's name
    /// stays there, as if the operation had never been; an older text stays as the temporary.
    func examine(_ file: Replacement) throws(StoreFailure) {
        guard file.before != nil, let out = try fileSystem.content(file.temporary),
            !matches(out, file.before), !matches(out, file.after)
        else { return }
        guard let image = file.after else {
            do throws(SystemFailure) {
                try fileSystem.renameNew(file.temporary, to: file.target)
            } catch  where error.code != SystemFailure.exists { throw .system(error) } catch {}
            throw .changed([file.path])
        }
        var older = out
        var standing = contents[image.digest]
        for _ in 0..<8 {
            guard try attempt(fileSystem.exchange(file.temporary, file.target)) else { break }
            let replaced = try fileSystem.content(file.temporary)
            if replaced == standing || standing == nil && matches(replaced, image) { break }
            standing = older
            older = replaced ?? []
        }
        throw .changed([file.path])
    }

    private func moveAway(_ file: Replacement) throws(StoreFailure) {
        try removeTemporary(file)
        try attempt(fileSystem.rename(file.target, to: file.temporary))
    }

    private func bringIn(_ file: Replacement, _ image: ImageReference) throws(StoreFailure) {
        try prepare(file, image, mode: nil)
        do throws(SystemFailure) {
            try fileSystem.renameNew(file.temporary, to: file.target)
        } catch {
            if error.code == SystemFailure.exists { throw .changed([file.path]) }
            throw .system(error)
        }
    }

    private func swap(_ file: Replacement, _ image: ImageReference) throws(StoreFailure) {
        try prepare(file, image, mode: fileSystem.mode(file.target))
        if try attempt(fileSystem.exchange(file.temporary, file.target)) { return }
        guard matches(try fileSystem.content(file.target), file.before) else {
            throw .changed([file.path])
        }
        try attempt(fileSystem.rename(file.temporary, to: file.target))
    }

    /// Makes the temporary hold `image`, durably.
    private func prepare(
        _ file: Replacement, _ image: ImageReference, mode: UInt32?
    ) throws(StoreFailure) {
        if matches(try fileSystem.content(file.temporary), image) {
            // What an interrupted process left may not be durable.
            try attempt(fileSystem.sync(file.temporary))
            return
        }
        try removeTemporary(file)
        guard let bytes = contents[image.digest] else {
            throw .imagesGone(operation: "", path: file.path)
        }
        fileSystem.discard(file.unfinished)
        do throws(StoreFailure) {
            try attempt(fileSystem.writeNew(file.unfinished, bytes, mode: mode))
            try attempt(fileSystem.rename(file.unfinished, to: file.temporary))
        } catch {
            fileSystem.discard(file.unfinished)
            throw error
        }
    }

    private func removeTemporary(_ file: Replacement) throws(StoreFailure) {
        guard let bytes = try fileSystem.content(file.temporary) else { return }
        guard matches(bytes, file.before) || matches(bytes, file.after) else {
            throw .changed([file.path])
        }
        try attempt(fileSystem.remove(file.temporary))
    }

    /// Removes what is left beside the files; `sync` makes that durable. A text of somebody else's
    /// stays.
    ///
    /// - Returns: the files beside which something was removed.
    func clear(_ files: [Replacement]) throws(StoreFailure) -> [Replacement] {
        var cleared: [Replacement] = []
        for file in files {
            let leftovers = [file.unfinished, file.temporary].filter { fileSystem.exists($0) }
            for path in leftovers {
                let bytes = try fileSystem.content(path)
                let isOurs =
                    path == file.unfinished || matches(bytes, file.before)
                    || matches(bytes, file.after)
                if !isOurs { continue }
                try attempt(fileSystem.remove(path))
                cleared.append(file)
            }
        }
        return cleared
    }
}
