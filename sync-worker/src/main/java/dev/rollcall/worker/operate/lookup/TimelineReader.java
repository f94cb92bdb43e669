package dev.rollcall.worker.operate.lookup;

import dev.rollcall.model.change.ChangeHeaders;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityId;
import dev.rollcall.model.event.EventType;
import dev.rollcall.model.json.StoredJson;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.EventOrigin;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.audit.Actor;
import dev.rollcall.worker.operate.audit.AuditLog;
import dev.rollcall.worker.operate.audit.AuditLog.Action;
import dev.rollcall.worker.operate.deadletters.DeadLetter;
import dev.rollcall.worker.operate.deadletters.DeadLetterOffice;
import dev.rollcall.worker.operate.deadletters.Filter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an entity's timeline from {@code clerk.events} and its change topic, within their retention, and from
 * {@code rollcall.history} where that is or was on.
 */
public final class TimelineReader {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int MOST = 200;

    /** Changes are kept whole, since their values are compared. Of an event only what is shown is kept. */
    private static final KeySearch.Bound CHANGES = new KeySearch.Bound(MOST, 2 * 1024 * 1024);

    private static final KeySearch.Bound EVENTS = new KeySearch.Bound(MOST, 1024 * 1024);

    private static final String NEXT = """
            select next_offset from rollcall.progress where topic = ? and partition = ? order by id desc limit 1
            """;

    private static final JsonMapper JSON = StoredJson.MAPPER;

    private final JdbcClient database;
    private final KafkaClients kafka;
    private final Topics topics;
    private final DeadLetterOffice office;

    public TimelineReader(DataSource database, KafkaClients kafka, Topics topics, DeadLetterOffice office) {
        this.database = JdbcClient.create(database);
        this.kafka = kafka;
        this.topics = topics;
        this.office = office;
    }

    /**
     * What is known.
     *
     * @param values whether to show what fields were and became, which is noted in the audit
     */
    public Timeline read(EntityId id, boolean values, Actor actor) throws InterruptedException {
        Resource resource = EntityLookup.resourceOf(id);
        if (values) {
            AuditLog.write(database, actor, Action.SHOW_ENTITY, "timeline of entity=" + id, 1, null);
        }
        TimelineWeaver weaver = new TimelineWeaver(values, letters(id));
        HistorySearch.Found recorded = HistorySearch.find(database, Table.ofResource(resource), id, MOST);
        recorded.changes().forEach(weaver::recorded);
        String changeTopic = topics.changes(resource);
        try (KeySearch search = new KeySearch(kafka, PATIENCE)) {
            KeySearch.Found<ConsumerRecord<byte[], byte[]>> changes =
                    search.find(changeTopic, id.value(), CHANGES, TimelineReader::whole);
            KeySearch.Found<TimelineWeaver.Event> events =
                    search.find(topics.events(), id.value(), EVENTS, TimelineReader::eventOf);
            changes.records().forEach(record -> weaver.change(changeOf(record)));
            long next = events.records().isEmpty()
                    ? 0
                    : nextOf(events.records().getFirst().partition());
            events.records().forEach(event -> weaver.event(event, event.offset() >= next));
            return new Timeline(
                    weaver.newestFirst(),
                    searched(topics.events(), events),
                    searched(changeTopic, changes),
                    recorded.history());
        }
    }

    private static Timeline.Searched searched(String topic, KeySearch.Found<?> found) {
        Long since = found.sinceMillis();
        return new Timeline.Searched(
                topic, since == null ? null : Instant.ofEpochMilli(since).toString(), found.complete());
    }

    /** The offset that the workers read next in a partition of the events. */
    private long nextOf(int partition) {
        return database.sql(NEXT)
                .params(topics.events(), partition)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private static KeySearch.Kept<ConsumerRecord<byte[], byte[]>> whole(ConsumerRecord<byte[], byte[]> record) {
        return new KeySearch.Kept<>(record, record.timestamp(), new SourceRecord(record).bytes());
    }

    private static KeySearch.Kept<TimelineWeaver.Event> eventOf(ConsumerRecord<byte[], byte[]> record) {
        String origin = text(record, EventHeaders.ORIGIN);
        String messageId = text(record, EventHeaders.MESSAGE_ID);
        TimelineWeaver.Event event = new TimelineWeaver.Event(
                new SourceRecord(record).firstReceiptMillis(),
                typeOf(record),
                messageId,
                origin == null ? EventOrigin.WEBHOOK.label() : origin,
                record.partition(),
                record.offset());
        return new KeySearch.Kept<>(event, record.timestamp(), messageId == null ? 0 : messageId.length());
    }

    private static TimelineWeaver.Change changeOf(ConsumerRecord<byte[], byte[]> record) {
        String type = text(record, ChangeHeaders.TYPE);
        String revision = text(record, ChangeHeaders.REVISION);
        return new TimelineWeaver.Change(
                record.timestamp(),
                type == null ? "change" : type,
                text(record, ChangeHeaders.MESSAGE_ID),
                revision == null ? 0 : Long.parseLong(revision),
                json(record.value()));
    }

    /** As the gateway read it; of the body only where a record has no such header. */
    private static String typeOf(ConsumerRecord<byte[], byte[]> record) {
        String header = text(record, EventHeaders.EVENT_TYPE);
        if (header != null && EventType.isValid(header)) {
            return header;
        }
        JsonNode event = json(record.value());
        String type = event == null ? "" : event.path("type").asString("");
        return EventType.isValid(type) ? type : "unreadable";
    }

    private static @Nullable JsonNode json(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : JSON.readTree(bytes);
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private Map<String, DeadLetter> letters(EntityId id) {
        Map<String, DeadLetter> letters = new HashMap<>();
        office.list(new Filter(null, null, null, id, null, true), MOST)
                .groups()
                .forEach(group -> group.letters()
                        .forEach(letter -> letters.put(
                                TimelineWeaver.place(
                                        letter.partition(), letter.id().offset()),
                                letter)));
        return letters;
    }
}
