package dev.rollcall.worker;

import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.erase.DueErasure;
import dev.rollcall.worker.operate.erase.ErasureOnRequest;
import dev.rollcall.worker.operate.replay.EventPublisher;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A running worker, and what an erasure is asked of afterwards. */
abstract class ErasureCase {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    WorkerHarness worker;

    @BeforeEach
    void startWorker() {
        worker = new WorkerHarness();
        worker.start();
    }

    @AfterEach
    void stopWorker() {
        worker.close();
    }

    void deliver(Events.Event... events) throws InterruptedException {
        worker.produce(List.of(events));
        worker.awaitDrained();
    }

    List<String> rows(String query) {
        return worker.database.rows(query);
    }

    String everything() {
        return everything(worker.database);
    }

    /** Every row of every table of both schemas, history and dead letters among them. */
    static String everything(TestDatabase database) {
        StringBuilder everything = new StringBuilder();
        for (String table :
                database.rows("select schemaname || '.' || tablename from pg_tables where schemaname in ('clerk',"
                        + " 'rollcall')")) {
            everything
                    .append(table)
                    .append(": ")
                    .append(String.join("\n", database.rows("select to_jsonb(t) from " + table + " t")))
                    .append('\n');
        }
        return everything.toString();
    }

    int eraseDue(Duration holdback) throws SQLException {
        return new DueErasure(worker.database.pool, holdback).eraseAll();
    }

    List<String> erase(String id) throws Exception {
        try (EventPublisher publisher =
                new EventPublisher(TestClients.of(worker.kafka.bootstrapServers()), worker.topics, Clock.systemUTC())) {
            ErasureOnRequest erasure = new ErasureOnRequest(worker.database.pool, publisher, PATIENCE);
            return erasure.erase(erasure.plan(id, false), null, Actor.ofThisProcess());
        }
    }

    /** As a user types it. */
    CommandRun command(String... arguments) {
        return CommandRun.of(
                worker.commandEnvironment(),
                Stream.concat(Stream.of("erase"), Stream.of(arguments)).toList());
    }

    static Events.Event event(String messageId, String type, String id, long at, String fields) {
        return Events.event(
                messageId,
                type,
                at,
                id,
                "{\"id\":\"" + id + "\",\"updated_at\":" + (Events.BASE + at) + "," + fields + "}");
    }

    /** Whatever a person can leave behind: each value names where it was planted. */
    static Events.Event[] plantedUser(String user, String organization, String prefix) {
        List<Events.Event> events = new ArrayList<>();
        events.add(event(prefix + "1", "user.created", user, 1000, """
                "object":"user","first_name":"PlantedFirst","last_name":"PlantedLast","username":"plantedusername",
                "external_id":"planted-crm","image_url":"https://planted/image","locale":"planted-locale","banned":false,
                "public_metadata":{"a":[{"b":"planted-public"}]},"private_metadata":{"a":"planted-private"},
                "unsafe_metadata":{"a":"planted-unsafe"},"web3_wallets":[{"id":"idn_w","web3_wallet":"planted-wallet"}],
                "passkeys":[{"id":"idn_k","name":"planted-passkey"}],"a_later_field":{"b":"planted-extra"},
                "email_addresses":[{"id":"idn_1","email_address":"planted@first.example",
                    "verification":{"status":"verified"},"later":"planted-child-extra"},
                    {"id":"idn_2","email_address":"Planted@Second.example"}],
                "phone_numbers":[{"id":"idn_3","phone_number":"+41790000001","backup_codes":["planted-code"],
                    "linked_to":[{"id":"planted-link"}]}],
                "external_accounts":[{"id":"eac_1","object":"external_account","provider":"oauth_google",
                    "email_address":"planted@third.example","first_name":"PlantedGoogle","username":"plantedgoogle",
                    "phone_number":"+41790000002","approved_scopes":"planted-scope","google_id":"planted-google-id"}]
                """));
        events.add(event(prefix + "2", "user.updated", user, 2000, """
                "object":"user","first_name":"PlantedSecond","external_id":"planted-second","banned":false,
                "email_addresses":[{"id":"idn_1","email_address":"planted@first.example"}],
                "phone_numbers":[{"id":"idn_3","phone_number":"+41790000001"}],
                "external_accounts":[{"id":"eac_1","object":"external_account","email_address":"planted@third.example",
                    "given_name":"PlantedGiven"}]
                """));
        events.add(Events.membership(
                prefix + "3", "created", "orgmem_" + prefix, organization, user, 1000, "org:planted"));
        events.add(event(prefix + "4", "session.created", "sess_" + prefix, 1000, """
                "object":"session","user_id":"%s","status":"active","actor":{"sub":"planted-actor"},
                "latest_activity":{"ip_address":"planted-ip","city":"planted-city"}
                """.formatted(user)));
        events.add(event(prefix + "5", "passkey.created", "psk_" + prefix, 1000, """
                "user_id":"%s","name":"planted-key","email":"planted@first.example"
                """.formatted(user)));
        events.add(event(
                prefix + "6", "organizationMembershipRequest.created", "omr_" + prefix, 1000, """
                "organization_id":"org_other","public_user_data":{"user_id":"%s","identifier":"planted@first.example"}
                """.formatted(user)));
        events.add(event(prefix + "7", "user.promoted", user, 1000, "\"rank\":\"planted-rank\""));
        // Dead: its time is not one.
        events.add(Events.event(
                prefix + "8", "user.updated", 1, user, "{\"id\":\"" + user + "\",\"updated_at\":\"planted-time\"}"));
        return events.toArray(Events.Event[]::new);
    }

    static Events.Event[] with(Events.Event[] some, Events.Event... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(Events.Event[]::new);
    }
}
