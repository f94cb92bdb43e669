package dev.rollcall.proving.chaos.invariant;

import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.proving.site.Site;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** What the events' topic and the dead letters hold of one load: I1, I2 and I10, as far as the log shows them. */
public final class LogChecks {

    private static final Topics TOPICS = new Topics("");
    private static final List<String> REQUIRED = List.of(
            EventHeaders.FAILURE_CODE,
            EventHeaders.FAILURE_KIND,
            EventHeaders.FAILURE_REASON,
            EventHeaders.ORIGIN_TOPIC,
            EventHeaders.ORIGIN_PARTITION,
            EventHeaders.ORIGIN_OFFSET);

    private final Set<String> stored = new HashSet<>();
    private final Map<String, byte[]> deadLetters = new HashMap<>();
    private final Set<String> incomplete = new TreeSet<>();
    private final StringBuilder headers = new StringBuilder();
    private long exact;

    /** Where the topics ended when a load began. */
    public record Mark(Map<TopicPartition, Long> events, Map<TopicPartition, Long> deadLetters) {

        public static Mark of(Site site) {
            try (LogReader reader = new LogReader(site.brokers().bootstrap())) {
                return new Mark(reader.ends(TOPICS.events()), reader.ends(TOPICS.deadLetters()));
            }
        }
    }

    private LogChecks() {}

    /** Reads both topics from the mark on. */
    public static LogChecks read(Site site, Mark mark) {
        LogChecks checks = new LogChecks();
        try (LogReader reader = new LogReader(site.brokers().bootstrap())) {
            reader.read(TOPICS.deadLetters(), mark.deadLetters(), checks::deadLetter);
            reader.read(TOPICS.events(), mark.events(), checks::event);
        }
        checks.deadLetters.keySet().forEach(origin -> checks.incomplete.add(origin + " is not in the log"));
        return checks;
    }

    /** @param acknowledged ids of messages with a 2xx */
    Finding everyAcknowledgedIsStored(Set<String> acknowledged, boolean consumed, boolean asTheModel) {
        Set<String> lost = new TreeSet<>(acknowledged);
        lost.removeAll(stored);
        String detail = acknowledged.size() + " acknowledged, " + lost.size() + " of them not in the log"
                + (lost.isEmpty() ? "" : ", such as " + lost.iterator().next())
                + (consumed ? "" : "; the log is not consumed to its end")
                + (asTheModel ? "" : "; what it led to is not as the model says");
        return Finding.of(Invariant.I1, lost.isEmpty() && consumed && asTheModel, detail);
    }

    /** Ids in the log that nobody sent. */
    Set<String> foreign(Set<String> sent) {
        Set<String> foreign = new TreeSet<>(stored);
        foreign.removeAll(sent);
        return foreign;
    }

    Finding deadLettersAreComplete() {
        return Finding.of(
                Invariant.I10,
                incomplete.isEmpty(),
                incomplete.isEmpty()
                        ? exact + " dead letters, each with its bytes, origin and reason"
                        : incomplete.size() + " are not complete: "
                                + incomplete.iterator().next());
    }

    /** Everything in the headers that the worker has added, to be searched. */
    String headerText() {
        return headers.toString();
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> letter) {
        for (String name : REQUIRED) {
            if (text(letter, name).isEmpty()) {
                incomplete.add("dead letter at offset " + letter.offset() + " has no " + name);
            }
            headers.append(text(letter, name)).append('\n');
        }
        deadLetters.put(
                text(letter, EventHeaders.ORIGIN_PARTITION) + "@" + text(letter, EventHeaders.ORIGIN_OFFSET),
                letter.value());
    }

    private void event(ConsumerRecord<byte[], byte[]> event) {
        stored.add(text(event, EventHeaders.MESSAGE_ID));
        String origin = event.partition() + "@" + event.offset();
        byte[] letter = deadLetters.remove(origin);
        if (letter != null) {
            exact++;
            if (!Arrays.equals(letter, event.value())) {
                incomplete.add(origin + " has other bytes");
            }
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> found, String name) {
        Header header = found.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
