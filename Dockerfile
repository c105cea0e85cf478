# ClaimGate in a container: build stage with the Swift toolchain, run stage with one file in it.
#
#   docker build -t claimgate .
#   docker run --rm -p 127.0.0.1:8080:8080 --read-only --cap-drop ALL -e CLAIMGATE_INSECURE=true claimgate
#
# Inside, it listens for other machines. So it wants TLS and a way to know who calls, or to hear that it needs neither: as
# here, where the port is published on this machine's loopback alone.

FROM swift:6.3.1-bookworm AS build
# Versions are those of the pinned release with its security fixes: pinned ones vanish from the mirrors.
# hadolint ignore=DL3008
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libssl-dev pkg-config zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
# Everything goes into one program: the Swift runtime, OpenSSL, zlib and the C library. It starts in a third of the time,
# for nothing is left to be linked, and the run stage needs no file beside it. The price: a fix in OpenSSL means a new
# build of this image.
WORKDIR /src
COPY Package.swift ./
RUN swift package resolve
COPY openapi.yaml ./
COPY scripts/sbom ./scripts/sbom
COPY Sources ./Sources
COPY Tests ./Tests
RUN swift build -c release -Xswiftc -static-executable --product claimgate \
 && install -D -m 0755 --strip "$(swift build -c release --show-bin-path)/claimgate" /out/claimgate \
 && scripts/sbom >/out/claimgate.cdx.json

FROM scratch
# docker build --build-arg VERSION=... --build-arg REVISION=$(git rev-parse HEAD) --build-arg CREATED=$(date -u +%FT%TZ)
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="ClaimGate" \
      org.opencontainers.image.description="Checks chronic care management claims before they are billed" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.documentation="docs/operating.md" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /out/claimgate /usr/local/bin/claimgate
# What the program is made of, for scanners.
COPY --from=build /out/claimgate.cdx.json /usr/share/sbom/claimgate.cdx.json
# Any unprivileged number does; no passwd entry and no home directory are needed.
USER 65532:65532
# The image has no other directory to write to; this one is memory.
ENV CLAIMGATE_LISTEN=*:8080 CLAIMGATE_HELD_ANSWERS_DIRECTORY=/dev/shm
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s --retries=3 CMD ["/usr/local/bin/claimgate", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/claimgate"]
CMD ["serve"]
