package dev.rollcall.model.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {

    @Test
    void oneIsOneAndNoneAreMany() {
        assertThat(Plural.of(0, "event")).isEqualTo("0 events");
        assertThat(Plural.of(1, "event")).isEqualTo("1 event");
        assertThat(Plural.of(2, "event")).isEqualTo("2 events");
        assertThat(Plural.of(1_200, "event")).isEqualTo("1,200 events");
    }

    @Test
    void aVerbAgreesWithThem() {
        assertThat(Plural.of(1, "object differs", "objects differ")).isEqualTo("1 object differs");
        assertThat(Plural.of(0, "object differs", "objects differ")).isEqualTo("0 objects differ");
        assertThat(Plural.of(12_000, "object differs", "objects differ")).isEqualTo("12,000 objects differ");
    }
}
