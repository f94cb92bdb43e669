package dev.rollcall.worker.operate.rebind;

import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.announce.ChangeAnnouncer;
import dev.rollcall.worker.copy.batch.Coordinates;
import dev.rollcall.worker.copy.batch.EntityKey;
import dev.rollcall.worker.copy.batch.Written;
import dev.rollcall.worker.copy.table.Owners;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;

/** Tells the change topics that rows are gone: null for each key, as for every row that ended. */
final class RemovalAnnouncer {

    /** Shorter than the database lets a transaction wait idly (20 s). */
    private static final int LONGEST_MILLIS = 8_000;

    private final KafkaClients kafka;
    private final Topics topics;
    private final InstantSource clock;

    RemovalAnnouncer(KafkaClients kafka, Topics topics, InstantSource clock) {
        this.clock = clock;
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * Returns when Kafka has acknowledged everything.
     *
     * @param instance of which the rows were; null when it is not known
     * @throws KafkaException when it did not
     */
    void announce(List<RemovableRow> rows, @Nullable String instance) throws InterruptedException {
        List<Written> gone = gone(rows);
        if (gone.isEmpty()) {
            return;
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "rollcall-bind");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, Topics.CHANGE_COMPRESSION);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LONGEST_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_MILLIS / 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_MILLIS / 2);
        KafkaTemplate<byte[], byte[]> template = kafka.template(settings);
        try {
            List<Future<?>> sent = new ArrayList<>();
            new ChangeAnnouncer(topics, Set.of())
                    .announce(gone, Objects.requireNonNullElse(instance, "unknown"), writer -> null)
                    .forEach(change -> sent.add(template.send(change)));
            template.flush();
            for (Future<?> change : sent) {
                change.get();
            }
        } catch (ExecutionException refused) {
            throw refusal(refused.getCause());
        } catch (org.springframework.kafka.KafkaException refused) {
            throw refusal(refused);
        } finally {
            template.destroy();
        }
    }

    private static KafkaException refusal(@Nullable Throwable failed) {
        return new KafkaException(
                "Kafka did not take what is announced; nothing was changed",
                failed instanceof org.springframework.kafka.KafkaException wrapper ? wrapper.getCause() : failed);
    }

    private List<Written> gone(List<RemovableRow> rows) {
        long now = clock.millis();
        MessageId message = new MessageId("bind_" + UUID.randomUUID());
        List<Written> gone = new ArrayList<>();
        for (RemovableRow row : rows) {
            var resource = row.table().resource();
            // Rows without a topic were never announced; ended ones are already gone for every subscriber.
            if (resource != null && !row.ended()) {
                Owners owners = Owners.inColumns(
                        row.table().owners(),
                        owner -> owner.name().equals("organization_id") ? row.organization() : null);
                gone.add(new Written(
                        row.table(),
                        new EntityKey(resource.eventName(), row.id()),
                        null,
                        owners,
                        new EntityVersion(now, now, message),
                        new Coordinates(0, 0),
                        row.revision() + 1,
                        now));
            }
        }
        return gone;
    }
}
