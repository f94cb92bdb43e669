package dev.rollcall.local.cli;

import dev.rollcall.local.stack.ClerkAccess;
import dev.rollcall.local.stack.RunState;
import dev.rollcall.startup.database.DatabaseUrl;
import java.net.URI;

/** What a newcomer wants to know about a stack that has just started. */
final class Guide {

    /** Any directory that is not the demo's. */
    private static final String OF_ONES_OWN = "~/.rollcall-clerk";

    private Guide() {}

    /** @param demo whether what runs is a copy of the simulator's invented instance */
    static void print(
            Surroundings surroundings, DataDirectory dataDirectory, RunState.Connections connections, boolean demo) {
        DatabaseUrl database = DatabaseUrl.parse(connections.backendDatabaseUrl());
        int gatewayPort = URI.create(connections.webhookUrl()).getPort();
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
        // A database belongs to the first instance that writes to it, so the demo's database cannot serve another one.
        String start = demo ? "./rollcall up --data-dir " + OF_ONES_OWN : dataDirectory.typed(surroundings, "up");
        surroundings.terminal().say("""
                Receive the events of your own Clerk:
                  1. Open a tunnel to port %d, for instance with another up:
                     %s --tunnel 'cloudflared tunnel --url http://127.0.0.1:{port}'
                  2. In Clerk's dashboard, under Webhooks, add the endpoint
                     https://<tunnel>/webhooks/clerk
                  3. %s
                     CLERK_WEBHOOK_SIGNING_SECRET=whsec_... %s
                  4. Copy what Clerk had before its first webhook:
                     CLERK_SECRET_KEY=sk_... %s
                """.formatted(
                        gatewayPort,
                        start,
                        demo
                                ? "Stop this demo, whose data are of an invented Clerk instance, and start\n"
                                        + "     with a directory of your own and the endpoint's signing secret:"
                                : "Give it the endpoint's signing secret, in another terminal or anew:",
                        start,
                        start.replace("rollcall up", "rollcall backfill")));
        if (demo) {
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
