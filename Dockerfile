# Copies what ./publish.sh made; nothing is built here. Build: ./publish.sh && docker build -t nlsql .
FROM debian:12-slim

# .NET's and FAISS's own needs; everything else is in publish/.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libgomp1 libblas3 liblapack3 libicu72 libssl3 \
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
