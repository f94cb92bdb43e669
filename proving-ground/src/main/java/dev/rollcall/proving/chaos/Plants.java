package dev.rollcall.proving.chaos;

import dev.rollcall.model.change.ChangeHeaders;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.chaos.invariant.Finding;
import dev.rollcall.proving.chaos.invariant.Invariant;
import dev.rollcall.proving.chaos.load.AtClerk;
import dev.rollcall.proving.chaos.load.Load;
import dev.rollcall.proving.chaos.matrix.Scene;
import dev.rollcall.proving.chaos.report.TrialReport;
import dev.rollcall.proving.chaos.report.TrialReport.Outcome;
import dev.rollcall.proving.site.Site;
import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Damage done to the data on purpose, right before it is checked: a check that stays green is blind. */
final class Plants {

    private static final Topics TOPICS = new Topics("");
    private static final Map<Invariant, String> PLANTED = planted();

    private Plants() {}

    static void into(Site site, Load sent) throws Exception {
        String user = livingUser(site, sent);
        site.database()
                .execute(
                        "delete from clerk.users where id = '" + user + "'",
                        "update clerk.users set sync_message_id = 'msg_planted' where id = (select max(id) from clerk.users where deleted_at is null)",
                        "update clerk.organization_memberships set deleted_at = null where deleted_at is not null",
                        "update clerk.users set deleted_at = null where deleted_at is not null",
                        "alter table clerk.organization_memberships disable row level security",
                        "update rollcall.progress set first_offset = 0, next_offset = 0 where next_offset > 0");
        Files.writeString(
                site.running().logs().resolve("gateway.log"),
                "planted " + site.secrets().opsToken() + "\n",
                StandardOpenOption.APPEND);
        produce(site, user);
        dropRecords(site);
    }

    /** Green when each check has noticed. */
    static TrialReport judged(TrialReport trial) {
        List<Scene.Expectation> expectations = new ArrayList<>();
        PLANTED.forEach((invariant, what) -> expectations.add(new Scene.Expectation(
                invariant + " notices " + what,
                trial.findings().stream()
                        .anyMatch(finding -> finding.invariant() == invariant && finding.isBroken()))));
        boolean noticed = trial.reason().isEmpty() && expectations.stream().allMatch(Scene.Expectation::met);
        List<Finding> none = List.of();
        return new TrialReport(
                "PLANT",
                "damage planted in the checked data is noticed",
                trial.place(),
                noticed ? Outcome.GREEN : Outcome.RED,
                trial.reason(),
                trial.remark(),
                trial.moments(),
                trial.sent(),
                none,
                expectations);
    }

    /**
     * Of the world that was sent, and of messages that were acknowledged: the checks look at no other, and what an
     * unacknowledged one decides may be either way.
     */
    private static String livingUser(Site site, Load sent) throws SQLException {
        List<String> living = site.database().texts("admin", "select id from clerk.users where deleted_at is null");
        AtClerk told = new AtClerk();
        told.told(sent);
        return World.of(sent.settings().world())
                .events()
                .map(WebhookEvent::meaning)
                .filter(Meaning.State.class::isInstance)
                .map(meaning -> ((Meaning.State) meaning).entity())
                .filter(entity -> entity.resource().equals("user"))
                .map(Meaning.Entity::id)
                .filter(living::contains)
                .filter(id -> told.isPromised(Stream.of(id)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<Invariant, String> planted() {
        Map<Invariant, String> planted = new LinkedHashMap<>();
        planted.put(Invariant.I1, "acknowledged records that are gone from the log");
        planted.put(Invariant.I2, "a row of a message that nobody sent");
        planted.put(Invariant.I3, "a row that was deleted by SQL");
        planted.put(Invariant.I4, "an announcement with an older revision");
        planted.put(Invariant.I5, "rows that live again");
        planted.put(Invariant.I6, "row security that is switched off");
        planted.put(Invariant.I8, "an announcement of something else");
        planted.put(Invariant.I9, "applied work that is gone");
        planted.put(Invariant.I10, "a dead letter without origin and reason");
        planted.put(Invariant.I13, "a secret in a log");
        planted.put(Invariant.I15, "a row that was deleted by SQL, and Clerk has it");
        return planted;
    }

    private static void produce(Site site, String userId) throws Exception {
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, site.brokers().bootstrap());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> backwards = new ProducerRecord<>(
                    TOPICS.prefix() + "clerk.changes.users", bytes(userId), bytes("{\"id\":\"planted\"}"));
            backwards.headers().add(ChangeHeaders.REVISION, bytes("0"));
            backwards.headers().add(ChangeHeaders.ID, bytes("planted"));
            producer.send(backwards).get();
            producer.send(new ProducerRecord<>(TOPICS.deadLetters(), bytes("planted"), bytes("{}")))
                    .get();
        }
    }

    private static void dropRecords(Site site) throws Exception {
        Map<TopicPartition, RecordsToDelete> everything = new LinkedHashMap<>();
        for (int partition = 0; partition < 12; partition++) {
            // -1 is the high watermark.
            everything.put(new TopicPartition(TOPICS.events(), partition), RecordsToDelete.beforeOffset(-1));
        }
        try (Admin admin = site.brokers().admin()) {
            admin.deleteRecords(everything).all().get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
