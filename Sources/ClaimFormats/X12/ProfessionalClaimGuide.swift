/// The loops and segments of a professional claim, 005010X222A1, as far as a reader of claims checks them.
///
/// A loop begins with its name; its first segment opens it. A row is: segment, usage (R required, S situational), most
/// uses, and then `is=` the values that tell it from its neighbours of the same name, `as=` what the reader takes from
/// it, `need=` the elements that must be there, a component behind a dot and needed only with its element, and `in=`
/// code lists. A row `+` is an inner loop with its usage and most repeats; 0 is without bound.
///
/// Source: ASC X12N 005010X222 with its errata of 2010 (A1); A2 changes nothing here.
enum ProfessionalClaimGuide {
    static let loops = """
        loop ST
        ST R 1 need=1,2,3
        BHT R 1 as=header need=1,2,3,4,5,6 in=1:0019;2:00,18;6:31,CH,RP
        +1000A R 1
        +1000B R 1
        +2000A R 0
        SE R 1 need=1,2

        loop 1000A
        NM1 R 1 is=1:41 as=submitter need=2,3,8,9 in=2:1,2;8:46
        PER R 2 need=1,3,4 in=1:IC;3:EM,FX,TE;5:EM,EX,FX,TE;7:EM,EX,FX,TE

        loop 1000B
        NM1 R 1 is=1:40 as=receiver need=2,3,8,9 in=2:2;8:46

        loop 2000A
        HL R 1 is=3:20 as=level need=1,4 in=4:1
        PRV S 1 is=1:BI as=billingTaxonomy need=2,3 in=2:PXC
        CUR S 1 need=1,2 in=1:85
        +2010AA R 1
        +2010AB S 1
        +2010AC S 1
        +2000B R 0

        loop 2010AA
        NM1 R 1 is=1:85 as=billing need=2,3 in=2:1,2;8:XX
        N3 R 1 need=1
        N4 R 1 need=1
        REF R 1 is=1:EI,SY as=billingTaxNumber need=2
        REF S 2 is=1:0B,1G need=2
        PER S 2 need=1,3,4 in=1:IC;3:EM,FX,TE;5:EM,EX,FX,TE;7:EM,EX,FX,TE

        loop 2010AB
        NM1 R 1 is=1:87 need=2 in=2:1,2
        N3 R 1 need=1
        N4 R 1 need=1

        loop 2010AC
        NM1 R 1 is=1:PE need=2,3,8,9 in=2:2;8:PI,XV
        N3 R 1 need=1
        N4 R 1 need=1
        REF S 1 is=1:2U,FY,NF need=2
        REF R 1 is=1:EI need=2

        loop 2000B
        HL R 1 is=3:22 as=level need=1,2,4 in=4:0,1
        SBR R 1 as=subscriberInformation need=1 in=1:A,B,C,D,E,F,G,H,P,S,T,U;2:18;5:12,13,14,15,16,41,42,43,47
        PAT S 1 in=5:D8;7:01;9:Y
        +2010BA R 1
        +2010BB R 1
        +2300 S 100
        +2000C S 0

        loop 2010BA
        NM1 R 1 is=1:IL as=subscriber need=2,3 in=2:1,2;8:II,MI
        N3 S 1 need=1
        N4 S 1 need=1
        DMG S 1 as=subscriberBirth need=1,2,3 in=1:D8;3:F,M,U
        REF S 1 is=1:SY need=2
        REF S 1 is=1:Y4 need=2
        PER S 1 need=1,3,4 in=1:IC;3:TE;5:EX

        loop 2010BB
        NM1 R 1 is=1:PR as=payer need=2,3,8,9 in=2:2;8:PI,XV
        N3 S 1 need=1
        N4 S 1 need=1
        REF S 3 is=1:2U,EI,FY,NF need=2
        REF S 2 is=1:G2,LU need=2

        loop 2000C
        HL R 1 is=3:23 as=level need=1,2,4 in=4:0
        PAT R 1 need=1 in=1:01,19,20,21,39,40,53,G8;5:D8;7:01;9:Y
        +2010CA R 1
        +2300 R 100

        loop 2010CA
        NM1 R 1 is=1:QC as=dependent need=2,3 in=2:1
        N3 R 1 need=1
        N4 R 1 need=1
        DMG R 1 as=dependentBirth need=1,2,3 in=1:D8;3:F,M,U
        REF S 1 is=1:Y4 need=2
        REF S 1 is=1:1W,SY need=2
        PER S 1 need=1,3,4 in=1:IC;3:TE;5:EX

        loop 2300
        CLM R 1 as=claim need=1,2,5,5.1,5.2,5.3,6,7,8,9 in=5.2:B;6:N,Y;7:A,B,C;8:N,W,Y;9:I,Y;10:P;12:02,03,05,09
        DTP S 1 is=1:431 need=2,3 in=2:D8
        DTP S 1 is=1:454 need=2,3 in=2:D8
        DTP S 1 is=1:304 need=2,3 in=2:D8
        DTP S 1 is=1:453 need=2,3 in=2:D8
        DTP S 1 is=1:439 need=2,3 in=2:D8,DT
        DTP S 1 is=1:484 need=2,3 in=2:D8
        DTP S 1 is=1:455 need=2,3 in=2:D8
        DTP S 1 is=1:471 need=2,3 in=2:D8
        DTP S 1 is=1:314,360,361 need=2,3 in=2:D8,RD8
        DTP S 1 is=1:297 need=2,3 in=2:D8
        DTP S 1 is=1:296 need=2,3 in=2:D8
        DTP S 1 is=1:435 need=2,3 in=2:D8
        DTP S 1 is=1:096 need=2,3 in=2:D8
        DTP S 2 is=1:090,091 need=2,3 in=2:D8
        DTP S 1 is=1:444 need=2,3 in=2:D8
        DTP S 1 is=1:050 need=2,3 in=2:D8
        PWK S 10 need=1,2
        CN1 S 1 need=1 in=1:01,02,03,04,05,06,09
        AMT S 1 is=1:F5 need=2
        REF S 1 is=1:4N need=2
        REF S 1 is=1:F5 need=2
        REF S 1 is=1:EW need=2
        REF S 1 is=1:9F need=2
        REF S 1 is=1:G1 need=2
        REF S 1 is=1:F8 as=originalReference need=2
        REF S 1 is=1:X4 need=2
        REF S 1 is=1:9A need=2
        REF S 1 is=1:9C need=2
        REF S 1 is=1:LX need=2
        REF S 1 is=1:D9 as=traceNumber need=2
        REF S 1 is=1:EA need=2
        REF S 1 is=1:P4 need=2
        REF S 1 is=1:1J need=2
        K3 S 10 need=1
        NTE S 1 need=1,2 in=1:ADD,CER,DCP,DGN,TPO
        CR1 S 1 need=4,5,6 in=1:LB;4:A,B,C,D,E;5:DH
        CR2 S 1 need=8
        CRC S 3 is=1:07 need=2,3 in=2:N,Y
        CRC S 3 is=1:E1,E2,E3 need=2,3 in=2:N,Y
        CRC S 1 is=1:75 need=2,3 in=2:Y
        CRC S 1 is=1:ZZ need=2,3 in=2:N,Y
        HI R 1 is=1.1:ABK,BK as=diagnoses need=1,1.2,2.2,3.2,4.2,5.2,6.2,7.2,8.2,9.2,10.2,11.2,12.2 \
        in=2.1:ABF,BF;3.1:ABF,BF;4.1:ABF,BF;5.1:ABF,BF;6.1:ABF,BF;7.1:ABF,BF;\
        8.1:ABF,BF;9.1:ABF,BF;10.1:ABF,BF;11.1:ABF,BF;12.1:ABF,BF
        HI S 1 is=1.1:BP need=1,1.2
        HI S 2 is=1.1:BG need=1,1.2
        HCP S 1 need=1
        +2310A S 2
        +2310B S 1
        +2310C S 1
        +2310D S 1
        +2310E S 1
        +2310F S 1
        +2320 S 10
        +2400 R 50

        loop 2310A
        NM1 R 1 is=1:DN,P3 need=2,3 in=2:1;8:XX
        REF S 3 is=1:0B,1G,G2 need=2

        loop 2310B
        NM1 R 1 is=1:82 as=rendering need=2,3 in=2:1,2;8:XX
        PRV S 1 is=1:PE as=renderingTaxonomy need=2,3 in=2:PXC
        REF S 4 is=1:0B,1G,G2,LU need=2

        loop 2310C
        NM1 R 1 is=1:77 need=2,3 in=2:2;8:XX
        N3 R 1 need=1
        N4 R 1 need=1
        REF S 3 is=1:0B,G2,LU need=2
        PER S 1 need=1,2,3,4 in=1:IC;3:TE;5:EX

        loop 2310D
        NM1 R 1 is=1:DQ need=2,3 in=2:1;8:XX
        REF S 4 is=1:0B,1G,G2,LU need=2

        loop 2310E
        NM1 R 1 is=1:PW need=2 in=2:2
        N3 R 1 need=1
        N4 R 1 need=1

        loop 2310F
        NM1 R 1 is=1:45 need=2 in=2:2
        N3 R 1 need=1
        N4 R 1 need=1

        loop 2320
        SBR R 1 need=1,2,9 in=1:A,B,C,D,E,F,G,H,P,S,T,U;2:01,18,19,20,21,39,40,53,G8
        CAS S 5 need=1,2,3 in=1:CO,CR,OA,PI,PR
        AMT S 1 is=1:D need=2
        AMT S 1 is=1:A8 need=2
        AMT S 1 is=1:EAF need=2
        OI R 1 need=3,6 in=3:N,W,Y;4:P;6:I,Y
        MOA S 1
        +2330A R 1
        +2330B R 1
        +2330C S 2
        +2330D S 1
        +2330E S 1
        +2330F S 1
        +2330G S 1

        loop 2330A
        NM1 R 1 is=1:IL need=2,3,8,9 in=2:1,2;8:II,MI
        N3 S 1 need=1
        N4 S 1 need=1
        REF S 1 is=1:SY need=2

        loop 2330B
        NM1 R 1 is=1:PR need=2,3,8,9 in=2:2;8:PI,XV
        N3 S 1 need=1
        N4 S 1 need=1
        DTP S 1 is=1:573 need=2,3 in=2:D8
        REF S 2 is=1:2U,EI,FY,NF need=2
        REF S 1 is=1:G1 need=2
        REF S 1 is=1:9F need=2
        REF S 1 is=1:T4 need=2
        REF S 1 is=1:F8 need=2

        loop 2330C
        NM1 R 1 is=1:DN,P3 need=2 in=2:1
        REF R 3 is=1:0B,1G,G2 need=2

        loop 2330D
        NM1 R 1 is=1:82 need=2 in=2:1,2
        REF R 3 is=1:0B,1G,G2,LU need=2

        loop 2330E
        NM1 R 1 is=1:77 need=2 in=2:2
        REF R 3 is=1:0B,G2,LU need=2

        loop 2330F
        NM1 R 1 is=1:DQ need=2 in=2:1
        REF R 4 is=1:0B,1G,G2,LU need=2

        loop 2330G
        NM1 R 1 is=1:85 need=2 in=2:1,2
        REF R 2 is=1:G2,LU need=2

        loop 2400
        LX R 1 as=line need=1
        SV1 R 1 as=service need=1,1.1,1.2,2,3,4,7,7.1 in=1.1:ER,HC,IV,WK;3:MJ,UN;9:Y;11:Y;12:Y;15:0
        SV5 S 1 need=1,2,3
        PWK S 10 need=1,2
        CR1 S 1 need=4,5,6 in=1:LB;4:A,B,C,D,E;5:DH
        CR3 S 1 need=1,2,3 in=1:I,R,S;2:MO
        CRC S 3 is=1:07 need=2,3 in=2:N,Y
        CRC S 1 is=1:70 need=2,3 in=2:N,Y
        CRC S 1 is=1:09 need=2,3 in=2:N,Y
        DTP R 1 is=1:472 as=serviceDate need=2,3 in=2:D8,RD8
        DTP S 1 is=1:471 need=2,3 in=2:D8
        DTP S 1 is=1:607 need=2,3 in=2:D8
        DTP S 1 is=1:463 need=2,3 in=2:D8
        DTP S 1 is=1:461 need=2,3 in=2:D8
        DTP S 1 is=1:304 need=2,3 in=2:D8
        DTP S 2 is=1:738,739 need=2,3 in=2:D8
        DTP S 1 is=1:011 need=2,3 in=2:D8
        DTP S 1 is=1:455 need=2,3 in=2:D8
        DTP S 1 is=1:454 need=2,3 in=2:D8
        QTY S 1 is=1:PT need=2
        QTY S 1 is=1:FL need=2
        MEA S 5 need=1,2,3 in=1:OG,TR;2:HT,R1,R2,R3,R4
        CN1 S 1 need=1 in=1:01,02,03,04,05,06,09
        REF S 1 is=1:9B need=2
        REF S 1 is=1:9D need=2
        REF S 5 is=1:G1 need=2
        REF S 1 is=1:6R need=2
        REF S 1 is=1:EW need=2
        REF S 1 is=1:X4 need=2
        REF S 1 is=1:F4 need=2
        REF S 1 is=1:BT need=2
        REF S 5 is=1:9F need=2
        AMT S 1 is=1:T need=2
        AMT S 1 is=1:F4 need=2
        K3 S 10 need=1
        NTE S 1 is=1:ADD,DCP need=2
        NTE S 1 is=1:TPO need=2
        PS1 S 1 need=1,2
        HCP S 1 need=1
        +2410 S 1
        +2420A S 1
        +2420B S 1
        +2420C S 1
        +2420D S 1
        +2420E S 1
        +2420F S 2
        +2420G S 1
        +2420H S 1
        +2430 S 15
        +2440 S 0

        loop 2410
        LIN R 1 need=2,3 in=2:EN,EO,HI,N4,ON,UK,UP
        CTP R 1 need=4,5
        REF S 1 is=1:VY,XZ need=2

        loop 2420A
        NM1 R 1 is=1:82 as=lineRendering need=2,3 in=2:1,2;8:XX
        PRV S 1 is=1:PE as=lineRenderingTaxonomy need=2,3 in=2:PXC
        REF S 20 is=1:0B,1G,G2,LU need=2

        loop 2420B
        NM1 R 1 is=1:QB need=2 in=2:1,2;8:XX
        REF S 20 is=1:0B,1G,G2 need=2

        loop 2420C
        NM1 R 1 is=1:77 need=2,3 in=2:2;8:XX
        N3 R 1 need=1
        N4 R 1 need=1
        REF S 3 is=1:G2,LU need=2

        loop 2420D
        NM1 R 1 is=1:DQ need=2,3 in=2:1;8:XX
        REF S 20 is=1:0B,1G,G2,LU need=2

        loop 2420E
        NM1 R 1 is=1:DK need=2,3 in=2:1;8:XX
        N3 S 1 need=1
        N4 S 1 need=1
        REF S 20 is=1:0B,1G,G2 need=2
        PER S 1 need=1,3,4 in=1:IC;3:EM,FX,TE;5:EM,EX,FX,TE;7:EM,EX,FX,TE

        loop 2420F
        NM1 R 1 is=1:DN,P3 need=2,3 in=2:1;8:XX
        REF S 20 is=1:0B,1G,G2 need=2

        loop 2420G
        NM1 R 1 is=1:PW need=2 in=2:2
        N3 R 1 need=1
        N4 R 1 need=1

        loop 2420H
        NM1 R 1 is=1:45 need=2 in=2:2
        N3 R 1 need=1
        N4 R 1 need=1

        loop 2430
        SVD R 1 need=1,2,3,3.1,3.2,5 in=3.1:ER,HC,IV,WK
        CAS S 5 need=1,2,3 in=1:CO,CR,OA,PI,PR
        DTP R 1 is=1:573 need=2,3 in=2:D8
        AMT S 1 is=1:EAF need=2

        loop 2440
        LQ R 1 need=1,2 in=1:AS,UT
        FRM R 99 need=1
        """

    /// The elements of each segment: type, and shortest and longest length in bytes. `AN` text, `ID` code, `N` whole
    /// number, `R` decimal, `M` charge, `F` place of service, `D` date of eight digits, `T` time, `P` a date or period in the form that the element before
    /// names, `H` a composite of health care information. Components are joined by a slash; `-` is an element that the
    /// guide does not use.
    static let segments = """
        ST ID3 AN4-9 AN1-35
        SE N1-10 AN4-9
        BHT ID4 ID2 AN1-50 D8 T4-8 ID2
        NM1 ID2-3 ID1 AN1-60 AN1-35 AN1-25 - AN1-10 ID1-2 AN2-80 - - -
        PER ID2 AN1-60 ID2 AN1-256 ID2 AN1-256 ID2 AN1-256 -
        HL AN1-12 AN1-12 ID1-2 ID1
        PRV ID1-3 ID2-3 AN1-50 - - -
        CUR ID2-3 ID3
        N3 AN1-55 AN1-55
        N4 AN2-30 ID2 ID3-15 ID2-3 - - ID1-3
        REF ID2-3 AN1-50 - AN2-3/AN1-50/-/-/-/-
        SBR ID1 ID2 AN1-50 AN1-60 ID1-3 - - - ID1-2
        PAT ID2 - - - ID2-3 P1-35 ID2 R1-10 ID1
        DMG ID2-3 P1-35 ID1 - - - - - - - -
        CLM AN1-38 M1-18 - - F2/AN1-2/AN1 ID1 ID1 ID1 ID1 ID1 ID2-3/ID2-3/-/ID2/ID2-3 ID2-3 - - - - - - - ID1-2
        DTP ID3 ID2-3 P1-35
        PWK ID2 ID1-2 - - ID1-2 AN2-80 - - -
        CN1 ID2 R1-18 R1-6 AN1-50 R1-6 AN1-30
        AMT ID1-3 R1-18 -
        K3 AN1-80 - -
        NTE ID3 AN1-80
        CR1 ID2 R1-10 - ID1 ID2 R1-15 - - AN1-80 AN1-80
        CR2 - - - - - - - ID1 - AN1-80 AN1-80 -
        CR3 ID1 ID2 R1-15 - -
        CRC ID2 ID1 ID2-3 ID2-3 ID2-3 ID2-3 ID2-3
        HI H H H H H H H H H H H H
        HCP ID2 R1-18 R1-18 AN1-50 R1-9 AN1-50 R1-18 - AN1-48/AN1-48 AN1-48 ID2 R1-15 ID2 ID1-2 ID1-2
        CAS ID1-2 ID1-5 R1-18 R1-15 ID1-5 R1-18 R1-15 ID1-5 R1-18 R1-15 \
        ID1-5 R1-18 R1-15 ID1-5 R1-18 R1-15 ID1-5 R1-18 R1-15
        OI - - ID1 ID1 - ID1
        MOA R1-10 R1-18 AN1-50 AN1-50 AN1-50 AN1-50 AN1-50 R1-18 R1-18
        LX N1-6
        SV1 ID2/AN1-48/AN2/AN2/AN2/AN2/AN1-80/- M1-18 ID2 R1-15 F2 - N1-2/N1-2/N1-2/N1-2 - ID1 - ID1 ID1 - - ID1
        SV5 ID2/AN1-48 ID2 R1-15 R1-18 R1-18 ID1 -
        QTY ID2 R1-15 - -
        MEA ID2 ID1-3 R1-20
        PS1 AN1-50 R1-18 -
        LIN - ID2 AN1-48
        CTP - - - R1-15 ID2
        SVD AN2-80 R1-18 ID2/AN1-48/AN2/AN2/AN2/AN2/AN1-80/- - R1-15 N1-6
        LQ ID1-3 AN1-30
        FRM AN1-20 ID1 AN1-50 D8 R1-6
        """
}
