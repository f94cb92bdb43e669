package dev.rollcall.local.stack;

import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.process.StartFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ports of the stack, all on 127.0.0.1. 0 stands for any free one until {@link #chosen}. */
public record PortPlan(int gateway, int gatewayManagement, int worker, int postgres, int kafka) {

    public static final PortPlan DEFAULT = new PortPlan(8080, 8081, 8090, 15432, 19092);

    private static final int HIGHEST = 65_535;

    public PortPlan {
        Map<Integer, String> seen = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> port :
                byFlag(gateway, gatewayManagement, worker, postgres, kafka).entrySet()) {
            int number = port.getValue();
            if (number < 0 || number > HIGHEST) {
                throw new IllegalArgumentException(
                        "%s must be 0 (any free port) to %d, not %d".formatted(port.getKey(), HIGHEST, number));
            }
            String other = number == 0 ? null : seen.put(number, port.getKey());
            if (other != null) {
                throw new IllegalArgumentException(
                        "%s and %s are both %d; change one".formatted(other, port.getKey(), number));
            }
        }
    }

    /** Each port by the flag that changes it. */
    Map<String, Integer> byFlag() {
        return byFlag(gateway, gatewayManagement, worker, postgres, kafka);
    }

    /** With a free port for every 0. */
    PortPlan chosen() {
        return new PortPlan(
                chosen(gateway), chosen(gatewayManagement), chosen(worker), chosen(postgres), chosen(kafka));
    }

    /**
     * @param ownPostgres whether the stack starts a PostgreSQL of its own
     * @param ownKafka whether the stack starts a Kafka of its own
     * @throws StartFailedException naming each port in use and the flag that changes it
     */
    void requireFree(boolean ownPostgres, boolean ownKafka) {
        List<String> taken = new ArrayList<>();
        byFlag().forEach((flag, port) -> {
            boolean needed = switch (flag) {
                case "--postgres-port" -> ownPostgres;
                case "--kafka-port" -> ownKafka;
                default -> true;
            };
            if (needed && !FreePort.isFree(port)) {
                taken.add("port %d is in use by another program, choose another with %s".formatted(port, flag));
            }
        });
        if (!taken.isEmpty()) {
            throw new StartFailedException(String.join(",\n          ", taken) + " (0 is any free one)");
        }
    }

    private static int chosen(int port) {
        return port == 0 ? FreePort.any() : port;
    }

    private static Map<String, Integer> byFlag(
            int gateway, int gatewayManagement, int worker, int postgres, int kafka) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("--gateway-port", gateway);
        ports.put("--gateway-management-port", gatewayManagement);
        ports.put("--worker-port", worker);
        ports.put("--postgres-port", postgres);
        ports.put("--kafka-port", kafka);
        return ports;
    }
}
