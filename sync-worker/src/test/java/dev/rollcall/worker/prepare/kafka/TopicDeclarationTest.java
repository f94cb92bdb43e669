package dev.rollcall.worker.prepare.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import org.junit.jupiter.api.Test;

class TopicDeclarationTest {

    private static final TopicSpecification EVENTS = new Topics("").all().getFirst();

    @Test
    void threeCopiesNeedTwoToAcknowledge() {
        assertThat(TopicDeclaration.newTopic(EVENTS, (short) 3).configs()).containsEntry("min.insync.replicas", "2");
    }

    @Test
    void oneCopyCannotNeedTwo() {
        assertThat(TopicDeclaration.newTopic(EVENTS, (short) 1).configs()).isEqualTo(EVENTS.settings());
        assertThat(TopicDeclaration.newTopic(EVENTS, (short) -1).configs()).isEqualTo(EVENTS.settings());
    }
}
