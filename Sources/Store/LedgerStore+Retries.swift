extension LedgerStore {
    /// Reads, computes and commits, again where a file changed in between.
    ///
    /// The first attempt computes without the lock, so that a long computation blocks nobody. Those
    /// after it compute under the lock: no other command of this device can come first then, only
    /// an editor or a sync client.
    ///
    /// - Parameters:
    ///   - attempts: at least 1.
    ///   - wrap: the caller's failure for one of the store's.
    ///   - draft: reads the files anew each time; `nil` where nothing is to be done. It calls no
    ///     other writing method of the store, which would wait for itself.
    /// - Returns: the operation; `nil` where nothing was to be done.
    @discardableResult
    package func withRetries<Failure: Error>(
        _ attempts: Int = 5, _ wrap: (StoreFailure) -> Failure,
        _ draft: () throws(Failure) -> OperationDraft?
    ) throws(Failure) -> Operation? {
        guard let first = try draft() else { return nil }
        do throws(StoreFailure) { return try commit(first) } catch {
            guard case .changed = error, attempts > 1 else { throw wrap(error) }
        }
        return try locked(wrap) { () throws(Failure) in
            var remaining = attempts - 1
            while true {
                remaining -= 1
                guard let next = try draft() else { return nil }
                do throws(StoreFailure) { return try commitUnderLock(next) } catch {
                    guard case .changed = error, remaining > 0 else { throw wrap(error) }
                }
            }
        }
    }
}
