package dev.rollcall.worker.copy.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.model.topic.EventHeaders;
import dev.rollcall.worker.MemoryBinding;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.prepare.database.WrongDatabaseException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

class InstanceBindingTest {

    private static final String MINE = "ins_2live0000000000000000000001";
    private static final String THEIRS = "ins_2live0000000000000000000002";
    private static final long RECEIVED = 1_795_600_000_000L;
    private static final long HOUR = 3_600_000;
    private static final long LIVE = RECEIVED - 200;

    private static final LoggingSystem LOGGING = LoggingSystem.get(InstanceBindingTest.class.getClassLoader());

    @BeforeAll
    static void saysNothingOfEveryEvent() {
        LOGGING.setLogLevel(InstanceBinding.class.getName(), LogLevel.OFF);
    }

    @AfterAll
    static void saysEverythingAgain() {
        LOGGING.setLogLevel(InstanceBinding.class.getName(), null);
    }

    private final RecordDecoder decoder = new RecordDecoder(Set.of());

    private Decoded event(String name, String instance, long timestamp) {
        String body = """
                {"data":{"id":"user_%s","object":"user","created_at":1,"updated_at":2},"object":"event",%s\
                "timestamp":%d,"type":"user.created"}\
                """.formatted(name, instance == null ? "" : "\"instance_id\":\"" + instance + "\",", timestamp);
        ConsumerRecord<byte[], byte[]> consumed =
                new ConsumerRecord<>("events", 0, 0, null, body.getBytes(StandardCharsets.UTF_8));
        consumed.headers().add(EventHeaders.MESSAGE_ID, ("msg_" + name).getBytes(StandardCharsets.UTF_8));
        consumed.headers().add(EventHeaders.RECEIVED_AT, Long.toString(RECEIVED).getBytes(StandardCharsets.UTF_8));
        return decoder.decode(new SourceRecord(consumed));
    }

    private static String codeOf(Decoded decoded) {
        return decoded instanceof Decoded.Rejected rejected ? rejected.code().label() : "row";
    }

    /** What becomes of an event in a database that is bound to its instance, to another, and to none. */
    @ParameterizedTest
    @CsvSource({
        // instance, milliseconds before the receipt, to its own, to another, to none, binds
        MINE + ", 200, row, wrong_instance, row, true",
        MINE + ", 259200000, row, wrong_instance, row, true",
        MINE + ", -300000, row, wrong_instance, row, true",
        MINE + ", 259200001, row, wrong_instance, unbound_instance, false",
        MINE + ", -300001, row, wrong_instance, unbound_instance, false",
        "ins_123, 200, row, wrong_instance, unbound_instance, false",
        ", 200, row, row, row, false",
        ", 259200000, row, row, row, false",
        ", 259200001, unbound_instance, unbound_instance, unbound_instance, false",
        ", -300001, unbound_instance, unbound_instance, unbound_instance, false",
    })
    void theTableOfTheClassHolds(
            String instance, long before, String own, String another, String unbound, boolean binds)
            throws SQLException {
        Decoded event = event("x", instance, RECEIVED - before);
        assertThat(screened(event, new MemoryBinding(instance == null ? MINE : instance)))
                .isEqualTo(own);
        assertThat(screened(event, new MemoryBinding(THEIRS))).isEqualTo(another);
        MemoryBinding none = new MemoryBinding(null);
        assertThat(screened(event, none)).isEqualTo(unbound);
        assertThat(none.instance()).isEqualTo(binds ? instance : null);
        assertThat(none.by()).isEqualTo(binds ? "msg_x" : null);
    }

    private static String screened(Decoded event, BoundInstance database) throws SQLException {
        return codeOf(new InstanceBinding(null)
                .screen(List.of(event), database)
                .events()
                .getFirst());
    }

    /** Cases 09 and 10: what the documentation and the dashboard send. */
    @Test
    void examplesNeitherBindNorStay() throws SQLException {
        MemoryBinding database = new MemoryBinding(null);
        List<Decoded> batch = List.of(
                event("overview", "ins_123", 1_654_012_591_835L),
                event("dashboard", "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S", 1_716_883_200L),
                event("dashboardOfNone", null, 1_716_883_200L),
                // Seconds of this very minute are no milliseconds.
                event("secondsOfNow", "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S", RECEIVED / 1000));
        InstanceBinding.Screened screened = new InstanceBinding(null).screen(batch, database);
        assertThat(screened.events()).extracting(InstanceBindingTest::codeOf).containsOnly("unbound_instance");
        assertThat(screened.instance()).isEqualTo("unknown");
        assertThat(database.instance()).isNull();
        assertThat(screened.events())
                .extracting(dead -> ((Decoded.Rejected) dead).instanceId())
                .containsExactly("ins_123", "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S", null, "ins_2g7np7Hrk0SN6kj5EDMLDaKNL0S");
    }

    /** An endpoint of another instance goes on for as long as nobody looks. */
    @Test
    void anotherInstancesEventsAreSaidOnceAMinuteWithTheirNumber() throws SQLException {
        AtomicLong nanos = new AtomicLong();
        InstanceBinding binding = new InstanceBinding(null, nanos::get);
        Logger logger = (Logger) LoggerFactory.getLogger(InstanceBinding.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        LOGGING.setLogLevel(InstanceBinding.class.getName(), LogLevel.INFO);
        try {
            for (int batch = 0; batch < 1_201; batch++) {
                binding.screen(List.of(event("a", THEIRS, LIVE), event("b", THEIRS, LIVE)), new MemoryBinding(MINE));
                nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
            }
        } finally {
            LOGGING.setLogLevel(InstanceBinding.class.getName(), LogLevel.OFF);
            logger.setAdditive(true);
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "SECURITY: 2 genuinely signed events are of another Clerk instance than " + MINE
                                + "; they are dead letters",
                        "SECURITY: 2400 genuinely signed events are of another Clerk instance than " + MINE
                                + "; they are dead letters");
    }

    @Test
    void aConfiguredInstanceBindsAndNoEventDoes() throws SQLException {
        MemoryBinding database = new MemoryBinding(null);
        List<Decoded> batch = List.of(event("theirs", THEIRS, LIVE), event("mine", MINE, LIVE));
        InstanceBinding.Screened screened = new InstanceBinding(MINE).screen(batch, database);
        assertThat(screened.events()).extracting(InstanceBindingTest::codeOf).containsExactly("wrong_instance", "row");
        assertThat(screened.instance()).isEqualTo(MINE);
        assertThat(database.by()).isEqualTo("configuration");
    }

    @Test
    void aDatabaseOfAnotherThanTheConfiguredIsNotWrittenTo() {
        assertThatThrownBy(() -> new InstanceBinding(MINE)
                        .screen(List.of(event("theirs", THEIRS, LIVE)), new MemoryBinding(THEIRS)))
                .isInstanceOf(WrongDatabaseException.class)
                .hasMessageContainingAll("CLERK_INSTANCE_ID", MINE, THEIRS);
    }

    /** A binding that was corrected since the last batch counts from the next one on. */
    @Test
    void remembersNothingFromOneBatchToTheNext() throws SQLException {
        InstanceBinding binding = new InstanceBinding(null);
        List<Decoded> batch = List.of(event("theirs", THEIRS, LIVE), event("mine", MINE, LIVE));
        assertThat(binding.screen(batch, new MemoryBinding(THEIRS)).events())
                .extracting(InstanceBindingTest::codeOf)
                .containsExactly("row", "wrong_instance");
        assertThat(binding.screen(batch, new MemoryBinding(MINE)).events())
                .extracting(InstanceBindingTest::codeOf)
                .containsExactly("wrong_instance", "row");
    }

    /**
     * In whatever order and batches events come: once the database is bound and what waited for it has been replayed, the
     * same events are rows and the same are not.
     */
    @Test
    void everyOrderOverTheBindingEndsTheSame() throws SQLException {
        List<Decoded> events = new ArrayList<>(List.of(
                event("binding", MINE, LIVE),
                event("alsoBinding", MINE, RECEIVED - HOUR),
                event("old", MINE, RECEIVED - 100 * HOUR),
                event("seconds", MINE, LIVE / 1000),
                event("timeless", MINE, 0),
                event("of2024", null, LIVE),
                event("of2024Late", null, RECEIVED - 70 * HOUR),
                event("exampleOfNone", null, 1_716_883_200L),
                event("overview", "ins_123", 1_654_012_591_835L),
                event("dashboard", THEIRS, 1_716_883_200L)));
        long seed = Long.getLong("rollcall.permutation.seed", 20_261_128);
        for (int permutation = 0; permutation < 1_000; permutation++) {
            Random random = new Random(seed + permutation);
            Collections.shuffle(events, random);
            assertThat(rowsOf(events, random))
                    .as("permutation %d of seed %d", permutation, seed)
                    .containsExactly(
                            "user_alsoBinding",
                            "user_binding",
                            "user_of2024",
                            "user_of2024Late",
                            "user_old",
                            "user_seconds",
                            "user_timeless");
        }
    }

    private static Set<String> rowsOf(List<Decoded> events, Random random) throws SQLException {
        MemoryBinding database = new MemoryBinding(null);
        Set<String> rows = new TreeSet<>();
        List<Decoded> waiting = new ArrayList<>();
        int next = 0;
        while (next < events.size()) {
            int end = Math.min(events.size(), next + 1 + random.nextInt(3));
            screenInto(events.subList(next, end), database, rows, waiting);
            next = end;
        }
        // As the worker does it when the binding is made, and when it starts.
        screenInto(List.copyOf(waiting), database, rows, new ArrayList<>());
        return rows;
    }

    private static void screenInto(List<Decoded> batch, MemoryBinding database, Set<String> rows, List<Decoded> waiting)
            throws SQLException {
        List<Decoded> screened =
                new InstanceBinding(null).screen(batch, database).events();
        for (int index = 0; index < batch.size(); index++) {
            switch (screened.get(index)) {
                case Decoded.OfEntity row -> rows.add(row.key().id());
                case Decoded.Rejected rejected -> {
                    if (rejected.code().label().equals("unbound_instance")) {
                        waiting.add(batch.get(index));
                    }
                }
                case Decoded.Ignored ignored -> throw new AssertionError(ignored);
            }
        }
    }
}
