package dev.rollcall.worker.operate.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.operate.deadletters.DeadLetter;
import dev.rollcall.worker.operate.deadletters.LetterId;
import dev.rollcall.worker.operate.deadletters.LetterState;
import dev.rollcall.worker.operate.lookup.Timeline.Difference;
import dev.rollcall.worker.operate.lookup.Timeline.Entry;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Change;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Event;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Recorded;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.RecordedChild;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A change that the history, the change topic and an event all tell of is one entry, whichever of them still do. */
class TimelineWeaverTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final TimelineWeaver weaver = new TimelineWeaver(true, Map.of());

    private static JsonNode json(String text) {
        return text == null ? null : JSON.readTree(text);
    }

    private static Recorded recorded(long revision, String message, String old, String became) {
        return new Recorded(revision, "clerk.user.updated", message, revision, json(old), json(became), List.of());
    }

    private static Change change(long revision, String message, String value) {
        return new Change(revision, "clerk.user.updated", message, revision, json(value));
    }

    private static Event event(long offset, String message) {
        return new Event(offset, "user.updated", message, "webhook", 0, offset);
    }

    private static List<String> told(TimelineWeaver weaver) {
        return weaver.newestFirst().stream().map(TimelineWeaverTest::told).toList();
    }

    private static String told(Entry entry) {
        return entry.messageId() + " " + entry.effect() + " " + entry.revision() + " "
                + entry.differences().stream().map(TimelineWeaverTest::told).toList();
    }

    private static String told(Difference difference) {
        return difference.field() + ":" + difference.before() + ">" + difference.after();
    }

    @Test
    void whatOnlyTheHistoryHasIsAnEntryOfItsOwn() {
        weaver.recorded(recorded(1, "m1", null, "{\"first_name\":\"Zoe\"}"));
        weaver.recorded(recorded(2, "m2", "{\"first_name\":\"Zoe\"}", "{\"first_name\":null}"));
        List<Entry> entries = weaver.newestFirst();
        assertThat(entries.stream().map(TimelineWeaverTest::told))
                .containsExactly("m2 RECORDED 2 [first_name:Zoe>null]", "m1 RECORDED 1 [first_name:null>Zoe]");
        assertThat(entries.getFirst().differences().getFirst().after()).isNull();
    }

    @Test
    void theTopicsChangeIsNotToldAgainAndItsDifferencesAreThoseToTheVersionBefore() {
        weaver.recorded(recorded(1, "m1", null, "{\"a\":1}"));
        weaver.recorded(recorded(2, "m2", "{\"a\":1}", "{\"a\":2}"));
        weaver.recorded(recorded(3, "m3", "{\"a\":2}", "{\"a\":3}"));
        weaver.change(change(1, "m1", "{\"a\":1}"));
        weaver.change(change(3, "m3", "{\"a\":3}"));
        weaver.event(event(7, "m3"), false);
        assertThat(told(weaver))
                .containsExactly("m3 WROTE 3 [a:2>3]", "m2 RECORDED 2 [a:1>2]", "m1 WROTE_FROM_ELSEWHERE 1 [a:null>1]");
    }

    @Test
    void anEventFindsTheChangeThatTheTopicLost() {
        weaver.recorded(recorded(2, "m2", "{\"a\":1}", "{\"a\":2}"));
        weaver.event(event(7, "m2"), false);
        weaver.event(event(8, "m2"), false);
        weaver.event(event(9, "m3"), false);
        assertThat(told(weaver))
                .containsExactly("m3 NOTHING_KNOWN null []", "m2 REPEATED null []", "m2 WROTE 2 [a:1>2]");
    }

    @Test
    void withoutAMessageTheRevisionSaysThatTheyAreOne() {
        weaver.recorded(recorded(2, null, "{\"a\":1}", "{\"a\":2}"));
        weaver.change(change(2, null, "{\"a\":2}"));
        assertThat(told(weaver)).containsExactly("null WROTE_FROM_ELSEWHERE 2 [a:1>2]");
    }

    @Test
    void whatWasErasedInTheHistoryIsToldAsTheTopicHasIt() {
        weaver.recorded(recorded(1, "m1", null, null));
        weaver.recorded(recorded(2, "m2", null, null));
        weaver.change(change(1, "m1", "{\"a\":1}"));
        weaver.change(change(2, "m2", "{\"a\":2}"));
        assertThat(told(weaver)).containsExactly("m2 WROTE_FROM_ELSEWHERE 2 [a:1>2]", "m1 WROTE_FROM_ELSEWHERE 1 []");
    }

    @Test
    void aMigrationsChangeOfTheSameVersionIsNotLost() {
        weaver.recorded(recorded(1, "m1", null, "{\"a\":1}"));
        weaver.recorded(recorded(1, "m1", "{\"a\":1}", "{\"a\":2}"));
        weaver.recorded(new Recorded(
                3,
                "a change without a message",
                null,
                null,
                null,
                null,
                List.of(new RecordedChild("email_addresses/idn_1", json("{\"b\":1}"), null))));
        weaver.event(event(1, "m1"), false);
        assertThat(told(weaver))
                .containsExactlyInAnyOrder(
                        "null RECORDED null [email_addresses/idn_1:{\"b\":1}>null]",
                        "m1 RECORDED 1 [a:1>2]",
                        "m1 WROTE 1 [a:null>1]");
    }

    private static DeadLetter letter(LetterId id) {
        return new DeadLetter(
                id,
                null,
                "clerk.events",
                0,
                "schema",
                "",
                null,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                LetterState.OPEN,
                null);
    }

    @Test
    void aDeadLetterIsToldWhereItStoodAndItsMessageMayWriteLater() {
        LetterId id = new LetterId(3, 7);
        TimelineWeaver lettered = new TimelineWeaver(true, Map.of(TimelineWeaver.place(0, 7), letter(id)));
        lettered.recorded(recorded(1, "m1", null, "{\"a\":1}"));
        lettered.event(event(7, "m1"), true);
        lettered.event(event(8, "m1"), false);
        List<Entry> entries = lettered.newestFirst();
        assertThat(entries.stream().map(TimelineWeaverTest::told))
                .containsExactly("m1 WROTE 1 [a:null>1]", "m1 DEAD null []");
        assertThat(entries).extracting(Entry::letter).containsExactly(null, "3-7");
        assertThat(TimelineWeaver.place(12, 7)).isEqualTo("12-7");
    }

    @Test
    void whatTheWorkerHasNotReadWaits() {
        weaver.event(event(7, "m1"), false);
        weaver.event(event(8, "m1"), true);
        assertThat(told(weaver)).containsExactly("m1 WAITING null []", "m1 NOTHING_KNOWN null []");
    }

    @Test
    void eventsWithoutAMessageRepeatNothing() {
        weaver.recorded(recorded(2, null, null, "{\"a\":1}"));
        weaver.event(event(7, null), false);
        weaver.event(event(8, null), false);
        assertThat(told(weaver))
                .containsExactly(
                        "null NOTHING_KNOWN null []", "null NOTHING_KNOWN null []", "null RECORDED 2 [a:null>1]");
    }

    @Test
    void onlyWhatIsOtherIsToldAndAfterAnEndAll() {
        weaver.change(change(1, "m1", "{\"a\":1,\"b\":null,\"c\":3}"));
        weaver.change(change(2, "m2", "{\"a\":2,\"b\":null,\"d\":4}"));
        weaver.change(change(3, "m3", null));
        weaver.change(change(4, "m4", "{\"a\":2}"));
        assertThat(told(weaver))
                .containsExactly(
                        "m4 WROTE_FROM_ELSEWHERE 4 [a:null>2]",
                        "m3 WROTE_FROM_ELSEWHERE 3 []",
                        "m2 WROTE_FROM_ELSEWHERE 2 [a:1>2, c:3>null, d:null>4]",
                        "m1 WROTE_FROM_ELSEWHERE 1 []");
    }

    @Test
    void whatTheHistoryHasOfADeletedRowIsWhatItWas() {
        weaver.recorded(recorded(1, "m1", "{\"a\":1,\"b\":2}", null));
        assertThat(told(weaver)).containsExactly("m1 RECORDED 1 [a:1>null, b:2>null]");
    }

    @Test
    void aChildOfWhichNothingIsKnownIsNotTold() {
        weaver.recorded(new Recorded(
                1,
                "clerk.user.updated",
                "m1",
                1L,
                null,
                null,
                List.of(
                        new RecordedChild("email_addresses/idn_1", null, null),
                        new RecordedChild("email_addresses/idn_2", null, json("{\"b\":1}")))));
        assertThat(told(weaver)).containsExactly("m1 RECORDED 1 [email_addresses/idn_2:null>{\"b\":1}]");
    }

    /** Of one time, the later offset is newer, and a change without an event newer than both. */
    @Test
    void whatIsOfOneTimeIsInTheOrderOfTheTopic() {
        weaver.recorded(recorded(5, "m5", null, "{\"a\":1}"));
        for (long offset : new long[] {8, 7, 9}) {
            weaver.event(new Event(5, "user.updated", "m" + offset, "webhook", 0, offset), false);
        }
        assertThat(weaver.newestFirst()).extracting(Entry::messageId).containsExactly("m5", "m9", "m8", "m7");
    }

    @Test
    void whatIsPersonalIsMaskedUntilAskedFor() {
        TimelineWeaver masking = new TimelineWeaver(false, Map.of());
        masking.recorded(new Recorded(
                1,
                "clerk.user.updated",
                "m1",
                1L,
                json("{\"first_name\":null,\"banned\":false}"),
                json("{\"first_name\":\"Zoe\",\"banned\":true}"),
                List.of(new RecordedChild("email_addresses/idn_1", null, json("{\"email_address\":\"zoe@x.y\"}")))));
        masking.recorded(recorded(2, "m2", "{\"first_name\":\"Zoe\"}", "{\"first_name\":null}"));
        List<Entry> entries = masking.newestFirst();
        assertThat(entries.stream().map(TimelineWeaverTest::told))
                .containsExactly(
                        "m2 RECORDED 2 [first_name:null>null]",
                        "m1 RECORDED 1 [banned:false>true, first_name:null>null, email_addresses/idn_1:null>null]");
        assertThat(entries.getFirst().differences().getFirst().masked()).isTrue();
        assertThat(entries.getLast().differences())
                .extracting(Difference::masked)
                .containsExactly(false, true, true);
    }
}
