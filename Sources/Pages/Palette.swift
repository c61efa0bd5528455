/// The colours of pages, by role, for light and for dark screens. Texts have a contrast of at least 4.5 to 1 with what they
/// stand on, marks of charts 3 to 1.
package struct Palette: Sendable {
    /// Names of CSS variables with their values, `#rrggbb`.
    package let colours: [(name: String, value: String)]

    package subscript(name: String) -> String? { colours.first { $0.name == name }?.value }

    package static let light = Palette(colours: [
        ("page", "#f3f4f6"), ("card", "#ffffff"), ("text", "#1b1f24"), ("faint", "#57606a"),
        ("negative", "#b42318"), ("line", "#d0d7de"), ("s0", "#1a5fb4"), ("s1", "#c2410c"),
        ("s2", "#8a6100"), ("s3", "#7a3fa8"), ("s4", "#1b7a43"), ("s5", "#0f6e78"),
        ("s6", "#9f1d5f"), ("s7", "#4b5563"),
    ])

    package static let dark = Palette(colours: [
        ("page", "#0f1419"), ("card", "#1a2027"), ("text", "#e6e9ed"), ("faint", "#a3adb8"),
        ("negative", "#ff8a80"), ("line", "#3a444f"), ("s0", "#6cb0ff"), ("s1", "#ff9e64"),
        ("s2", "#e6c15a"), ("s3", "#c99cf0"), ("s4", "#6fd195"), ("s5", "#5fcfd9"),
        ("s6", "#f28ab8"), ("s7", "#aeb7c2"),
    ])

    /// The marks of series, in turn; what stands on them is in the colour of the cards.
    package static let seriesCount = 8

    /// `--text: #1b1f24; …`
    var declarations: String { colours.map { "--\($0.name): \($0.value);" }.joined(separator: " ") }
}
