package dev.rollcall.worker;

import dev.rollcall.startup.ApplicationStart;
import dev.rollcall.startup.kafka.NativeCompression;
import dev.rollcall.worker.operate.command.WorkerCommand;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Runs the worker; with the name of a {@link WorkerCommand} as first argument, that command instead. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class WorkerApplication {

    /** As it calls itself to the operator. */
    static final String PROGRAM = "rollcall worker";

    public static void main(String[] arguments) {
        if (arguments.length > 0 && WorkerCommand.isCommand(arguments[0])) {
            // Before the first logger exists. Spring, which configures logging otherwise, does not run.
            System.setProperty("logback.configurationFile", "dev/rollcall/worker/command-logback.xml");
            System.exit(WorkerCommand.runAsProgram(List.of(arguments), System.getenv()));
        }
        NativeCompression.load();
        new ApplicationStart(PROGRAM, "ROLLCALL_WORKER_PORT").run(application(), arguments);
    }

    /** As it is started everywhere. */
    static SpringApplication application() {
        return ApplicationStart.silent(WorkerApplication.class);
    }
}
