package dev.rollcall.worker.prepare.kafka;

import dev.rollcall.model.topic.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * What a user needs of one resource: the one list behind {@code topics --acl}, the doctor and docs/kafka-rights.md.
 *
 * @param name of the resource, or its prefix
 * @param always whether the user fails without; else {@code purpose} says what does
 * @param purpose what it is for
 */
public record KafkaRight(
        KafkaUser user,
        ResourceType type,
        PatternType pattern,
        String name,
        List<AclOperation> operations,
        boolean always,
        String purpose) {

    public KafkaRight {
        operations = List.copyOf(operations);
    }

    /** All that these topics' users need, and nothing else. */
    public static List<KafkaRight> of(Topics topics) {
        String every = topics.prefix() + "clerk.";
        String changes = every + "changes.";
        String group = topics.workerGroup();
        return List.of(
                needed(KafkaUser.GATEWAY, "to store webhooks, and to see whether the topic takes what it accepts")
                        .topic(
                                topics.events(),
                                AclOperation.WRITE,
                                AclOperation.DESCRIBE,
                                AclOperation.DESCRIBE_CONFIGS),
                needed(KafkaUser.WORKER, "to read the events")
                        .topic(topics.events(), AclOperation.READ, AclOperation.DESCRIBE),
                needed(KafkaUser.WORKER, "to put aside what cannot be applied")
                        .topic(topics.deadLetters(), AclOperation.WRITE, AclOperation.DESCRIBE),
                needed(KafkaUser.WORKER, "to announce changes")
                        .topics(changes, AclOperation.WRITE, AclOperation.DESCRIBE),
                needed(KafkaUser.WORKER, "to be a member of its group")
                        .resource(ResourceType.GROUP, PatternType.LITERAL, group, AclOperation.READ),
                needed(KafkaUser.WORKER, "to commit changes and positions in one transaction")
                        .resource(
                                ResourceType.TRANSACTIONAL_ID,
                                PatternType.PREFIXED,
                                group,
                                AclOperation.WRITE,
                                AclOperation.DESCRIBE),
                useful(KafkaUser.WORKER, "for the metrics behind RollcallPartitionsUnread and RollcallRetentionRisk")
                        .topics(every, AclOperation.DESCRIBE_CONFIGS),
                useful(
                                KafkaUser.WORKER,
                                "for replay in the console, and without CLERK_INSTANCE_ID for what waits for the binding")
                        .topic(topics.events(), AclOperation.WRITE),
                useful(KafkaUser.WORKER, "for the same").topic(topics.deadLetters(), AclOperation.READ),
                useful(KafkaUser.WORKER, "for look-ups in the console").topics(changes, AclOperation.READ),
                needed(KafkaUser.OPERATOR, "for topics and doctor")
                        .topics(every, AclOperation.CREATE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS),
                needed(
                                KafkaUser.OPERATOR,
                                "for replay, reprocess, erase, bind, backfill, reconcile --repair and refetch")
                        .topic(topics.events(), AclOperation.READ, AclOperation.WRITE),
                needed(KafkaUser.OPERATOR, "for dead-letters show and replay")
                        .topic(topics.deadLetters(), AclOperation.READ),
                needed(KafkaUser.OPERATOR, "for announce and bind, and the doctor's look at the compression")
                        .topics(changes, AclOperation.READ, AclOperation.WRITE),
                needed(KafkaUser.OPERATOR, "to see that the workers have applied what was published")
                        .resource(ResourceType.GROUP, PatternType.LITERAL, group, AclOperation.DESCRIBE),
                needed(KafkaUser.OPERATOR, "for announce")
                        .resource(
                                ResourceType.TRANSACTIONAL_ID,
                                PatternType.PREFIXED,
                                group,
                                AclOperation.WRITE,
                                AclOperation.DESCRIBE));
    }

    /** Those of one user. */
    public static Stream<KafkaRight> of(Topics topics, KafkaUser user) {
        return of(topics).stream().filter(right -> right.user() == user);
    }

    /** Whether it is about this resource, of its own type. */
    public boolean covers(String resource) {
        return pattern == PatternType.PREFIXED ? resource.startsWith(name) : resource.equals(name);
    }

    /** The resource in words, as in {@code topics that begin with clerk.}. */
    public String resource() {
        boolean several = pattern == PatternType.PREFIXED;
        String kind = switch (type) {
            case GROUP -> "consumer group";
            case TRANSACTIONAL_ID -> "transactional id";
            default -> "topic";
        };
        return several ? kind + "s that begin with " + name : kind + " " + name;
    }

    /** The arguments of Kafka's own tool that allow it, without who allows it and where. */
    public String arguments(String principal) {
        StringBuilder arguments =
                new StringBuilder("--add --allow-principal '").append(principal).append('\'');
        operations.forEach(
                operation -> arguments.append(" --operation ").append(SecurityUtils.operationName(operation)));
        arguments
                .append(
                        switch (type) {
                            case GROUP -> " --group ";
                            case TRANSACTIONAL_ID -> " --transactional-id ";
                            default -> " --topic ";
                        })
                .append(name);
        return arguments
                .append(pattern == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "")
                .toString();
    }

    private static Draft needed(KafkaUser user, String purpose) {
        return new Draft(user, true, purpose);
    }

    private static Draft useful(KafkaUser user, String purpose) {
        return new Draft(user, false, purpose);
    }

    private record Draft(KafkaUser user, boolean always, String purpose) {

        KafkaRight topic(String name, AclOperation... operations) {
            return resource(ResourceType.TOPIC, PatternType.LITERAL, name, operations);
        }

        KafkaRight topics(String prefix, AclOperation... operations) {
            return resource(ResourceType.TOPIC, PatternType.PREFIXED, prefix, operations);
        }

        KafkaRight resource(ResourceType type, PatternType pattern, String name, AclOperation... operations) {
            return new KafkaRight(user, type, pattern, name, List.of(operations), always, purpose);
        }
    }
}
