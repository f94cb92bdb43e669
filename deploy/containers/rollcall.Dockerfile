# docker build -f deploy/containers/rollcall.Dockerfile -t rollcall/rollcall:0.1.0 .
# The commands migrate, topics, doctor, erase, reprocess, dead-letters and replay. What of this was tried, and how: docs/containers.md.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true -pl ingest-gateway,sync-worker -am package

FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY --from=build /source/sync-worker/target/sync-worker-0.1.0-app.jar rollcall.jar
RUN java -Djarmode=tools -jar rollcall.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
WORKDIR /rollcall
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001:10001
# Short commands: no start-up cache, no second compiler.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "rollcall.jar"]
# With no command at all it would start a worker.
CMD ["doctor"]
