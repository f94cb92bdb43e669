package dev.rollcall.worker.operate.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.operate.lookup.Timeline.Difference;
import dev.rollcall.worker.operate.lookup.Timeline.Entry;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Change;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Event;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.Recorded;
import dev.rollcall.worker.operate.lookup.TimelineWeaver.RecordedChild;
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
        assertThat(told(weaver))
                .containsExactly("m2 RECORDED 2 [first_name:Zoe>null]", "m1 RECORDED 1 [first_name:null>Zoe]");
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
        assertThat(told(masking))
                .containsExactly(
                        "m1 RECORDED 1 [banned:false>true, first_name:null>null, email_addresses/idn_1:null>null]");
    }
}
