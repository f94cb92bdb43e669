package dev.rollcall.worker.copy.consume;

import org.apache.kafka.common.TopicPartition;

/** What a batch asks of the loop that runs it, and tells it. */
public interface BatchTurn {

    /** Asked before the database commits. */
    boolean assignmentUnchanged();

    /** The first offset that Kafka still has of a partition. */
    long logStart(TopicPartition partition);

    /** A sign of life, between any two calls that may wait: each of them is bounded by 15 s, all together are not. */
    void goesOn();
}
