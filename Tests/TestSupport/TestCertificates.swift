/// Certificates and keys that protect nothing: made for these tests, valid for a hundred years.
public enum TestCertificates: Sendable {
    /// The authority that signed all but the stranger's.
    public static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBiTCCAS+gAwIBAgIUVVJgAx4w9lM3nrKrdkY9fQFiJy8wCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjMwMTI5WhgPMjEy
        NjEwMjgyMzAxMjlaMBkxFzAVBgNVBAMMDlRlc3QgYXV0aG9yaXR5MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAExQ38CeNPse9jXOg60UofKn7ZRj9YdoLbdkPCaIRk
        UluW6K7eW9tZ+xAqtUWIUw3kqgEFeC3H4/5lTuHAzZ5ChqNTMFEwHQYDVR0OBBYE
        FK/lD3y87GcroflKm7O5WGDI+5ljMB8GA1UdIwQYMBaAFK/lD3y87GcroflKm7O5
        WGDI+5ljMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAL+GMIVT
        +XMZvYoTj+VEP0o0ds1HXE0l2+FvUleqT3gIAiAKA8xPLika9R5t3JMqp1A2l+kR
        ja2bHxzlnIqZ5tkDZQ==
        -----END CERTIFICATE-----
        """
    /// For `localhost`.
    public static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBkDCCATWgAwIBAgIUK5JCJat9XVlVoyFcpCbR66kJMsUwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjMwMTI5WhgPMjEy
        NjEwMjgyMzAxMjlaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABKznnvoFeag8wa1ENj+TTNGxqoHVh9wryv39b/Ns8dr4GMbV
        8KW8v2GU2Tc8DEZXV4stun2qgafWruiFwDB+ErijXjBcMBoGA1UdEQQTMBGCCWxv
        Y2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQU9cjOKnYmVKH1iP4yupAExielyjMwHwYD
        VR0jBBgwFoAUr+UPfLzsZyuh+Uqbs7lYYMj7mWMwCgYIKoZIzj0EAwIDSQAwRgIh
        AJtowWmRI8GsOzSZRJXVkxUQENjmN2qBfDlVEgE/VSE1AiEAodwa/VcB4+kznnnq
        sra+B95bBom0qvMSVmWGFTG8spg=
        -----END CERTIFICATE-----
        """
    public static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgojtslVude7zu1LC+
        vPNuJfKhhKtAKJ598gO1PNIWBROhRANCAASs5576BXmoPMGtRDY/k0zRsaqB1Yfc
        K8r9/W/zbPHa+BjG1fClvL9hlNk3PAxGV1eLLbp9qoGn1q7ohcAwfhK4
        -----END PRIVATE KEY-----
        """
    /// For `other.example` and the names below it.
    public static let other = """
        -----BEGIN CERTIFICATE-----
        MIIBoTCCAUigAwIBAgIUK5JCJat9XVlVoyFcpCbR66kJMsYwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjMwMTI5WhgPMjEy
        NjEwMjgyMzAxMjlaMBgxFjAUBgNVBAMMDW90aGVyLmV4YW1wbGUwWTATBgcqhkjO
        PQIBBggqhkjOPQMBBwNCAASod+Dmm8dem43y+5zFrPkrcVaDBaRIasTMxMSkF91a
        seou7DAqJUAL9Z9wOVv6Ox9Z89xwoDQwhJAUzaWEkirbo20wazApBgNVHREEIjAg
        gg1vdGhlci5leGFtcGxlgg8qLm90aGVyLmV4YW1wbGUwHQYDVR0OBBYEFDEDqMIx
        oHoeIyZ7pv25ql0JKOqGMB8GA1UdIwQYMBaAFK/lD3y87GcroflKm7O5WGDI+5lj
        MAoGCCqGSM49BAMCA0cAMEQCIFogOWbgTEIzJnQfoymPiochR0CIWbxpSdQSCL9O
        dsdwAiBqleHlJd29EDWgIzscUGkah/GF69ntRAEKgUn6iXyD4w==
        -----END CERTIFICATE-----
        """
    public static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDqu6gpPlUN6BEhjy
        Nj7i8ygGa4qMfv4KqZB/tQiKGJmhRANCAASod+Dmm8dem43y+5zFrPkrcVaDBaRI
        asTMxMSkF91aseou7DAqJUAL9Z9wOVv6Ox9Z89xwoDQwhJAUzaWEkirb
        -----END PRIVATE KEY-----
        """
    /// A client's.
    public static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBhDCCASmgAwIBAgIUK5JCJat9XVlVoyFcpCbR66kJMscwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOVGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMjMwMTI5WhgPMjEy
        NjEwMjgyMzAxMjlaMBExDzANBgNVBAMMBmNsaWVudDBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABHUN8JDsE/PUG145Qnm99LTYErd9A24jK37i1SvVr5xKMe/4KpkH
        7DQCFsxRO4Qu7z+wOSayvOq7gf6zX2xBdcyjVTBTMBEGA1UdEQQKMAiCBmNsaWVu
        dDAdBgNVHQ4EFgQUpyWPWcClhP6S6xbEYKj8c9zgq0owHwYDVR0jBBgwFoAUr+UP
        fLzsZyuh+Uqbs7lYYMj7mWMwCgYIKoZIzj0EAwIDSQAwRgIhALVFsJEUibSmQWAx
        pcMPPMt2FGr+ufvVFwasoH9JLab+AiEA/Xo2WlPqsKpdSW+G+7VQg2Ur8N/UkAZi
        y/K8XOwyVqc=
        -----END CERTIFICATE-----
        """
    public static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg67XWrqYz5CF9qwvA
        WHt97lk2v3f6ARNZ1RbXnqneUomhRANCAAR1DfCQ7BPz1BteOUJ5vfS02BK3fQNu
        Iyt+4tUr1a+cSjHv+CqZB+w0AhbMUTuELu8/sDkmsrzqu4H+s19sQXXM
        -----END PRIVATE KEY-----
        """
    /// A client's that nobody signed.
    public static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIBfTCCASOgAwIBAgIUZPHtBT88P/eTiiEXOcZuoGujv3UwCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIU3RyYW5nZXIwIBcNMjYxMTIxMjMwMTI5WhgPMjEyNjEwMjgy
        MzAxMjlaMBMxETAPBgNVBAMMCFN0cmFuZ2VyMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAE990Zr3QjCUmGifLnEWUd9mQAIGM9WZeMxf6RWZy0+VO+UkyxZ3ChDnDg
        kFr6hDcCVQshhsJdtnIbR++O5onOSaNTMFEwHQYDVR0OBBYEFKzAMh+jz0StBqkE
        V1Br3Iu3+xqBMB8GA1UdIwQYMBaAFKzAMh+jz0StBqkEV1Br3Iu3+xqBMA8GA1Ud
        EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOb0BBIMFdDwk8FCllgZcCvE
        HlIc0kzB+SaQDeg/JKnyAiBAZy+E9xo5f5zf8suowQ7mbMoSeJFSJkJMHCUJc+nU
        bQ==
        -----END CERTIFICATE-----
        """
    public static let strangerKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5NJmAifR/kB4d/6j
        EUSODDVQHQ3unLJNtqbDTZqXxbWhRANCAAT33RmvdCMJSYaJ8ucRZR32ZAAgYz1Z
        l4zF/pFZnLT5U75STLFncKEOcOCQWvqENwJVCyGGwl22chtH747mic5J
        -----END PRIVATE KEY-----
        """
    /// A key that a passphrase keeps.
    public static let encryptedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiGity4waS+SwICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMFVnnEuNUuNCYPpo3n9hp8EgZBZ
        M+R717OeKqSbPgy9PslB9lpSfkNKDKqjx4XFtH3XM3y6PICO/Z/ulrqXZBtLcgzs
        bFzcYIeJGss72GYISM91sYWC0t4mDwP9Y696XeIl2U99+PyvSxSNWBlWHGmbF7zK
        fUjRokl70kBsYMGHqagAs0vxbTSEohbNfyeDIDZXHEBoYcLFWF24HBS19pTT3uQ=
        -----END ENCRYPTED PRIVATE KEY-----
        """
    /// For `localhost`, on the first of January 2020 alone.
    public static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBTTCB9KADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
        dDAeFw0yMDAxMDEwMDAwMDBaFw0yMDAxMDIwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
        Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIuEkq3BX0rlYJdSXwk2
        Obc1kyuEXL29+pKE4ZarNukGJsEoGrdeajQVbTjEId0lPw+OMNT9KzwwsOJ8/vV1
        reCjNzA1MBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAdBgNVHQ4EFgQU2rk41DskedZJ
        PceiLbt4pbO3uAwwCgYIKoZIzj0EAwIDSAAwRQIgbxjhNQrBJF/MZ9XWgbTS8c7r
        1S6W8v7nnIUnTN8PB9cCIQDbikk71rc2Gq80TzUjZrEO9+sVtXApn6/9VsXMAjLq
        Ig==
        -----END CERTIFICATE-----
        """
    /// The key of the expired certificate.
    public static let expiredKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZtTzS+JHcyny7G5E
        1LV8HDxoxs9Lv0Wm8mwpQBkEUVChRANCAASLhJKtwV9K5WCXUl8JNjm3NZMrhFy9
        vfqShOGWqzbpBibBKBq3Xmo0FW04xCHdJT8PjjDU/Ss8MLDifP71da3g
        -----END PRIVATE KEY-----
        """
}
