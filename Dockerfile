# Copies what ./publish.sh made; nothing is built here. Build: ./publish.sh && docker build -t nlsql .
# The native libraries need the C library of the machine that published, or a later one: --build-arg DEBIAN=13 when that was Debian 13.
ARG DEBIAN=12
FROM debian:${DEBIAN}-slim

# .NET's, Npgsql's (Kerberos) and FAISS's own needs (ICU carries its version in its package's name); everything else is in publish/.
RUN apt-get update \
 && icu="$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)" \
 && apt-get install -y --no-install-recommends ca-certificates libgomp1 libgssapi-krb5-2 libblas3 liblapack3 "$icu" libssl3 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /var/lib/nlsql nlsql

COPY --chown=root:root publish/ /opt/nlsql/

USER nlsql
WORKDIR /var/lib/nlsql
ENV AGENT_HOST=0.0.0.0 \
    AGENT_PORT=8080 \
    LOG_FORMAT=json \
    DATA_PATH=/var/lib/nlsql/data \
    CACHE_PATH=/var/lib/nlsql/cache \
    FAISS_INDEX_PATH=/var/lib/nlsql/index
VOLUME /var/lib/nlsql
EXPOSE 8080

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["/opt/nlsql/NlSql.Web", "--check-health"]

# Reachable from outside its container, so it starts with API_KEYS_FILE only: docs/operations.md tells how to make one.
ENTRYPOINT ["/opt/nlsql/NlSql.Web"]
