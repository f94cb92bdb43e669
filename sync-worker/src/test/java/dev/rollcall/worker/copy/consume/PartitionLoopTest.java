package dev.rollcall.worker.copy.consume;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two minutes of a loop whose clients fail as Kafka's do. */
class PartitionLoopTest {

    private static final int SECONDS = 120;

    private final FailingClients clients = new FailingClients();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.rollcall.worker");

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    private List<String> said() {
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void aConsumerWhosePollThrowsAtOnceIsMadeAnewAndPolledOnceAWait() {
        clients.pollThrows = GroupAuthorizationException.forGroupId("rollcall-sync");
        LoopState state = clients.run();
        // Six waits that double, then one every ten seconds.
        assertThat(clients.polls).isBetween(12, 25);
        assertThat(clients.opened).isEqualTo(clients.polls);
        assertThat(clients.closed).isEqualTo(clients.opened);
        assertThat(clients.failures).hasSize(clients.polls);
        assertThat(state.assignedPartitions()).isZero();
        assertThat(said())
                .hasSize(2)
                .allMatch(line -> line.contains("Kafka refuses the consumer group rollcall-sync: allow READ on it"))
                .noneMatch(line -> line.contains("batch of 0"));
        assertThat(said().getFirst()).endsWith("tried again in 0.1 s");
        assertThat(said().getLast()).contains("tried again in 10.0 s (").endsWith(" times since this was last said)");
    }

    @Test
    void aLoopWhoseCredentialsComeBackReadsAgain() {
        clients.hasRecords = true;
        clients.pollThrows = new SaslAuthenticationException("no");
        clients.then(() -> clients.pollThrows = null).run();
        assertThat(clients.committed).isGreaterThan(SECONDS * 3);
        assertThat(said()).hasSize(1).allMatch(line -> line.contains("Kafka does not accept the credentials"));
    }

    @Test
    void aRecordThatFailsAloneIsCondemnedOnlyWhileTheDatabaseTakesSomethingElse() {
        clients.hasRecords = true;
        clients.batchThrows = new RecordTooLargeException("too large");
        clients.databaseAtFault = true;
        clients.then(() -> {
                    assertThat(clients.condemnedRecords).isZero();
                    assertThat(said()).anyMatch(line -> line.contains("the database is at fault, not the record"));
                    clients.databaseAtFault = false;
                })
                .run();
        assertThat(clients.condemnedRecords).isPositive();
    }

    /** Whatever ended the heartbeat thread comes out of one poll, and the next ones are quiet. */
    @Test
    void aConsumerThatThrewAnythingAtAllIsMadeAnew() {
        clients.pollThrows = new KafkaException("the heartbeat thread failed");
        clients.then(() -> clients.pollThrows = null).run();
        assertThat(clients.opened).isEqualTo(clients.failures.size() + 1);
    }

    @Test
    void aPositionThatIsNoMoreCostsNoConsumerAndIsLookedForOnceAWait() {
        clients.pollThrows = new OffsetOutOfRangeException(java.util.Map.of(new TopicPartition("clerk.events", 0), 5L));
        clients.run();
        assertThat(clients.opened).isEqualTo(1);
        // While it waits it polls, paused, so that it stays a member.
        assertThat(clients.polls).isLessThan(SECONDS * 8);
        assertThat(said().size()).isLessThanOrEqualTo(3);
    }

    @Test
    void aConsumerWhoseLastHeartbeatIsOlderThanItsSessionIsMadeAnew() {
        clients.hasRecords = true;
        clients.then(() -> clients.heartbeatSecondsAgo = 19.0).run();
        assertThat(clients.closed).isGreaterThan(1);
        assertThat(clients.failures).allMatch(failure -> failure.label().equals("LostException"));
    }

    @Test
    void aConsumerThatSentNoHeartbeatSinceItWasGivenPartitionsIsMadeAnewToo() {
        clients.heartbeatSecondsAgo = null;
        clients.run();
        assertThat(clients.opened).isBetween(4, 7);
    }

    /** One that joins sends no heartbeats, and the slowest member decides how long that takes. */
    @Test
    void aConsumerThatJoinsAnewIsKeptAndReadsMeanwhile() {
        clients.hasRecords = true;
        clients.length = Duration.ofMinutes(4);
        clients.then(() -> {
                    clients.joining.began();
                    clients.heartbeatSecondsAgo = 120.0;
                    clients.committed = 0;
                })
                .run();
        assertThat(clients.opened).isEqualTo(1);
        assertThat(clients.failures).isEmpty();
        assertThat(clients.committed).isGreaterThan(SECONDS * 3);
    }

    @Test
    void theFirstHeartbeatAfterALongJoinIsWaitedFor() {
        clients.hasRecords = true;
        clients.then(() -> {
                    clients.joining.began();
                    clients.joining.ended();
                    clients.heartbeatSecondsAgo = 120.0;
                })
                .run();
        assertThat(clients.opened)
                .as("and from then on it is due as ever: one consumer for each session")
                .isBetween(3, 5);
    }

    @Test
    void aConsumerThatIsNeverLetInIsMadeAnew() {
        clients.length = Duration.ofMinutes(5);
        clients.joinsForEver = true;
        clients.run();
        assertThat(clients.opened).as("one each 138 s").isEqualTo(3);
    }

    @Test
    void aConsumerThatKafkaHearsIsKept() {
        clients.hasRecords = true;
        clients.heartbeatSecondsAgo = 15.0;
        clients.run();
        assertThat(clients.opened).isEqualTo(1);
        assertThat(clients.failures).isEmpty();
    }

    /** The one line of a worker that is well: who asks why nothing moves sees whether this one has the partition. */
    @Test
    void aLoopSaysWhatItReadsOnceForEachChangeAndNotForEachConsumer() {
        clients.hasRecords = true;
        clients.batchThrows = new CommitFailedException("replaced");
        clients.then(() -> {
                    clients.batchThrows = null;
                    clients.hasRecords = false;
                    clients.given =
                            Set.of(new TopicPartition("clerk.events", 11), new TopicPartition("clerk.events", 3));
                })
                .run();
        assertThat(clients.opened).isGreaterThan(3);
        assertThat(lines.list.stream()
                        .filter(line -> line.getLevel().equals(Level.INFO))
                        .map(ILoggingEvent::getFormattedMessage))
                .containsExactly("reads clerk.events-0", "reads clerk.events-3, 11");
    }

    @Test
    void offsetsThatAreRefusedAgainAndAgainMakeTheConsumerAnew() {
        clients.hasRecords = true;
        clients.batchThrows = new CommitFailedException("replaced");
        clients.then(() -> clients.batchThrows = null).run();
        assertThat(clients.opened).isGreaterThan(3);
        assertThat(clients.failures).hasSizeBetween(3 * (clients.opened - 1), 3 * clients.opened);
        assertThat(clients.committed).isGreaterThan(SECONDS * 3);
    }

    @Test
    void aTransactionalIdThatIsRefusedIsAskedForOnceAWait() {
        clients.openThrows = new TransactionalIdAuthorizationException("no");
        clients.run();
        assertThat(clients.failures).hasSizeBetween(12, 25);
        assertThat(said()).hasSize(2).allMatch(line -> line.contains("allow WRITE and DESCRIBE"));
    }

    /** It polls meanwhile, paused, so that it stays a member; that this goes well says nothing of the outage. */
    @Test
    void anOutageIsAskedAboutOnceAWaitThatGrows() {
        clients.openThrows = new TimeoutException("no answer");
        clients.run();
        assertThat(clients.failures).hasSizeBetween(12, 25);
        assertThat(clients.opened).isEqualTo(1);
    }

    @Test
    void aBatchThatIsRefusedForWhoSendsItFindsNoRecordAtFault() {
        clients.hasRecords = true;
        clients.batchThrows = new KafkaException("fatal", new SaslAuthenticationException("no"));
        clients.run();
        assertThat(clients.failures).hasSizeBetween(12, 25);
        assertThat(said()).noneMatch(line -> line.contains("fails alone"));
    }

    @Test
    void whatKafkaDeletedUnreadIsSaidOnce() {
        clients.hasRecords = true;
        clients.logStart = 5;
        clients.pollThrows = new OffsetOutOfRangeException(java.util.Map.of(new TopicPartition("clerk.events", 0), 0L));
        clients.then(() -> clients.pollThrows = null).run();
        assertThat(said())
                .filteredOn(line -> line.startsWith("Kafka has deleted"))
                .containsExactly("Kafka has deleted offsets 0 to 4 of clerk.events-0 before a worker read them:"
                        + " what they changed is missing until `reconcile --repair`");
        assertThat(clients.committed).isPositive();
    }

    /** Its records do not come again then: nobody else could count them. */
    @Test
    void aBatchWhoseCommitHappenedUnansweredIsCountedAllTheSame() {
        clients.hasRecords = true;
        clients.commitsHappen = true;
        clients.commitThrows = new TimeoutException("no answer");
        clients.run();
        assertThat(clients.failures).isNotEmpty();
        assertThat(clients.committed).isBetween(clients.failures.size() - 1, clients.failures.size());
    }

    @Test
    void aBatchWhoseCommitDidNotHappenIsNotCounted() {
        clients.hasRecords = true;
        clients.commitThrows = new TimeoutException("no answer");
        clients.run();
        assertThat(clients.failures).isNotEmpty();
        assertThat(clients.committed).isZero();
    }

    @Test
    void aTopicThatIsRefusedIsNamedAndHoldsThePartition() {
        clients.hasRecords = true;
        clients.batchThrows = new TopicAuthorizationException(Set.of("clerk.changes.users"));
        clients.run();
        assertThat(said()).anyMatch(line -> line.contains("Kafka refuses the topic clerk.changes.users"));
        assertThat(said()).anyMatch(line -> line.contains("its partition waits, the others go on"));
        assertThat(said().size()).isLessThanOrEqualTo(8);
        assertThat(clients.opened).isEqualTo(1);
    }
}
