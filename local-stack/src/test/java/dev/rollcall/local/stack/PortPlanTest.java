package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.StartFailedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPlanTest {

    private static final PortPlan ANY = new PortPlan(0, 0, 0, 0, 0);

    @Test
    void choosesDifferentFreePortsForZeros() {
        PortPlan chosen = ANY.chosen();

        assertThat(Set.of(
                        chosen.gateway(),
                        chosen.gatewayManagement(),
                        chosen.worker(),
                        chosen.postgres(),
                        chosen.kafka()))
                .hasSize(5)
                .doesNotContain(0);
        assertThat(chosen.chosen()).isEqualTo(chosen);
    }

    @Test
    void namesEachPortInUseWithTheFlagThatChangesIt() throws IOException {
        try (ServerSocket everywhere = new ServerSocket(0)) {
            int taken = everywhere.getLocalPort();
            PortPlan plan = new PortPlan(FreePort.any(), FreePort.any(), FreePort.any(), FreePort.any(), taken);

            assertThatThrownBy(() -> plan.requireFree(true, true))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessage(
                            "port %d is in use by another program, choose another with --kafka-port (0 is any free one)"
                                    .formatted(taken));
            assertThatCode(() -> plan.requireFree(true, false)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesOnePortForTwoPurposes() {
        assertThatThrownBy(() -> new PortPlan(8080, 8081, 8080, 0, 0))
                .hasMessage("--gateway-port and --worker-port are both 8080; change one");
    }

    @Test
    void refusesNumbersThatAreNoPorts() {
        assertThatThrownBy(() -> new PortPlan(65_536, 0, 0, 0, 0))
                .hasMessage("--gateway-port must be 0 (any free port) to 65535, not 65536");
        assertThatThrownBy(() -> new PortPlan(0, 0, 0, -1, 0)).hasMessageContaining("--postgres-port");
    }
}
