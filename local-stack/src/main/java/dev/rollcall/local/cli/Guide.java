package dev.rollcall.local.cli;

import dev.rollcall.local.stack.BoundInstance;
import dev.rollcall.local.stack.ClerkAccess;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.local.stack.StackHome;
import dev.rollcall.local.stack.TunnelState;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.net.URI;

/** What a newcomer wants to know about a stack that has just started. */
final class Guide {

    private Guide() {}

    /** Where everything is. */
    static void addresses(Surroundings surroundings, DataDirectory dataDirectory, RunState.Connections connections) {
        DatabaseUrl database = DatabaseUrl.parse(connections.backendDatabaseUrl());
        surroundings.terminal().say("""

                Rollcall is ready.

                  Console      %s%s
                  Webhooks     %s
                  PostgreSQL   %s:%d, database %s, schema clerk
                  Kafka        %s, topics clerk.events and clerk.changes.*
                  Metrics      %s/actuator/prometheus (gateway)
                               %s/actuator/prometheus (worker)
                  Data, logs   %s

                Look at the tables, and connect other tools:
                  %s "select id, first_name from clerk.users limit 5"
                  eval "$(%s)"  sets DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS, ...
                """.formatted(
                        connections.opsUrl(),
                        Boolean.TRUE.equals(connections.consoleToken())
                                ? " (asks for ROLLCALL_OPS_TOKEN of ./rollcall env)"
                                : "",
                        connections.webhookUrl(),
                        database.host(),
                        database.port(),
                        database.database(),
                        connections.kafkaBootstrap(),
                        connections.gatewayUrl(),
                        connections.opsUrl(),
                        dataDirectory.home(surroundings).directory(),
                        dataDirectory.typed(surroundings, "query"),
                        dataDirectory.typed(surroundings, "env")));
    }

    /** What is still to do, with the public address where there is one. */
    static void nextSteps(Surroundings surroundings, DataDirectory dataDirectory, RunState.Connections connections)
            throws IOException {
        StackHome home = dataDirectory.home(surroundings);
        DatabaseUrl copy = DatabaseUrl.parse(connections.backendDatabaseUrl());
        boolean demo = home.hasBeenDemo();
        // A database belongs to the first instance that writes to it, so the demo's cannot serve another one.
        String up = demo
                ? "./rollcall up --data-dir " + BoundInstance.another(home.directory())
                : dataDirectory.typed(surroundings, "up");
        surroundings
                .terminal()
                .say(new NextSteps(
                                dataDirectory.typed(surroundings, "down"),
                                up,
                                demo,
                                URI.create(connections.webhookUrl()).getPort(),
                                TunnelState.of(home)
                                        .flatMap(TunnelState::openAddress)
                                        .map(TunnelState::endpoint)
                                        .orElse(null),
                                home.hasGivenSecret(),
                                !demo && LiveView.holdsEvents(copy) && !BoundInstance.isOfTheSimulator(copy))
                        .text());
        if (connections.localClerk() != null) {
            surroundings.terminal().say("""
                    The demo has a Clerk of its own, which the copy can be compared with:
                      %s
                    """.formatted(dataDirectory.typed(surroundings, "reconcile")));
        }
    }

    /** One line for who has a key: webhooks tell only what changes from now on. */
    static void offerBackfill(Surroundings surroundings, DataDirectory dataDirectory) {
        if (ClerkAccess.given(surroundings::variable).hasKey()) {
            surroundings
                    .terminal()
                    .say("A key of Clerk's Backend API is set. Copy what Clerk had before its first webhook: "
                            + dataDirectory.typed(surroundings, "backfill"));
        }
    }
}
