package dev.rollcall.gateway;

import dev.rollcall.startup.ApplicationStart;
import dev.rollcall.startup.kafka.NativeCompression;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The ingest gateway: takes Clerk's signed webhooks and puts their exact bytes into Kafka. */
@SpringBootApplication
public class GatewayApplication {

    /** Runs until SIGTERM; exits with 0 after an orderly stop, with 1 when a setting is refused. */
    public static void main(String[] arguments) {
        NativeCompression.load();
        ConfigurableApplicationContext context = new ApplicationStart(
                        "rollcall gateway", "ROLLCALL_GATEWAY_MANAGEMENT_PORT")
                .run(ApplicationStart.silent(GatewayApplication.class), arguments);
        IngestLifecycle lifecycle = context.getBean(IngestLifecycle.class);
        // A JVM that is stopped by SIGTERM exits with 143 however well it stopped. Runs after the context was closed.
        SpringApplication.getShutdownHandlers().add(() -> {
            if (lifecycle.stoppedInOrder()) {
                Runtime.getRuntime().halt(0);
            }
        });
    }
}
