import Rendering

/// Text inside a page.
package enum HTMLText {
    /// A text with what means something in HTML written as entities; control characters become blanks.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.harmless.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
