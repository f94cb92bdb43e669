package dev.rollcall.worker.copy.progress;

import org.apache.kafka.common.TopicPartition;

/**
 * The database knows less than was committed to Kafka: it was restored, or a failover lost commits. Reading has to
 * continue where the database stands.
 */
public final class DatabaseWentBackException extends RuntimeException {

    private final transient TopicPartition partition;
    private final long position;

    DatabaseWentBackException(TopicPartition partition, long position, String what) {
        super(what, null, false, false);
        this.partition = partition;
        this.position = position;
    }

    public TopicPartition partition() {
        return partition;
    }

    /** Where to read from: the offset after the last batch that the database holds. */
    public long position() {
        return position;
    }
}
