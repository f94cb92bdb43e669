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

    @Test
    void aClusterIsAskedForThreeCopiesOrAsManyAsItHasBrokers() {
        assertThat(TopicDeclaration.replicationOf(1)).isEqualTo((short) 1);
        assertThat(TopicDeclaration.replicationOf(2)).isEqualTo((short) 2);
        assertThat(TopicDeclaration.replicationOf(3)).isEqualTo((short) 3);
        assertThat(TopicDeclaration.replicationOf(9)).isEqualTo((short) 3);
    }
}
