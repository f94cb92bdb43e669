# docker build -f deploy/containers/worker.Dockerfile -t rollcall/worker:0.1.0 .
# What of this was tried, and how: docs/containers.md.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true -pl ingest-gateway,sync-worker -am package

FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY --from=build /source/sync-worker/target/sync-worker-0.1.0-app.jar worker.jar
RUN java -Djarmode=tools -jar worker.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
WORKDIR /rollcall
# What changes least comes first.
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
COPY deploy/containers/jvm.options deploy/containers/healthy ./
# A start that listens, asks itself and ends: what the JVM learns thereby stands in the cache. PostgreSQL and Kafka are
# looked for and missed, for 15 s.
RUN ROLLCALL_DATABASE_URL=postgresql://rollcall_sync@127.0.0.1:1/away KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1 ROLLCALL_WORKER_PORT=0 \
    java @jvm.options -Xmx256m -XX:AOTCacheOutput=worker.aot -Drollcall.start.rehearsed=true -jar worker.jar
USER 10001:10001
EXPOSE 8090
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["./healthy", "8090"]
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=worker.aot", "-jar", "worker.jar"]
