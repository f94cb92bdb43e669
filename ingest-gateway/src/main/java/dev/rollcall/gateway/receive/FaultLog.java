package dev.rollcall.gateway.receive;

import dev.rollcall.model.failure.RepeatedFailures;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a fault of the gateway itself with its stack, and where every request meets it again, only how often. */
final class FaultLog {

    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

    /** Of all connections of the process: they fail together. */
    private static final RepeatedFailures FAULTS = new RepeatedFailures(System::nanoTime);

    private FaultLog() {}

    static void say(String what, Throwable fault) {
        OptionalLong times = FAULTS.happened(what + fault.getClass().getName());
        if (times.isPresent()) {
            LOG.error("{}{}", what, RepeatedFailures.counted(times.getAsLong()), fault);
        }
    }
}
