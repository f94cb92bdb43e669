package dev.rollcall.startup.kafka;

import dev.rollcall.model.topic.TopicSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * How a topic differs from its declaration.
 *
 * @param found what is wrong
 * @param remedy what to do about it
 * @param refusesEvents whether events would be refused or lost in it: then the gateway takes none
 */
public record TopicProblem(String found, String remedy, boolean refusesEvents) {

    private static final String DECLARE = "run `rollcall topics`";

    /** With three copies two have to have a record before it is acknowledged: Kafka's own default is one. */
    public static final int REPLICATED = 3;

    /**
     * What is wrong with these topics.
     *
     * @throws RightMissingException when Kafka refuses to tell
     */
    public static List<TopicProblem> of(Admin admin, List<TopicSpecification> topics) {
        Map<String, FoundTopic> found = FoundTopic.of(
                admin, topics.stream().map(TopicSpecification::name).toList());
        List<TopicProblem> problems = new ArrayList<>();
        for (TopicSpecification topic : topics) {
            compare(topic, found.get(topic.name()), problems);
        }
        return problems;
    }

    /** Both in one line. */
    public String sentence() {
        return found + ": " + remedy;
    }

    static void compare(TopicSpecification declared, @Nullable FoundTopic found, List<TopicProblem> problems) {
        String topic = "the topic " + declared.name();
        if (found == null) {
            problems.add(new TopicProblem(topic + " does not exist", DECLARE, true));
            return;
        }
        if (found.partitions() != declared.partitions()) {
            // More are no reason to refuse webhooks: the order of arrival does not matter, and Kafka never removes any.
            problems.add(new TopicProblem(
                    topic + " has " + found.partitions() + " partitions and must have " + declared.partitions(),
                    "once nobody needs what is in it, delete it and " + DECLARE,
                    found.partitions() < declared.partitions()));
        }
        if (found.replicas() >= REPLICATED
                && "1".equals(found.settings().get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG))) {
            problems.add(new TopicProblem(
                    topic + " has " + TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG
                            + " 1, so what is acknowledged may be on one broker only",
                    "change it to 2 with kafka-configs",
                    false));
        }
        new TreeMap<>(declared.settings()).forEach((name, value) -> {
            String actual = found.settings().get(name);
            if (!value.equals(actual)) {
                problems.add(new TopicProblem(
                        topic + " has " + name + " " + actual + " and must have " + value,
                        "change it with kafka-configs",
                        isTooSmall(name, actual, value)));
            }
        });
    }

    /** With a topic that refuses what the gateway accepts, the sender would retry in vain for a day. */
    private static boolean isTooSmall(String name, @Nullable String actual, String wanted) {
        return name.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                && actual != null
                && Long.parseLong(actual) < Long.parseLong(wanted);
    }
}
