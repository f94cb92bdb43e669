package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.simulator.world.Meaning;
import dev.rollcall.simulator.world.WebhookEvent;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeanwhileTest {

    private static final ApiRequest REQUEST = new ApiRequest("users", Map.of());
    private static final List<WebhookEvent> EVENTS =
            World.of(WorldSettings.of(11, 30)).events().toList();

    private final ClerkObjects objects = new ClerkObjects();
    private final List<WebhookEvent> sent = new ArrayList<>();
    /** Whether the API showed an event's object when it was sent. */
    private final Set<Boolean> shownBefore = new HashSet<>();

    private Meanwhile meanwhile(int events, int withheld, int late) {
        return new Meanwhile(
                EVENTS.iterator(),
                objects,
                event -> {
                    sent.add(event);
                    shownBefore.add(isShown(event));
                },
                new Meanwhile.Settings(5, events, withheld, late));
    }

    private boolean isShown(WebhookEvent event) {
        return switch (event.meaning()) {
            case Meaning.State state ->
                objects.find(state.entity().resource(), state.entity().id())
                        .filter(held -> held.version().equals(state.version()))
                        .isPresent();
            case Meaning.End end -> objects.ended().contains(end.entity().id());
            case Meaning.DeadLetter letter -> false;
            case Meaning.Nothing nothing -> false;
        };
    }

    /** Everything of so many events: what lives and what has ended. */
    private static Set<String> idsAfter(int events) {
        ClerkObjects told = new ClerkObjects();
        EVENTS.subList(0, events).forEach(told::happened);
        return ids(told);
    }

    private static Set<String> ids(ClerkObjects objects) {
        Set<String> ids = new HashSet<>(objects.ended());
        for (WebhookEvent event : EVENTS) {
            if (event.meaning() instanceof Meaning.State state) {
                ids.addAll(objects.liveIds(state.entity().resource()));
            }
        }
        return ids;
    }

    @Test
    void soManyEventsHappenBeforeEachRequestUntilTheWorldEnds() {
        Meanwhile meanwhile = meanwhile(20, 0, 0);
        meanwhile.accept(REQUEST);
        assertThat(sent).isEqualTo(EVENTS.subList(0, 20));
        assertThat(ids(objects)).isEqualTo(idsAfter(20));
        meanwhile.accept(REQUEST);
        assertThat(sent).isEqualTo(EVENTS);
        assertThat(ids(objects)).isEqualTo(idsAfter(30));
        assertThat(shownBefore).as("sent before and after it is shown").containsExactlyInAnyOrder(true, false);
        assertThat(meanwhile.lost()).isEmpty();
    }

    @Test
    void whatIsWithheldHappensAndIsNeverSent() {
        Meanwhile meanwhile = meanwhile(30, 1000, 0);
        meanwhile.accept(REQUEST);
        assertThat(sent).isEmpty();
        assertThat(ids(objects)).isEqualTo(idsAfter(30));
        assertThat(meanwhile.lost())
                .containsExactlyInAnyOrderElementsOf(
                        EVENTS.stream().map(WebhookEvent::messageId).toList());
    }

    @Test
    void whatIsLateIsSentAtOnceAndShownOneToFiveRequestsLater() {
        Meanwhile meanwhile = meanwhile(30, 0, 1000);
        meanwhile.accept(REQUEST);
        assertThat(sent).isEqualTo(EVENTS);
        assertThat(ids(objects)).isEmpty();
        meanwhile.accept(REQUEST);
        assertThat(ids(objects)).isNotEqualTo(idsAfter(30));
        for (int request = 3; request <= 6; request++) {
            meanwhile.accept(REQUEST);
        }
        assertThat(ids(objects)).isEqualTo(idsAfter(30));
        assertThat(shownBefore).containsExactly(false);
    }

    @Test
    void nothingIsLateAnyMoreWhenItSettles() {
        Meanwhile meanwhile = meanwhile(30, 0, 1000);
        meanwhile.accept(REQUEST);
        meanwhile.settle();
        assertThat(ids(objects)).isEqualTo(idsAfter(30));
    }

    @Test
    void sharesAreOfAThousandEventsEach() {
        List<WebhookEvent> many = World.of(WorldSettings.of(11, 3_000)).events().toList();
        Meanwhile meanwhile =
                new Meanwhile(many.iterator(), objects, sent::add, new Meanwhile.Settings(5, 3_000, 200, 300));
        meanwhile.accept(REQUEST);
        ClerkObjects whole = new ClerkObjects();
        many.forEach(whole::happened);
        assertThat(meanwhile.lost()).hasSizeBetween(500, 700);
        assertThat(sent).hasSize(3_000 - meanwhile.lost().size());
        assertThat(objects.liveIds("user")).isNotEqualTo(whole.liveIds("user"));
        meanwhile.settle();
        assertThat(objects.liveIds("user")).isEqualTo(whole.liveIds("user"));
    }
}
