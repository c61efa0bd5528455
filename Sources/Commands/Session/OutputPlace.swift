import Platform

/// Files that answers are written to.
enum OutputPlace {
    /// Writes a new file beside the old one and puts it in its place.
    static func replace(_ path: String, with bytes: [UInt8]) throws(SystemFailure) {
        let temporary = path + ".~new"
        do throws(SystemFailure) { try FileStep.remove(temporary) } catch  where error.isMissing {}
        try FileStep.writeNew(temporary, bytes, sync: false)
        try FileStep.rename(temporary, to: path)
    }
}
