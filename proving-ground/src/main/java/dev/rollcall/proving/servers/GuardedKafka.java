package dev.rollcall.proving.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.local.process.FreePort;
import dev.rollcall.local.server.KafkaNode;
import dev.rollcall.local.server.KafkaServer;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A Kafka with authentication and authorization: one listener for users with SCRAM passwords and ACLs, of which there
 * are none at first, and the usual one for the test itself, which may do everything.
 */
public final class GuardedKafka implements AutoCloseable {

    /** A connection is asked for its credentials again after this: a user who is deleted is refused within it. */
    private static final int ASKED_AGAIN_MILLIS = 3_000;

    private static final String PLAINTEXT = "SASL_PLAINTEXT";
    private static final String TLS = "SASL_SSL";
    private static final int ITERATIONS = 4096;
    private static final long ANSWER_SECONDS = 120;

    private final Path directory;
    private final String protocol;
    private final int guardedPort;
    private final Admin admin;
    private KafkaNode node;
    private KafkaServer server;

    private GuardedKafka(Path directory, KafkaNode node, int guardedPort, String protocol) {
        this.protocol = protocol;
        this.directory = directory;
        this.node = node;
        this.guardedPort = guardedPort;
        server = KafkaServer.start(directory, node);
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    }

    /** @param directory of its own */
    public static GuardedKafka start(Path directory) {
        return start(directory, PLAINTEXT, Map.of());
    }

    /**
     * Its users connect over TLS.
     *
     * @param directory of its own
     * @param authority which signed its certificate
     */
    public static GuardedKafka start(Path directory, TestAuthority authority) {
        return start(directory, TLS, certificateOf(authority));
    }

    private static Map<String, String> certificateOf(TestAuthority authority) {
        String store = "listener.name.guarded.ssl.keystore.";
        return Map.of(
                store + "location",
                authority.serverStore().toString(),
                store + "type",
                "PKCS12",
                store + "password",
                TestAuthority.PASSWORD);
    }

    private static GuardedKafka start(Path directory, String protocol, Map<String, String> more) {
        int port = FreePort.any();
        SortedMap<String, String> settings = new TreeMap<>(Map.of(
                "listener.security.protocol.map",
                "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT,GUARDED:" + protocol,
                "listener.name.guarded.sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.guarded.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.guarded.connections.max.reauth.ms",
                Integer.toString(ASKED_AGAIN_MILLIS),
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS"));
        settings.putAll(more);
        KafkaNode node = KafkaNode.cluster(1)
                .getFirst()
                .with(List.of(new KafkaNode.Listener("GUARDED", port, port)))
                .with(settings);
        return new GuardedKafka(directory, node, port, protocol);
    }

    /** The Kafka as the test itself uses it. */
    public KafkaServer server() {
        return server;
    }

    /** Who may do everything. */
    public Admin admin() {
        return admin;
    }

    /** Client settings of a user, without the server's address. */
    public Map<String, String> clientOf(String user, String password) {
        return Map.of(
                "security.protocol",
                protocol,
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
    }

    /** The same as a file of properties, as {@code ROLLCALL_KAFKA_PROPERTIES_FILE} names one. */
    public void writeClientOf(String user, String password, Path file) throws IOException {
        Properties properties = new Properties();
        properties.putAll(clientOf(user, password));
        try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
            properties.store(writer, null);
        }
    }

    /** Where users connect to. */
    public String guardedServers() {
        return "127.0.0.1:" + guardedPort;
    }

    public void give(String user, String password) throws InterruptedException {
        alter(new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password));
    }

    /** The user's connections are refused when they are asked again. */
    public void takeAway(String user) throws InterruptedException {
        alter(new UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512));
    }

    private void alter(UserScramCredentialAlteration alteration) throws InterruptedException {
        answer(admin.alterUserScramCredentials(List.of(alteration)).all());
    }

    /** One right of a user. */
    public static AclBinding right(
            String user, ResourceType type, PatternType pattern, String name, AclOperation what) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", what, AclPermissionType.ALLOW));
    }

    /** A user with every right. */
    public void giveEverything(String user, String password) throws InterruptedException {
        give(user, password);
        List<AclBinding> rights = new ArrayList<>();
        for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
            rights.add(right(user, type, PatternType.LITERAL, "*", AclOperation.ALL));
        }
        rights.add(right(user, ResourceType.CLUSTER, PatternType.LITERAL, "kafka-cluster", AclOperation.ALL));
        allow(rights);
    }

    public void allow(Collection<AclBinding> rights) throws InterruptedException {
        answer(admin.createAcls(rights).all());
        awaitRights(known -> known.containsAll(rights));
    }

    public void forbid(Collection<AclBinding> rights) throws InterruptedException {
        answer(admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList())
                .all());
        awaitRights(known -> rights.stream().noneMatch(known::contains));
    }

    /** The controller answers before the broker decides by what it was told; each look is a request, which paces the loop. */
    private void awaitRights(Predicate<Collection<AclBinding>> hold) throws InterruptedException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (!hold.test(answer(admin.describeAcls(AclBindingFilter.ANY).values()))) {
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException("the broker does not know its rights");
            }
        }
    }

    /** Killed and started again: every connection is made anew. */
    public void restart() {
        server.kill();
        server = KafkaServer.start(directory, node);
    }

    /** Killed and started again with another certificate, which clients that do not trust its authority refuse. */
    public void restartWith(TestAuthority authority) {
        SortedMap<String, String> settings = new TreeMap<>(node.settings());
        settings.putAll(certificateOf(authority));
        node = node.with(settings);
        restart();
    }

    private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        admin.close();
        server.kill();
    }
}
