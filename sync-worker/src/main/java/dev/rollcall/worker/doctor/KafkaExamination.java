package dev.rollcall.worker.doctor;

import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.topics.TopicDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Examines the cluster and the topics. */
public final class KafkaExamination {

    private static final long ANSWER_SECONDS = 10;

    private final Admin admin;
    private final Topics topics;

    public KafkaExamination(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
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
                                    "in production use three, ROLLCALL_REPLICATION_FACTOR=3 and min.insync.replicas=2"));
            List<String> problems = TopicDeclaration.problems(admin, topics.all());
            problems.forEach(problem -> findings.add(Finding.fail(problem, "run the command topics")));
            if (problems.isEmpty()) {
                findings.add(Finding.ok("all " + topics.all().size() + " topics are as declared"));
            }
        } catch (ExecutionException | TimeoutException | RuntimeException away) {
            findings.add(Finding.fail(
                    "Kafka does not answer (" + away.getClass().getSimpleName() + ")",
                    "look at KAFKA_BOOTSTRAP_SERVERS and at the brokers"));
        }
        return findings;
    }
}
