package dev.rollcall.local.application;

/** The environment variables by which gateway, worker and the worker's commands are told what they need; docs/settings.md. */
public final class Variables {

    public static final String KAFKA = "KAFKA_BOOTSTRAP_SERVERS";

    /** A file with client settings. */
    public static final String KAFKA_PROPERTIES_FILE = "ROLLCALL_KAFKA_PROPERTIES_FILE";

    public static final String TOPIC_PREFIX = "ROLLCALL_TOPIC_PREFIX";
    public static final String REPLICATION_FACTOR = "ROLLCALL_REPLICATION_FACTOR";

    /** Of the role {@code rollcall_sync}. */
    public static final String DATABASE = "ROLLCALL_DATABASE_URL";

    public static final String DATABASE_PASSWORD_FILE = "ROLLCALL_DATABASE_PASSWORD_FILE";

    /** Of the administrator. */
    public static final String MIGRATION_DATABASE = "ROLLCALL_MIGRATION_DATABASE_URL";

    public static final String MIGRATION_DATABASE_PASSWORD_FILE = "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE";
    public static final String SIGNING_SECRET = "CLERK_WEBHOOK_SIGNING_SECRET";
    public static final String SIGNING_SECRET_FILE = "CLERK_WEBHOOK_SIGNING_SECRET_FILE";
    public static final String INSTANCE_ID = "CLERK_INSTANCE_ID";
    public static final String HEARTBEAT_INTERVAL = "ROLLCALL_HEARTBEAT_INTERVAL";
    public static final String GATEWAY_ADDRESS = "ROLLCALL_GATEWAY_ADDRESS";
    public static final String GATEWAY_PORT = "ROLLCALL_GATEWAY_PORT";
    public static final String GATEWAY_MANAGEMENT_PORT = "ROLLCALL_GATEWAY_MANAGEMENT_PORT";

    /** For the worker's console. */
    public static final String GATEWAY_MANAGEMENT_URL = "ROLLCALL_GATEWAY_MANAGEMENT_URL";

    public static final String MANAGEMENT_ADDRESS = "ROLLCALL_MANAGEMENT_ADDRESS";
    public static final String WORKER_PORT = "ROLLCALL_WORKER_PORT";
    public static final String WORKER_INSTANCE = "ROLLCALL_WORKER_INSTANCE";
    public static final String WORKER_THREADS = "ROLLCALL_WORKER_THREADS";
    public static final String OPS_TOKEN = "ROLLCALL_OPS_TOKEN";
    public static final String OPS_TOKEN_FILE = "ROLLCALL_OPS_TOKEN_FILE";
    public static final String OPS_LOOPBACK = "ROLLCALL_OPS_LOOPBACK";
    public static final String ACCEPTED_FINDINGS = "ROLLCALL_ACCEPTED_FINDINGS";

    /** A PostgreSQL of the stack's own has a superuser, and nobody logs in as it but the stack. */
    public static final String OUR_ADMINISTRATOR = "role_bypasses:postgres,login_may_drop:postgres";

    /** Spring Boot's own, which the user's shell may have for another application. */
    static final String SERVER_ADDRESS = "SERVER_ADDRESS";

    static final String SERVER_PORT = "SERVER_PORT";

    private Variables() {}

    /** The password that {@code migrate} gives to a role such as {@code sync}. */
    static String passwordOf(Role role) {
        return "ROLLCALL_" + role.name() + "_PASSWORD";
    }

    /** A file with it. */
    static String passwordFileOf(Role role) {
        return passwordOf(role) + "_FILE";
    }
}
