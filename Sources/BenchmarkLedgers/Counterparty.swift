/// Who is paid, or pays: one of 2,000 texts, 40 names in 50 towns.
struct Counterparty: Sendable {
    let text: String
    let category: Int
    /// Minor units of an ordinary line, unsigned.
    let amounts: ClosedRange<Int>

    /// Two names of forty are not ASCII, so about 5 % of the lines are not.
    static let all: [Counterparty] = towns.flatMap { town in
        names.map { name in
            Counterparty(
                text: "\(name.text) \(town)", category: BenchmarkCategory.index(of: name.category),
                amounts: name.amounts)
        }
    }

    private typealias Name = (text: String, category: String, amounts: ClosedRange<Int>)

    private static let names: [Name] = [
        ("MERCADONA", "food/groceries", 300...15_000),
        ("CARREFOUR", "food/groceries", 500...22_000),
        ("LIDL", "food/groceries", 250...9_000),
        ("CAFÉ CENTRAL", "food/coffee", 120...900),
        ("BAR SOL", "food/eating out", 400...6_500),
        ("TELEPIZZA", "food/takeaway", 900...4_500),
        ("IKEA", "home/furniture", 1_500...90_000),
        ("LEROY MERLIN", "home/repairs", 600...30_000),
        ("IBERDROLA", "home/electricity", 2_500...18_000),
        ("NATURGY", "home/gas", 1_800...14_000),
        ("CANAL AGUA", "home/water", 1_200...7_000),
        ("MOVISTAR", "home/internet", 2_000...9_900),
        ("ALQUILER PISO", "home/rent", 40_000...150_000),
        ("REPSOL", "transport/fuel", 1_000...9_500),
        ("CEPSA", "transport/fuel", 1_000...9_500),
        ("RENFE", "transport/train", 180...12_000),
        ("METRO", "transport/metro", 150...5_460),
        ("TAXI", "transport/taxi", 500...4_800),
        ("PARKING", "transport/parking", 120...3_200),
        ("FARMACIA", "health/pharmacy", 200...6_000),
        ("CLINICA DENTAL", "health/dentist", 3_000...120_000),
        ("GIMNASIO", "health/gym", 1_990...6_900),
        ("NETFLIX.COM", "leisure/streaming", 549...1_999),
        ("CINE", "leisure/cinema", 490...4_200),
        ("FNAC", "leisure/books", 790...25_000),
        ("ZARA", "shopping/clothes", 995...18_000),
        ("EL CORTE INGLES", "shopping/clothes", 1_500...40_000),
        ("AMZN MKTP ES*2K4", "shopping/online", 350...60_000),
        ("HOTEL", "travel/hotel", 4_500...90_000),
        ("VUELING", "travel/flights", 2_999...60_000),
        ("BOOKING.COM", "travel/hotel", 5_000...99_000),
        ("ACADEMIA", "education/courses", 3_000...45_000),
        ("UNIVERSIDAD", "education/fees", 10_000...180_000),
        ("GUARDERIA", "family/childcare", 12_000...48_000),
        ("VETERINARIO", "family/pets", 1_500...32_000),
        ("SEGURO", "finance/insurance", 2_500...70_000),
        ("COMISION", "finance/fees", 120...3_500),
        ("NÓMINA ACME SL", "income/salary", 120_000...420_000),
        ("DEVOLUCION HACIENDA", "income/tax refund", 1_000...210_000),
        ("CAJERO", "moves/cash", 2_000...60_000),
    ]

    private static let towns = [
        "MADRID", "BARCELONA", "VALENCIA", "SEVILLA", "ZARAGOZA", "MURCIA", "PALMA", "BILBAO",
        "ALICANTE", "CORDOBA", "VIGO", "GIJON", "GRANADA", "ELCHE", "OVIEDO", "BADALONA",
        "TERRASSA",
        "JEREZ", "SABADELL", "PAMPLONA", "ALMERIA", "BURGOS", "SANTANDER", "ALBACETE", "GETAFE",
        "LOGRONO", "BADAJOZ", "SALAMANCA", "HUELVA", "MARBELLA", "LLEIDA", "TARRAGONA", "LEON",
        "CADIZ", "JAEN", "OURENSE", "GIRONA", "LUGO", "CACERES", "MELILLA", "GUADALAJARA", "TOLEDO",
        "PONTEVEDRA", "CEUTA", "PALENCIA", "AVILA", "SEGOVIA", "HUESCA", "CUENCA", "SORIA",
    ]
}
