package dev.rollcall.worker;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The worker as it is started everywhere, on the servers of a harness whose own loops are not started. */
final class RunningWorker implements AutoCloseable {

    private final ConfigurableApplicationContext application;
    private final int port;

    RunningWorker(WorkerHarness harness, int port, String... settings) {
        this(WorkerApplication.application(), harness, port, settings);
    }

    /** With its parts as somebody changes them. */
    static RunningWorker with(BeanPostProcessor changes, WorkerHarness harness) {
        SpringApplication changed = WorkerApplication.application();
        changed.addInitializers(starting -> starting.getBeanFactory().addBeanPostProcessor(changes));
        return new RunningWorker(changed, harness, 0);
    }

    private RunningWorker(SpringApplication starting, WorkerHarness harness, int port, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--spring.kafka.bootstrap-servers=" + harness.kafka.bootstrapServers(),
                "--rollcall.kafka.topic-prefix=" + harness.topics.prefix(),
                // Otherwise the name of whichever host runs the tests.
                "--rollcall.worker.instance=worker-0",
                "--spring.datasource.url=postgresql://rollcall_sync:test-password@127.0.0.1:"
                        + harness.database.server.port() + "/" + harness.database.name));
        arguments.removeIf(argument ->
                Arrays.stream(settings).anyMatch(setting -> name(setting).equals(name(argument))));
        arguments.addAll(Arrays.asList(settings));
        application = starting.run(arguments.toArray(String[]::new));
        this.port = Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    <T> T part(Class<T> type) {
        return application.getBean(type);
    }

    int port() {
        return port;
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        application.close();
    }
}
