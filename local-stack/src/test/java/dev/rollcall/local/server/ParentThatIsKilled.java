package dev.rollcall.local.server;

import java.nio.file.Path;

/** Another JVM that starts both servers, says their process ids, and then waits to be killed. */
final class ParentThatIsKilled {

    private ParentThatIsKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        PostgresServer postgres = PostgresServer.start(Path.of(arguments[0], "postgres"), 0);
        KafkaServer kafka = KafkaServer.start(Path.of(arguments[0], "kafka"), 0);
        if (arguments[1].equals("pause")) {
            postgres.pause();
            kafka.pause();
        }
        System.out.println("servers " + postgres.pid() + " " + kafka.pid() + "");
        Thread.currentThread().join();
    }
}
