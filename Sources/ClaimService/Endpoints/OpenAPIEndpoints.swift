/// The description of this service, in its two spellings.
enum OpenAPIEndpoints {
    private static let yamlDocument = StaticDocument(.yaml, OpenAPIDocument.yaml)
    private static let jsonDocument = StaticDocument(.json, OpenAPIDocument.json)

    static func yaml(_ call: Call) throws(Problem) -> Reply { yamlDocument.reply }

    static func json(_ call: Call) throws(Problem) -> Reply { jsonDocument.reply }
}
