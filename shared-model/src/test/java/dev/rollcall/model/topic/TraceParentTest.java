package dev.rollcall.model.topic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void tellsTheTraceOfWhatItBegins() {
        byte[] begun = TraceParent.newRoot();
        assertThat(TraceParent.isValid(begun)).isTrue();
        assertThat(TraceParent.traceId(begun)).isEqualTo(new String(begun, US_ASCII).substring(3, 35));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna@example.com",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-zz",
                "00-4bf92f3577b34da6a3ce929d0e0e4736x00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01"
            })
    void passesNothingOnThatIsNotAContext(String header) {
        assertThat(TraceParent.isValid(header.getBytes(US_ASCII))).isFalse();
        assertThat(TraceParent.traceId(header.getBytes(US_ASCII))).isNull();
    }

    @Test
    void isNotThereWithoutAHeader() {
        assertThat(TraceParent.isValid(null)).isFalse();
        assertThat(TraceParent.traceId(null)).isNull();
    }
}
