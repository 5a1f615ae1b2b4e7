# The program in a small image, for those who run PostgreSQL beside it: see docker-compose.yml.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/invest-crm /invest-crm

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/invest-crm --create-home invest-crm
COPY --from=build /invest-crm /usr/local/bin/invest-crm
# The workbook that the demo agency is filled from.
COPY --from=build /src/demo /usr/local/share/invest-crm/demo
WORKDIR /usr/local/share/invest-crm
USER invest-crm
ENV BIND=0.0.0.0 PORT=8080 DATA_DIR=/var/lib/invest-crm
VOLUME /var/lib/invest-crm
EXPOSE 8080
# The image has no curl; its shell can speak to a port itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["invest-crm"]
CMD ["serve"]
