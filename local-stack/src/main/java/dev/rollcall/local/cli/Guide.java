package dev.rollcall.local.cli;

import dev.rollcall.local.database.DatabaseAddress;
import dev.rollcall.local.stack.RunState;
import java.net.URI;

/** What a newcomer wants to know of a stack that has just started. */
final class Guide {

    private Guide() {}

    static void print(Surroundings surroundings, DataDirectory dataDirectory, RunState.Connections connections) {
        DatabaseAddress database = DatabaseAddress.parse(connections.backendDatabaseUrl());
        int gatewayPort = URI.create(connections.webhookUrl()).getPort();
        surroundings.terminal().say("""

                Rollcall is ready.

                  Console      %s
                  Webhooks     %s
                  PostgreSQL   %s:%d, database %s, schema clerk
                  Kafka        %s, topics clerk.events and clerk.changes.*
                  Metrics      %s/actuator/prometheus (gateway)
                               %s/actuator/prometheus (worker)
                  Data, logs   %s

                Look at the tables, and connect other tools:
                  %s "select id, first_name from clerk.users limit 5"
                  eval "$(%s)"  sets DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS, ...
                Receive the events of your own Clerk:
                  1. Open a tunnel to port %d, for instance: ngrok http %d
                  2. In Clerk's dashboard, under Webhooks, add the endpoint
                     https://<tunnel>/webhooks/clerk
                  3. Start again with the endpoint's signing secret:
                     CLERK_WEBHOOK_SIGNING_SECRET=whsec_... %s
                """.formatted(
                        connections.opsUrl(),
                        connections.webhookUrl(),
                        database.host(),
                        database.port(),
                        database.database(),
                        connections.kafkaBootstrap(),
                        connections.gatewayUrl(),
                        connections.opsUrl(),
                        dataDirectory.home(surroundings).directory(),
                        dataDirectory.typed(surroundings, "query"),
                        dataDirectory.typed(surroundings, "env"),
                        gatewayPort,
                        gatewayPort,
                        dataDirectory.typed(surroundings, "up")));
    }

    static void printDemo(Terminal terminal) {
        terminal.say("""
                The demo's events are of an invented Clerk instance, and a database belongs to
                the first instance that writes to it. For your own Clerk later use another
                directory: ./rollcall up --data-dir DIR
                """);
    }
}
