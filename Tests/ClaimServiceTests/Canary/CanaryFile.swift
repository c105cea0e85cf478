/// A file of professional claims whose every value is one that occurs nowhere else, so that a leak can be recognised.
enum CanaryFile {
    static let valid = """
        ISA*00*          *00*          *ZZ*NIGHTINGALE    *ZZ*NIGHTINGALE2   *310713*1357*^*00501*000271828*1*T*:~
        GS*HC*NIGHTINGALE*NIGHTINGALE*19310713*1357*271828*X*005010X222A1~
        ST*837*271828*005010X222A1~
        BHT*0019*00*NIGHTINGALE*20260327*1357*CH~
        NM1*41*2*NIGHTINGALE*****46*NIGHTINGALE~
        PER*IC*NIGHTINGALE*TE*2718281357~
        NM1*40*2*NIGHTINGALE*****46*31771~
        HL*1**20*1~
        NM1*85*2*NIGHTINGALE*****XX*1987654324~
        N3*NIGHTINGALE~
        N4*NIGHTINGALE*MD*271828000~
        REF*EI*987123654~
        HL*2*1*22*0~
        SBR*P*18*NIGHTINGALE*NIGHTINGALE*****MB~
        NM1*IL*1*NIGHTINGALE*NIGHTINGALE****MI*NIGHTINGALE~
        DMG*D8*19310713*F~
        NM1*PR*2*NIGHTINGALE*****PI*31771~
        CLM*NIGHTINGALE*7531.86***99:B:1*Y*A*Y*Y~
        HI*ABK:Z9981*ABF:E0842~
        LX*1~
        SV1*HC:99439:ZQ*7531.86*UN*613***1:2~
        DTP*472*D8*20260329~
        REF*6R*NIGHTINGALE~
        SE*22*271828~
        GE*1*271828~
        IEA*1*000271828~
        """

    /// What must not be found beside ``CanaryMonth/canaries``: the same as X12 writes it.
    static let canaries = ["NIGHTINGALE", "19310713", "2026032", "2718281357"]

    /// The file with one element at a time made another.
    static var spoiled: [String] {
        let segments = valid.split(separator: "\n").map { line in
            line.dropLast().split(separator: "*", omittingEmptySubsequences: false)
        }
        func text(_ segments: [[Substring]]) -> String {
            segments.map { $0.joined(separator: "*") + "~" }.joined(separator: "\n")
        }
        var files: [String] = []
        for (number, segment) in segments.enumerated() {
            for element in segment.indices {
                for value in ["NIGHTINGALE", "271828", ""] {
                    var changed = segments
                    changed[number][element] = Substring(value)
                    files.append(text(changed))
                }
            }
        }
        return files
    }

    /// The file broken off, and broken into, at every 23rd byte.
    static var malformed: [String] {
        let bytes = Array(valid.utf8)
        return stride(from: 0, to: bytes.count, by: 23).flatMap { place in
            ["", "NIGHTINGALE", "~NIGHTINGALE*", "\u{1}NIGHTINGALE"].map { text in
                String(decoding: bytes[..<place], as: UTF8.self) + text
                    + (text.isEmpty ? "" : String(decoding: bytes[place...], as: UTF8.self))
            }
        }
    }
}
