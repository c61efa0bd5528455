/// Why a text is not the JSON that it should be.
package struct JSONProblem: Error, Sendable, Hashable {
    /// Byte offset in the text.
    package var offset: Int
    package var message: String
    package var remedy: String

    package init(_ offset: Int, _ message: String, remedy: String) {
        self.offset = offset
        self.message = message
        self.remedy = remedy
    }
}
