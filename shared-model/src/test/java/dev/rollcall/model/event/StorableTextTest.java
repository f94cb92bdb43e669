package dev.rollcall.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u0001", "ü", "\ud83d\ude00", "\ud83d\ude00x\ud83d\ude00", "\uffff"})
    void textThatPostgresqlHolds(String text) {
        assertThat(StorableText.holds(text)).isTrue();
    }

    @Test
    void nulAndHalvesOfPairsAnywhereAreNot() {
        for (String bad : new String[] {"\0", "\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00"}) {
            assertThat(StorableText.holds(bad)).isFalse();
            assertThat(StorableText.holds("ab" + bad)).isFalse();
            assertThat(StorableText.holds(bad + "ab")).isFalse();
            assertThat(StorableText.holds("\ud83d\ude00" + bad + "\ud83d\ude00"))
                    .isFalse();
        }
    }
}
