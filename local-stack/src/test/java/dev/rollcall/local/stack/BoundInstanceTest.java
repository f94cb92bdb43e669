package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BoundInstanceTest {

    @Test
    void neverAdvisesTheDirectoryThatIsInUse() {
        assertThat(BoundInstance.advice(Path.of("/home/ada/rollcall/.rollcall")))
                .contains("up --data-dir ~/.rollcall-clerk (");
        assertThat(BoundInstance.advice(Path.of("/home/ada/.rollcall-clerk")))
                .contains("up --data-dir ~/.rollcall-clerk-2 (");
        assertThat(BoundInstance.advice(Path.of("/home/ada/.rollcall-clerk-2")))
                .contains("up --data-dir ~/.rollcall-clerk-3 (");
    }
}
