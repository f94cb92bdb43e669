# docker build -f deploy/containers/gateway.Dockerfile -t rollcall/gateway:0.1.0 .
# What of this was tried, and how: docs/containers.md.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true -pl ingest-gateway,sync-worker -am package

FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY --from=build /source/ingest-gateway/target/ingest-gateway-0.1.0-app.jar gateway.jar
RUN java -Djarmode=tools -jar gateway.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
WORKDIR /rollcall
# What changes least comes first.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
COPY deploy/containers/jvm.options deploy/containers/healthy ./
# A start that listens, asks itself and ends: what the JVM learns thereby stands in the cache. Kafka is looked for and missed.
RUN CLERK_WEBHOOK_SIGNING_SECRET="whsec_$(head -c 24 /dev/urandom | base64)" KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1 \
    ROLLCALL_GATEWAY_PORT=0 ROLLCALL_GATEWAY_MANAGEMENT_PORT=0 \
    java @jvm.options -Xmx256m -XX:AOTCacheOutput=gateway.aot -Drollcall.start.rehearsed=true -jar gateway.jar
USER 10001:10001
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["./healthy", "8081"]
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=gateway.aot", "-jar", "gateway.jar"]
