/// Certificates of an authority that has taken one of them back. They protect nothing, and are good for a hundred years.
extension TestCertificates {
    /// The authority.
    public static let revokingAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBgDCCASagAwIBAgIULtB5qBJo9qx5jCuLppDHMVW05HwwCgYIKoZIzj0EAwIw
        HTEbMBkGA1UEAwwSUmV2b2tpbmcgYXV0aG9yaXR5MCAXDTI2MTEyMjA0MzY1OVoY
        DzIxMjYxMDI5MDQzNjU5WjAdMRswGQYDVQQDDBJSZXZva2luZyBhdXRob3JpdHkw
        WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASs48sN4ygAyDn35oaUirRZn2Q4/T7R
        S67mwmwDkIHt+BXqA3WMYAJqKIpwe5SQYLfuw+YX3ERjWbyQw0rFvrVeo0IwQDAP
        BgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUlT0nlPMi
        N11xzPYlE4pTR6mt82owCgYIKoZIzj0EAwIDSAAwRQIhANaWJ2dX+L8GWHoMdvkU
        dxOwZIMX7mSfdnlUOi9ceyg2AiAOc0u7l6Sm+IJ+iDeFE0eq9ZwXeL9SFaPrTHYd
        oFn11g==
        -----END CERTIFICATE-----
        """
    /// A client's that is good: subject `O=Clinic\, Inc.,CN=good ü`, and names of four kinds.
    public static let good = """
        -----BEGIN CERTIFICATE-----
        MIIBxjCCAWugAwIBAgIBATAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJSZXZva2lu
        ZyBhdXRob3JpdHkwIBcNMjYxMTIyMDQzNjU5WhgPMjEyNjEwMjkwNDM2NTlaMCkx
        EDAOBgNVBAMMB2dvb2Qgw7wxFTATBgNVBAoMDENsaW5pYywgSW5jLjBZMBMGByqG
        SM49AgEGCCqGSM49AwEHA0IABGdByuP/GLrKWMFBW5v8XU3sn5PsQkEX5xJaeada
        LOpZ7iYC83CHDmLbDIAHq78N4H0QCTppDAym5fkkyTFOnISjgY0wgYowSAYDVR0R
        BEEwP4IMZ29vZC5leGFtcGxlhhRzcGlmZmU6Ly9jbGluaWMvZ29vZIETZ29vZEBj
        bGluaWMuZXhhbXBsZYcEfwAAATAdBgNVHQ4EFgQUWlfTglWJz05aRsyBTuANX/3h
        IuEwHwYDVR0jBBgwFoAUlT0nlPMiN11xzPYlE4pTR6mt82owCgYIKoZIzj0EAwID
        SQAwRgIhALtqWnmncdb50VU9lwrEqn/yf4iey5MQDgtk1/Z3NthoAiEAuL/NJ1hX
        9dnvj3mAu7avsXW160A4yASLqnv1ZgQPd4M=
        -----END CERTIFICATE-----
        """
    /// Its key.
    public static let goodKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBqTN1cTEkzAX37in
        fv8O2ly07EtzXbYNYDVHXZLc6b+hRANCAARnQcrj/xi6yljBQVub/F1N7J+T7EJB
        F+cSWnmnWizqWe4mAvNwhw5i2wyAB6u/DeB9EAk6aQwMpuX5JMkxTpyE
        -----END PRIVATE KEY-----
        """
    /// A client's that has been taken back.
    public static let revoked = """
        -----BEGIN CERTIFICATE-----
        MIIBwTCCAWegAwIBAgIBAjAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJSZXZva2lu
        ZyBhdXRob3JpdHkwIBcNMjYxMTIyMDQzNjU5WhgPMjEyNjEwMjkwNDM2NTlaMCgx
        DzANBgNVBAMMBmJhZCDDvDEVMBMGA1UECgwMQ2xpbmljLCBJbmMuMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAE6ftn+lnexNF2FoVwIG4iCvFRBoQWgJrULfprS0+L
        Rp7HnyniVkoQLbNouxiRTvW2BaKj75lI78RxtLBkZsqB0qOBijCBhzBFBgNVHREE
        PjA8ggtiYWQuZXhhbXBsZYYTc3BpZmZlOi8vY2xpbmljL2JhZIESYmFkQGNsaW5p
        Yy5leGFtcGxlhwR/AAABMB0GA1UdDgQWBBRUmXgGJrENtCmqqOpm72m86m69yzAf
        BgNVHSMEGDAWgBSVPSeU8yI3XXHM9iUTilNHqa3zajAKBggqhkjOPQQDAgNIADBF
        AiBt642SNUCaQ6fvgbNftS4xcCLsRtEZrKJ+SCyOWkBo6QIhAI4HlDCv0f2FHtUm
        OhvDm0Ir7vpf5tkAecTpKWmW7xKu
        -----END CERTIFICATE-----
        """
    /// Its key.
    public static let revokedKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgInDwQIlvhuFp3GbR
        Fxf4h9q9JXWC4K62z+1WF0ykwdWhRANCAATp+2f6Wd7E0XYWhXAgbiIK8VEGhBaA
        mtQt+mtLT4tGnsefKeJWShAts2i7GJFO9bYFoqPvmUjvxHG0sGRmyoHS
        -----END PRIVATE KEY-----
        """
    /// The list that says so.
    public static let revocations = """
        -----BEGIN X509 CRL-----
        MIG4MGEwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSUmV2b2tpbmcgYXV0aG9yaXR5
        Fw0yNjExMjIwNDM2NTlaGA8yMTI2MTAyOTA0MzY1OVowFDASAgECFw0yNjExMjIw
        NDM2NTlaMAoGCCqGSM49BAMCA0cAMEQCIBt1TFZZgWX79y4cfmVqBGK7iWbo6sND
        MqvmWYVKAx4yAiAIUwA9o/t8pJWpsOXoP3Wgo2nbcpxqUOQuj5e3Moulaw==
        -----END X509 CRL-----
        """
    /// A list of January 2020 under the authority's name, which another key has signed.
    public static let expiredRevocations = """
        -----BEGIN X509 CRL-----
        MIGgMEkwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSUmV2b2tpbmcgYXV0aG9yaXR5
        Fw0yMDAxMDEwMDAwMDBaFw0yMDAxMzEwMDAwMDBaMAoGCCqGSM49BAMCA0cAMEQC
        IFr/eOxbO1FGlUYLmSuPuHvR9M4PEck1TPxy2POMK/U5AiA2+RJFsr7zWifM6hNp
        Ar0cAkC0tHMP5xI26FuTqNccXw==
        -----END X509 CRL-----
        """
    /// The same of a century later.
    public static let laterRevocations = """
        -----BEGIN X509 CRL-----
        MIGkME0wCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSUmV2b2tpbmcgYXV0aG9yaXR5
        GA8yMTIwMDEwMTAwMDAwMFoYDzIxMjUwMTMxMDAwMDAwWjAKBggqhkjOPQQDAgNH
        ADBEAiAbLkEKEnV1jvvfQIC+UtBNhDwf6pNIO/ekOB8MpRCXIgIgdEydJc0jrOCJ
        5m/ou1eJXQyLNBWU8xYYU0cz/uogXLo=
        -----END X509 CRL-----
        """
}
