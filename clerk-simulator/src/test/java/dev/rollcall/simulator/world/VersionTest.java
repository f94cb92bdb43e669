package dev.rollcall.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void theObjectsTimeDecidesThenTheEventsThenTheMessage() {
        List<Version> ordered = List.of(
                new Version(1, 9, "msg_z"),
                new Version(2, 1, "msg_z"),
                new Version(2, 2, "msg_a"),
                new Version(2, 2, "msg_b"));
        List<Version> shuffled = new ArrayList<>(ordered.reversed());
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(ordered);
        assertThat(new Version(2, 2, "msg_a")).isEqualByComparingTo(new Version(2, 2, "msg_a"));
    }
}
