package dev.rollcall.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClerkIdsTest {

    @Test
    void looksLikeOneOfClerks() {
        assertThat(new ClerkIds(7, 0).next("user_", History.BASE_MILLIS)).matches("user_[0-9A-Za-z]{27}");
    }

    @Test
    void isTheSameForASeedAndCount() {
        ClerkIds one = new ClerkIds(7, 3);
        ClerkIds other = new ClerkIds(7, 3);
        for (int count = 0; count < 1_000; count++) {
            assertThat(one.next("org_", 0)).isEqualTo(other.next("org_", 0));
        }
    }

    @Test
    void neverRepeatsWhateverTheSeedAndSpace() {
        Set<String> seen = new HashSet<>();
        for (long seed : new long[] {0, 1, 2, -1, 7, Long.MIN_VALUE, Long.MAX_VALUE}) {
            for (int space : new int[] {0, 1, 31, 0x8000}) {
                ClerkIds ids = new ClerkIds(seed, space);
                for (int count = 0; count < 2_000; count++) {
                    assertThat(seen.add(ids.next("user_", History.BASE_MILLIS)))
                            .as("seed %s space %s count %s", seed, space, count)
                            .isTrue();
                }
            }
        }
    }
}
