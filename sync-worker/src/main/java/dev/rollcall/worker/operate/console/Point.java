package dev.rollcall.worker.operate.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One second of the flow.
 *
 * @param atMillis its end, milliseconds since the epoch
 * @param millis how long it really was
 * @param outcomes records of this worker by outcome; none where there was none
 * @param gateway what the gateways counted since all of them last answered; null while one is silent
 * @param p50 seconds from receipt to commit of the last ten seconds' rows, the median; null when there were none
 * @param p99 the same of the slowest hundredth
 * @param lagSeconds age of the oldest event that is known to wait
 */
public record Point(
        long atMillis,
        long millis,
        Map<String, Long> outcomes,
        @Nullable Map<String, Long> gateway,
        @Nullable Double p50,
        @Nullable Double p99,
        double lagSeconds) {}
