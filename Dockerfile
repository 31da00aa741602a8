# One image for all four services; the command says which.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /asterism . && mkdir /spool

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /asterism /asterism
COPY --from=build /src/examples /examples
# Long bodies on their way into a cache wait here until their hash is known.
COPY --from=build --chown=65532:65532 /spool /tmp
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/asterism"]
CMD ["--help"]
