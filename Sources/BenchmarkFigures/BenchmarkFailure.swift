/// Why the benchmark cannot go on, worded for the person who started it.
package struct BenchmarkFailure: Error {
    package let message: String

    package init(_ message: String) { self.message = message }
}
