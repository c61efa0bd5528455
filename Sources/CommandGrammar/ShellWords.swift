/// Reads example lines as a shell does.
enum ShellWords {
    /// The words of the first simple command of `line`: quotes are removed, and a bar, a semicolon,
    /// an ampersand or a redirection ends it.
    static func split(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line[...]
        while let character = rest.popFirst() {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
                continue
            }
            switch character {
            case "'", "\"":
                quote = character
                word = word ?? ""
            case "\\":
                if let next = rest.popFirst() { word = (word ?? "") + String(next) }
            case " ":
                if let word { words.append(word) }
                word = nil
            case "|", ";", "&", "<", ">":
                rest = ""
            default:
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
