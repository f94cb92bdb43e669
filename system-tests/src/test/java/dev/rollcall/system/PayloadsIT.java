package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.simulator.delivery.WebhookSignature;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every example of an event of users, organizations and memberships, signed and posted to the running gateway, ends as
 * the right row. The files are posted one after the other, and each is compared before the next one.
 */
class PayloadsIT {

    private static final Duration LONGEST_WAY = Duration.ofMinutes(5);
    private static final Path OWN = Path.of("src/test/resources/events");
    private static final Path PUBLISHED = Path.of(System.getProperty("rollcall.payloads", "../../shared/payloads"));

    private static final WebhookSignature SIGNATURE = WebhookSignature.of(RunningStack.SECRET);

    @TempDir
    static Path directory;

    private static RunningStack stack;

    @BeforeAll
    static void startEverything() throws InterruptedException {
        stack = RunningStack.start(directory);
    }

    @AfterAll
    static void stopEverything() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void ourOwnFixturesEndAsTheRightRows() throws Exception {
        List<Payload> payloads = Payload.in(OWN);
        assertThat(payloads.stream().map(Payload::type))
                .contains(
                        "user.created",
                        "user.updated",
                        "user.deleted",
                        "organization.created",
                        "organization.updated",
                        "organization.deleted",
                        "organizationMembership.created",
                        "organizationMembership.updated",
                        "organizationMembership.deleted");
        assertThat(payloads).anyMatch(payload -> payload.instanceId().isEmpty());
        eachEndsAsTheRightRow("own", payloads);
    }

    @Test
    void clerksPublishedExamplesEndAsTheRightRows() throws Exception {
        assumeTrue(
                Files.isDirectory(PUBLISHED),
                "there are no published examples in "
                        + PUBLISHED.toAbsolutePath().normalize());
        eachEndsAsTheRightRow("published", Payload.in(PUBLISHED));
    }

    private static void eachEndsAsTheRightRow(String source, List<Payload> payloads) throws Exception {
        assertThat(payloads).isNotEmpty();
        int databases = 0;
        for (List<Payload> ofOneInstance : byInstance(payloads)) {
            databases++;
            stack.moveTo(source + "_" + databases);
            PayloadRows rows = new PayloadRows(stack.backendUrl());
            int messages = 0;
            for (Payload payload : ofOneInstance) {
                messages++;
                // Ascending, so that of two states with equal times the later one wins.
                String messageId = "msg_%s%04d".formatted(source, messages);
                post(payload, messageId);
                endsAsTheRightRow(payload, messageId, rows);
            }
        }
    }

    /** A database takes one Clerk instance; events that name none go with the first. */
    private static List<List<Payload>> byInstance(List<Payload> payloads) {
        String first = payloads.stream()
                .flatMap(payload -> payload.instanceId().stream())
                .findFirst()
                .orElse("");
        Map<String, List<Payload>> byInstance = payloads.stream()
                .collect(Collectors.groupingBy(
                        payload -> payload.instanceId().orElse(first), LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(byInstance.values());
    }

    private static void post(Payload payload, String messageId) throws IOException, InterruptedException {
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(stack.webhookUrl())
                .setHeader("Content-Type", "application/json")
                .setHeader("svix-id", messageId)
                .setHeader("svix-timestamp", Long.toString(now))
                .setHeader("svix-signature", SIGNATURE.sign(messageId, now, payload.body()))
                .POST(BodyPublishers.ofByteArray(payload.body()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .as("answer to %s", payload)
                    .isEqualTo(202);
        }
    }

    private static void endsAsTheRightRow(Payload payload, String messageId, PayloadRows rows)
            throws InterruptedException {
        stack.worker()
                .awaitUntil(
                        () -> rows.deadLetter(messageId).isPresent() || isApplied(payload, messageId, rows),
                        LONGEST_WAY);
        if (payload.isOfNobodyAndNoTime()) {
            assertThat(rows.deadLetter(messageId).orElse(""))
                    .as("dead letter of %s", payload)
                    .startsWith("unbound_instance");
            return;
        }
        assertThat(rows.deadLetter(messageId)).as("dead letter of %s", payload).isEmpty();
        if (payload.isDelete()) {
            ObjectNode row = rows.row(payload.entity(), payload.id()).orElseThrow();
            Instant deletedAt = PayloadRows.instantOf(row.get("deleted_at"));
            assertThat(deletedAt)
                    .as("deleted_at of %s", payload)
                    .isEqualTo(payload.eventTime().orElse(deletedAt));
        } else {
            assertThat(rows.differences(payload)).as("row of %s", payload).isEmpty();
        }
    }

    private static boolean isApplied(Payload payload, String messageId, PayloadRows rows) {
        Optional<ObjectNode> row = rows.row(payload.entity(), payload.id());
        return row.isPresent()
                && (payload.isDelete()
                        ? !row.get().path("deleted_at").isNull()
                        : row.get().path("sync_message_id").asString("").equals(messageId));
    }
}
