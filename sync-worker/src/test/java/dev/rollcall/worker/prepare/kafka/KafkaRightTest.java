package dev.rollcall.worker.prepare.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.topic.Topics;
import java.util.List;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What the users of one installation may do in a cluster that others share. */
class KafkaRightTest {

    private static final Topics TOPICS = new Topics("acme.");

    @Test
    void nothingBeyondTheInstallationsOwnPrefixIsAskedFor() {
        assertThat(KafkaRight.of(TOPICS))
                .allSatisfy(right -> assertThat(right.name()).startsWith("acme."))
                .allSatisfy(right -> assertThat(right.operations()).isNotEmpty());
    }

    @Test
    void everyUserHasItsOwnRights() {
        for (KafkaUser user : KafkaUser.values()) {
            assertThat(KafkaRight.of(TOPICS, user)).isNotEmpty().allMatch(right -> right.user() == user);
        }
        assertThat(KafkaRight.of(TOPICS, KafkaUser.GATEWAY))
                .as("whom the internet reaches: it stores events and can read none")
                .singleElement()
                .satisfies(right -> assertThat(right.arguments("User:g"))
                        .isEqualTo("--add --allow-principal 'User:g' --operation Write --operation Describe"
                                + " --operation DescribeConfigs --topic acme.clerk.events"));
    }

    private static List<KafkaRight> workers(ResourceType type, PatternType pattern) {
        return KafkaRight.of(TOPICS, KafkaUser.WORKER)
                .filter(right -> right.type() == type && right.pattern() == pattern)
                .toList();
    }

    @Test
    void aRightSaysInWordsAndForKafkasToolWhatItIsAbout() {
        KafkaRight group = workers(ResourceType.GROUP, PatternType.LITERAL).getFirst();
        assertThat(group.resource()).isEqualTo("consumer group " + TOPICS.workerGroup());
        assertThat(group.arguments("User:w"))
                .isEqualTo("--add --allow-principal 'User:w' --operation Read --group " + TOPICS.workerGroup());
        KafkaRight transactions =
                workers(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED).getFirst();
        assertThat(transactions.resource()).isEqualTo("transactional ids that begin with " + TOPICS.workerGroup());
        assertThat(transactions.arguments("User:w"))
                .endsWith(" --transactional-id " + TOPICS.workerGroup() + " --resource-pattern-type prefixed");
        KafkaRight changes = workers(ResourceType.TOPIC, PatternType.PREFIXED).getFirst();
        assertThat(changes.resource()).isEqualTo("topics that begin with acme.clerk.changes.");
        assertThat(workers(ResourceType.TOPIC, PatternType.LITERAL).getFirst().resource())
                .isEqualTo("topic " + TOPICS.events());
    }

    @Test
    void aPrefixCoversWhatBeginsWithItAndANameItselfAlone() {
        KafkaRight changes = workers(ResourceType.TOPIC, PatternType.PREFIXED).getFirst();
        assertThat(changes.covers("acme.clerk.changes.users")).isTrue();
        assertThat(changes.covers("acme.clerk.events")).isFalse();
        KafkaRight events = workers(ResourceType.TOPIC, PatternType.LITERAL).getFirst();
        assertThat(events.covers(TOPICS.events())).isTrue();
        assertThat(events.covers(TOPICS.events() + ".other")).isFalse();
    }
}
