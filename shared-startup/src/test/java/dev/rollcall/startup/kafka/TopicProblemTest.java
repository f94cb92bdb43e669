package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicProblemTest {

    private static final TopicSpecification EVENTS = new Topics("").all().getFirst();

    private static List<TopicProblem> problems(@Nullable FoundTopic found) {
        List<TopicProblem> problems = new ArrayList<>();
        TopicProblem.compare(EVENTS, found, problems);
        return problems;
    }

    private static FoundTopic with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(EVENTS.settings());
        settings.put(setting, value);
        return new FoundTopic(EVENTS.partitions(), 3, settings);
    }

    @Test
    void aTopicAsDeclaredHasNone() {
        assertThat(problems(new FoundTopic(EVENTS.partitions(), 1, EVENTS.settings())))
                .isEmpty();
        assertThat(problems(with("min.insync.replicas", "2"))).isEmpty();
    }

    @Test
    void aMissingTopicTakesNoEvents() {
        assertThat(problems(null))
                .containsExactly(
                        new TopicProblem("the topic clerk.events does not exist", "run `rollcall topics`", true));
        assertThat(problems(null).getFirst().sentence())
                .isEqualTo("the topic clerk.events does not exist: run `rollcall topics`");
    }

    @Test
    void moreOrFewerPartitionsAreSaidAndOnlyFewerRefuseEvents() {
        assertThat(problems(new FoundTopic(3, 1, EVENTS.settings())))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.sentence())
                            .isEqualTo(
                                    "the topic clerk.events has 3 partitions and must have 12: once nobody needs what is in"
                                            + " it, delete it and run `rollcall topics`");
                    assertThat(problem.refusesEvents()).isTrue();
                });
        assertThat(problems(new FoundTopic(13, 1, EVENTS.settings())))
                .singleElement()
                .matches(problem -> !problem.refusesEvents());
    }

    @Test
    void ofThreeCopiesTwoHaveToAcknowledge() {
        assertThat(problems(with("min.insync.replicas", "1"))).singleElement().satisfies(problem -> {
            assertThat(problem.found()).contains("min.insync.replicas 1", "one broker only");
            assertThat(problem.refusesEvents()).isFalse();
        });
        Map<String, String> alone = new HashMap<>(EVENTS.settings());
        alone.put("min.insync.replicas", "1");
        assertThat(problems(new FoundTopic(EVENTS.partitions(), 2, alone))).isEmpty();
    }

    @Test
    void aTopicThatRefusesLargeEventsTakesNone() {
        assertThat(problems(with("max.message.bytes", "1000"))).singleElement().satisfies(problem -> {
            assertThat(problem.found())
                    .isEqualTo("the topic clerk.events has max.message.bytes 1000 and must have 1048576");
            assertThat(problem.remedy()).isEqualTo("change it with kafka-configs");
            assertThat(problem.refusesEvents()).isTrue();
        });
        assertThat(problems(with("max.message.bytes", "2000000")))
                .singleElement()
                .matches(problem -> !problem.refusesEvents());
        assertThat(problems(with("cleanup.policy", "compact")))
                .singleElement()
                .matches(problem -> !problem.refusesEvents());
    }
}
