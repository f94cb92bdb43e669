package dev.rollcall.worker.copy.consume;

import org.apache.kafka.common.TopicPartition;

/** What a batch asks and tells the loop that runs it. */
public interface BatchTurn {

    /** Asked before the database commits. */
    boolean assignmentUnchanged();

    /** The first offset that Kafka still has of a partition. */
    long logStart(TopicPartition partition);

    /** A sign of life, between any two calls that may block: each is bounded by 15 s, their sum is not. */
    void goesOn();
}
