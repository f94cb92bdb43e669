package dev.rollcall.gateway.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TraceParentTest {

    @Test
    void hasTheFormOfW3c() {
        assertThat(new String(TraceParent.newRoot(), US_ASCII)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void isNewEveryTime() {
        Random random = new Random(7);
        assertThat(Stream.generate(() -> new String(TraceParent.newRoot(random), US_ASCII))
                        .limit(1000))
                .doesNotHaveDuplicates();
    }

    @Test
    void neverHasAnIdOfZerosOnly() {
        RandomGenerator mostlyZero = new RandomGenerator() {
            private int calls;

            @Override
            public long nextLong() {
                return ++calls % 2 == 0 ? 0xabcL : 0;
            }
        };
        assertThat(new String(TraceParent.newRoot(mostlyZero), US_ASCII))
                .isEqualTo("00-0000000000000abc0000000000000000-0000000000000abc-01");
    }
}
