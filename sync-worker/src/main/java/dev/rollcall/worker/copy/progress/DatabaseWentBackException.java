package dev.rollcall.worker.copy.progress;

/**
 * The database knows less than was committed to Kafka: it was restored, or a failover lost commits. Reading has to
 * continue where the database stands, in every partition.
 */
public final class DatabaseWentBackException extends RuntimeException {

    DatabaseWentBackException(String what) {
        super(what, null, false, false);
    }
}
