package dev.rollcall.worker.copy.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ChangeValueTest {

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    /** Every time that a record accepts: up to the end of the year 9999. */
    @Property
    void timesAreRfc3339WithMilliseconds(@ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
        assertThat(ChangeValue.time(millis)).isEqualTo(RFC_3339.format(Instant.ofEpochMilli(millis)));
    }
}
