# ClaimGate in a container: build stage with the Swift toolchain, run stage with one file in it.
#
#   docker build -t claimgate .
#   docker run --rm -p 127.0.0.1:8080:8080 --read-only --cap-drop ALL claimgate

FROM swift:6.3.1-bookworm AS build
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libssl-dev pkg-config zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
# OpenSSL and zlib go into the binary, as the Swift runtime does: with the shared names gone the linker takes the
# archives. That is 4.5 MB in the binary against 5.5 MB for the libssl3 package, and the run stage needs no package at
# all. The price: a fix in OpenSSL means a new build of this image.
RUN rm -f /usr/lib/*-linux-gnu/libssl.so /usr/lib/*-linux-gnu/libcrypto.so /usr/lib/*-linux-gnu/libz.so
WORKDIR /src
COPY Package.swift ./
RUN swift package resolve
COPY openapi.yaml ./
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build -c release --static-swift-stdlib --product claimgate \
 && install -D -m 0755 --strip "$(swift build -c release --show-bin-path)/claimgate" /out/claimgate

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="ClaimGate" \
      org.opencontainers.image.description="Checks chronic care management claims before they are billed" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /out/claimgate /usr/local/bin/claimgate
# Any unprivileged number does; no passwd entry and no home directory are needed.
USER 65532:65532
ENV CLAIMGATE_LISTEN=*:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s --retries=3 CMD ["/usr/local/bin/claimgate", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/claimgate"]
CMD ["serve"]
