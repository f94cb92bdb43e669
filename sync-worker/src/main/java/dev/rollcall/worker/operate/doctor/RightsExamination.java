package dev.rollcall.worker.operate.doctor;

import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.prepare.kafka.KafkaRight;
import dev.rollcall.worker.prepare.kafka.KafkaUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Asks Kafka for every right of a user, before the first batch or webhook finds one missing. */
final class RightsExamination {

    private static final long ANSWER_SECONDS = 10;

    private final Admin admin;
    private final Topics topics;
    private final KafkaUser user;

    /** @param admin with the credentials of the user */
    RightsExamination(Admin admin, Topics topics, KafkaUser user) {
        this.admin = admin;
        this.topics = topics;
        this.user = user;
    }

    List<Finding> run() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Set<AclOperation>> onTopics = onTopics();
        List<Finding> findings = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        for (KafkaRight right : KafkaRight.of(topics, user).toList()) {
            @Nullable Set<AclOperation> missing = switch (right.type()) {
                case GROUP -> missing(right, onGroup(right.name()));
                case TRANSACTIONAL_ID -> onTransactionalId(right);
                default -> onTopics(right, onTopics);
            };
            if (missing == null) {
                untold.add(right.resource());
            } else if (!missing.isEmpty()) {
                findings.add(finding(right, missing));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("this user has every right of a " + user
                    + (untold.isEmpty()
                            ? ""
                            : "; Kafka does not say what it may do with what does not exist yet: " + untold)));
        }
        return findings;
    }

    private Finding finding(KafkaRight right, Set<AclOperation> missing) {
        String found = "the " + user + "'s user lacks "
                + missing.stream().map(AclOperation::name).sorted().collect(Collectors.joining(" and ")) + " on the "
                + right.resource() + ", " + right.purpose();
        String advice = "`rollcall topics --acl` prints what allows it (docs/kafka-rights.md)";
        return right.always() ? Finding.fail(found, advice) : Finding.warn(found, advice);
    }

    /** What may be done with each topic that exists; nothing with one that Kafka does not even describe. */
    private Map<String, Set<AclOperation>> onTopics()
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names = topics.all().stream()
                .map(TopicSpecification::name)
                .filter(name -> KafkaRight.of(topics, user)
                        .anyMatch(right -> right.type() == ResourceType.TOPIC && right.covers(name)))
                .toList();
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        Map<String, Set<AclOperation>> operations = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : asked.entrySet()) {
            try {
                Set<AclOperation> may =
                        topic.getValue().get(ANSWER_SECONDS, TimeUnit.SECONDS).authorizedOperations();
                if (may != null) {
                    operations.put(topic.getKey(), may);
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof AuthorizationException) {
                    operations.put(topic.getKey(), Set.of());
                } else if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failed;
                }
            }
        }
        return operations;
    }

    private static @Nullable Set<AclOperation> onTopics(KafkaRight right, Map<String, Set<AclOperation>> operations) {
        Set<AclOperation> missing = new TreeSet<>();
        boolean named = false;
        for (Map.Entry<String, Set<AclOperation>> topic : operations.entrySet()) {
            if (right.covers(topic.getKey())) {
                named = true;
                Set<AclOperation> lacking = missing(right, topic.getValue());
                missing.addAll(lacking == null ? Set.of() : lacking);
            }
        }
        return named ? missing : null;
    }

    private @Nullable Set<AclOperation> onGroup(String group)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            Map<String, ConsumerGroupDescription> described = admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            ConsumerGroupDescription found = described.get(group);
            return found == null ? null : found.authorizedOperations();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                return Set.of();
            }
            if (failed.getCause() instanceof org.apache.kafka.common.errors.GroupIdNotFoundException) {
                return null;
            }
            throw failed;
        }
    }

    /** Kafka tells of no transactional id what may be done with it, so one is opened that nobody else has. */
    private Set<AclOperation> onTransactionalId(KafkaRight right)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.fenceProducers(List.of(right.name() + "-doctor")).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return Set.of();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                return new HashSet<>(right.operations());
            }
            throw failed;
        }
    }

    /** Null when Kafka does not say. */
    private static @Nullable Set<AclOperation> missing(KafkaRight right, @Nullable Set<AclOperation> may) {
        if (may == null) {
            return null;
        }
        Set<AclOperation> missing = new HashSet<>(right.operations());
        missing.removeAll(may);
        return missing;
    }
}
