package dev.rollcall.worker.operate.doctor;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.TopicSpecification;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.startup.kafka.KafkaClients;
import dev.rollcall.startup.kafka.Refusal;
import dev.rollcall.startup.kafka.TopicProblem;
import dev.rollcall.worker.prepare.kafka.KafkaUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.ApiException;

/** Examines the cluster and the topics. */
public final class KafkaExamination {

    private static final long ANSWER_SECONDS = 10;
    private static final Set<String> READABLE = Set.of("none", Topics.CHANGE_COMPRESSION);

    private final Admin admin;
    private final KafkaClients kafka;
    private final Topics topics;
    private final KafkaUser user;

    /** With the worker's user. */
    public KafkaExamination(Admin admin, KafkaClients kafka, Topics topics) {
        this(admin, kafka, topics, KafkaUser.WORKER);
    }

    /** @param user whose credentials the clients have */
    public KafkaExamination(Admin admin, KafkaClients kafka, Topics topics, KafkaUser user) {
        this.admin = admin;
        this.kafka = kafka;
        this.topics = topics;
        this.user = user;
    }

    public List<Finding> run() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .size();
            findings.add(
                    brokers >= 3
                            ? Finding.ok(brokers + " Kafka brokers")
                            : Finding.warn(
                                    brokers + " Kafka broker" + (brokers == 1 ? "" : "s")
                                            + ": what is acknowledged is as safe as their disks",
                                    "in production use three, ROLLCALL_REPLICATION_FACTOR=3 and"
                                            + " min.insync.replicas=2"));
            findings.addAll(new RightsExamination(admin, topics, user).run());
            findings.addAll(declarations());
            if (user != KafkaUser.GATEWAY) {
                findings.add(codecs());
            }
        } catch (ExecutionException | TimeoutException | RuntimeException away) {
            findings.add(refusedOrAway(away));
        }
        return findings;
    }

    private List<Finding> declarations() {
        List<TopicSpecification> used = topics.all().stream()
                .filter(topic -> user != KafkaUser.GATEWAY || topic.name().equals(topics.events()))
                .toList();
        List<TopicProblem> problems = TopicProblem.of(admin, used);
        return problems.isEmpty()
                ? List.of(Finding.ok(
                        used.size() == 1
                                ? "the topic " + used.getFirst().name() + " is as declared"
                                : "all " + used.size() + " topics are as declared"))
                : problems.stream()
                        .map(problem -> Finding.fail(problem.found(), problem.remedy()))
                        .toList();
    }

    private static Finding refusedOrAway(Exception failed) {
        String refusal = Refusal.sentence(failed, null);
        return refusal != null
                ? Finding.fail(refusal, "`rollcall topics --acl` prints what allows it (docs/kafka-rights.md)")
                : Finding.fail(
                        "Kafka does not answer (" + failed.getClass().getSimpleName() + ")",
                        "look at KAFKA_BOOTSTRAP_SERVERS and at the brokers");
    }

    /** What was written before the codec was changed stays as it is, also through compaction. */
    private Finding codecs() throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        List<String> changes = Stream.of(Resource.values())
                .map(topics::changes)
                .filter(existing::contains)
                .toList();
        try (FirstBatches batches = new FirstBatches(admin, kafka.connection())) {
            Map<String, List<String>> others = batches.codecs(changes).entrySet().stream()
                    .filter(partition -> !READABLE.contains(partition.getValue()))
                    .collect(Collectors.groupingBy(
                            Map.Entry::getValue,
                            TreeMap::new,
                            Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
            return others.isEmpty()
                    ? Finding.ok("every client can read the change topics")
                    : Finding.warn(
                            "change topics begin with batches that are compressed otherwise than "
                                    + Topics.CHANGE_COMPRESSION + ", which some clients (kafkajs) cannot read: "
                                    + others,
                            "docs/decisions/0006-feed-compression.md says how such a topic becomes readable");
        } catch (ApiException | IOException refused) {
            return Finding.warn(
                    "how the change topics are compressed could not be looked at ("
                            + refused.getClass().getSimpleName() + ")",
                    "let this login read the change topics");
        }
    }
}
