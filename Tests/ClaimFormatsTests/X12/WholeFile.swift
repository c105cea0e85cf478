/// A file with every loop of the guide, for a subscriber and for a dependent.
enum WholeFile {
    private static func address(_ loop: String) -> [(String, String)] {
        [(loop, "N3*1 MAIN ST"), (loop, "N4*BALTIMORE*MD*212340000")]
    }

    private static let provider: [(String, String)] =
        [
            ("ST", "BHT*0019*00*B1*20260401*1200*CH"), ("1000A", "NM1*41*2*GOOD BILLING*****46*SUB1"),
            ("1000A", "PER*IC*JANE*TE*5551234567*EX*12"), ("1000B", "NM1*40*2*MEDICARE*****46*12345"),
            ("2000A", "HL*1**20*1"), ("2000A", "PRV*BI*PXC*207Q00000X"), ("2000A", "CUR*85*USD"),
            ("2010AA", "NM1*85*2*GOOD CLINIC*****XX*1093817465"),
        ] + address("2010AA")
        + [
            ("2010AA", "REF*EI*123456789"), ("2010AA", "REF*1G*U12345"), ("2010AA", "PER*IC*JIM*EM*a(at)b"),
            ("2010AB", "NM1*87*2"),
        ] + address("2010AB") + [("2010AC", "NM1*PE*2*PLAN*****PI*77777")] + address("2010AC")
        + [("2010AC", "REF*2U*99"), ("2010AC", "REF*EI*987654321")]

    private static let subscriber: [(String, String)] =
        [
            ("2000B", "HL*2*1*22*0"), ("2000B", "SBR*P*18*GRP1******MB"), ("2000B", "PAT*****D8*20260101*01*146"),
            ("2010BA", "NM1*IL*1*DOE*JOHN*Q**JR*MI*1EG4TE5MK73"),
        ] + address("2010BA")
        + [
            ("2010BA", "DMG*D8*19450510*M"), ("2010BA", "REF*SY*123456789"),
            ("2010BB", "NM1*PR*2*MEDICARE*****PI*12345"),
        ] + address("2010BB") + [("2010BB", "REF*FY*1"), ("2010BB", "REF*G2*B7")]

    private static let dependent: [(String, String)] =
        [
            ("2000B", "HL*3*1*22*1"), ("2000B", "SBR*P********CI"), ("2010BA", "NM1*IL*1*ROE*ANN****MI*SUB9"),
            ("2010BB", "NM1*PR*2*ACME*****PI*54321"), ("2000C", "HL*4*3*23*0"), ("2000C", "PAT*19"),
            ("2010CA", "NM1*QC*1*ROE*TIM"),
        ] + address("2010CA") + [
            ("2010CA", "DMG*D8*20100101*M"), ("2010CA", "REF*Y4*55"), ("2010CA", "PER*IC*ANN*TE*5550000000"),
        ]

    private static func claim(_ account: String) -> [(String, String)] {
        [
            ("2300", "CLM*\(account)*75***11:B:1*Y*A*Y*Y*P*AA:EM::MD:US"), ("2300", "DTP*431*D8*20260301"),
            ("2300", "DTP*435*D8*20260101"), ("2300", "PWK*OZ*BM***AC*DM1"), ("2300", "CN1*02*550"),
            ("2300", "AMT*F5*0"), ("2300", "REF*D9*TR7"), ("2300", "REF*EA*44"), ("2300", "K3*X"),
            ("2300", "NTE*ADD*NOTE"), ("2300", "CR1*LB*140**A*DH*12****UNC"), ("2300", "CR2********A**PAIN"),
            ("2300", "CRC*07*Y*01"), ("2300", "CRC*ZZ*Y*AV"), ("2300", "HI*ABK:I10*ABF:E119"), ("2300", "HI*BP:33414"),
            ("2300", "HI*BG:17"), ("2300", "HCP*03*100*10"), ("2310A", "NM1*DN*1*REF*ERRER****XX*1234567893"),
            ("2310A", "REF*G2*B1"), ("2310B", "NM1*82*1*SMITH*ANN****XX*1234567893"),
            ("2310B", "PRV*PE*PXC*207Q00000X"), ("2310C", "NM1*77*2*PLACE*****XX*1093817465"),
        ] + address("2310C")
            + [
                ("2310D", "NM1*DQ*1*SUPER*VISOR****XX*1234567893"), ("2310E", "NM1*PW*2"),
            ] + address("2310E") + [("2310F", "NM1*45*2")] + address("2310F") + others + line
    }

    private static let others: [(String, String)] =
        [
            ("2320", "SBR*S*18*G*PLAN*****CI"), ("2320", "CAS*CO*45*10*1"), ("2320", "AMT*D*20"),
            ("2320", "OI***Y*P**Y"), ("2320", "MOA***A4"), ("2330A", "NM1*IL*1*DOE*JOHN****MI*X12345"),
        ] + address("2330A")
        + [
            ("2330A", "REF*SY*123456789"), ("2330B", "NM1*PR*2*OTHER*****PI*OT1"), ("2330B", "DTP*573*D8*20260301"),
            ("2330B", "REF*F8*PAYER1"), ("2330C", "NM1*DN*1"), ("2330C", "REF*G2*1"), ("2330D", "NM1*82*1"),
            ("2330D", "REF*G2*1"), ("2330E", "NM1*77*2"), ("2330E", "REF*G2*1"), ("2330F", "NM1*DQ*1"),
            ("2330F", "REF*G2*1"), ("2330G", "NM1*85*2"), ("2330G", "REF*G2*1"),
        ]

    private static let line: [(String, String)] =
        [
            ("2400", "LX*1"), ("2400", "SV1*HC:99490:GW*75*UN*1*11**1:2**Y"), ("2400", "PWK*CT*AB"),
            ("2400", "DTP*472*RD8*20260301-20260331"), ("2400", "DTP*463*D8*20260301"), ("2400", "QTY*PT*2"),
            ("2400", "MEA*TR*R1*9"), ("2400", "CN1*04*4"), ("2400", "REF*6R*L1"), ("2400", "AMT*T*1"),
            ("2400", "K3*X"), ("2400", "NTE*DCP*X"), ("2400", "PS1*P1*5"), ("2400", "HCP*03*70*5"),
            ("2410", "LIN**N4*01234567891"), ("2410", "CTP****2*UN"), ("2410", "REF*XZ*1"),
            ("2420A", "NM1*82*1*JONES*BOB****XX*1093817465"), ("2420A", "PRV*PE*PXC*363L00000X"),
            ("2420B", "NM1*QB*2******XX*1093817465"), ("2420C", "NM1*77*2*PLACE*****XX*1093817465"),
        ] + address("2420C")
        + [
            ("2420D", "NM1*DQ*1*SUPER*VISOR****XX*1234567893"), ("2420E", "NM1*DK*1*ORDER*ER****XX*1234567893"),
            ("2420F", "NM1*DN*1*REF*ERRER****XX*1234567893"), ("2420G", "NM1*PW*2"),
        ] + address("2420G") + [("2420H", "NM1*45*2")] + address("2420H")
        + [
            ("2430", "SVD*OT1*55*HC:99490**1"), ("2430", "CAS*PR*1*20"), ("2430", "DTP*573*D8*20260401"),
            ("2430", "AMT*EAF*5"), ("2440", "LQ*UT*484.2"), ("2440", "FRM*1A*Y"),
        ]

    private static let all = provider + subscriber + claim("W1") + dependent + claim("W2")
    static let loops = all.map(\.0)
    static let file = ClaimFile(sets: [all.map(\.1)])
}
