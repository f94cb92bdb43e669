package dev.rollcall.simulator.delivery;

import java.net.URI;
import java.time.Duration;

/**
 * How to deliver.
 *
 * @param url where to
 * @param signature with whose secret
 * @param ratePerSecond first attempts per second; 0 for as fast as possible
 * @param connections attempts in flight at once
 * @param timeout of one attempt
 * @param schedule of the others
 */
public record CourierSettings(
        URI url,
        WebhookSignature signature,
        double ratePerSecond,
        int connections,
        Duration timeout,
        RetrySchedule schedule) {

    /** Without the secret of the signature. */
    @Override
    public String toString() {
        return "CourierSettings[" + url + ", " + ratePerSecond + "/s, connections=" + connections + "]";
    }
}
