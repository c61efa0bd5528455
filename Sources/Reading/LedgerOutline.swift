import JSONText
import Platform
import Schemas
import SourceText
import Syntax

/// The names that a ledger's folder holds, for completing words: each question opens no more files
/// than it needs, and what cannot be read is left out.
package struct LedgerOutline {
    private let root: String

    package init(_ root: String) { self.root = root }

    /// The names of the objects in a folder such as `accounts`, one file each.
    package func objects(_ folder: String) -> [String] { names(folder, ".json") }

    /// What people call an account.
    package func accountTitle(_ name: String) -> String? { account(name)?["name"]?.text }

    /// The codes that accounts hold, in the order of their bytes.
    package var currencies: [String] {
        let codes = objects("accounts").flatMap { name in
            let value = account(name)
            let more = (value?["currencies"]?.elements ?? []).compactMap(\.text)
            return [value?["currency"]?.text].compactMap { $0 } + more
        }
        return Set(codes).sorted(by: byBytes)
    }

    /// The paths of `categories.txt` in its order.
    package var categories: [String] { paths("categories.txt", hasKind: true) }

    package var taxonomies: [String] { names("taxonomies", ".txt") }

    package func paths(ofTaxonomy name: String) -> [String] {
        taxonomies.contains(name) ? paths("taxonomies/\(name).txt", hasKind: false) : []
    }

    private func account(_ name: String) -> JSONValue? {
        let path = "accounts/\(name).json"
        guard let bytes = contents(path) else { return nil }
        do throws(JSONFileProblem) {
            return try JSONFile(path: path, bytes: bytes).value
        } catch {
            return nil
        }
    }

    private func paths(_ path: String, hasKind: Bool) -> [String] {
        guard let bytes = contents(path) else { return [] }
        return LineTable(bytes).lines.compactMap { line in
            let text = Array(bytes[line.content])
            guard LineKind(text) == .record else { return nil }
            do throws(SyntaxProblem) {
                return try CategoryRecord.parse(text, hasKind: hasKind).category
            } catch {
                return nil
            }
        }
    }

    private func names(_ folder: String, _ ending: String) -> [String] {
        do throws(SystemFailure) {
            return try listFolder(root + "/" + folder).filter { $0.name.hasSuffix(ending) }
                .map { String($0.name.dropLast(ending.count)) }
        } catch {
            return []
        }
    }

    private func contents(_ path: String) -> [UInt8]? {
        do throws(SystemFailure) { return try readFile(root + "/" + path) } catch { return nil }
    }
}
