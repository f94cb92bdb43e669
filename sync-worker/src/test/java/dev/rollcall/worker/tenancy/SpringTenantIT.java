package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.startup.database.DatabaseUrl;
import dev.rollcall.worker.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The lines of {@code docs/readers/spring.md}, with Spring's own transaction manager over JDBC. */
class SpringTenantIT {

    private static final String ORGANIZATIONS = "select id from clerk.organizations order by id";

    private TestDatabase database;
    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private TransactionTemplate transaction;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        database.execute("""
                insert into clerk.organizations (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,
                                                 sync_writer, sync_offset, sync_committed_at)
                select unnest(array['org_a', 'org_b']), 1, 1, 'm', 1, 0, 0, now()
                """);
        pool = pool(database, 2);
        jdbc = new JdbcTemplate(pool);
        JdbcTransactionManager manager = new JdbcTransactionManager(pool);
        manager.setTransactionExecutionListeners(List.of(SpringTenant.tenant(jdbc)));
        transaction = new TransactionTemplate(manager);
    }

    /** As an application has it, with the tenant's login. */
    static HikariDataSource pool(TestDatabase database, int connections) {
        DatabaseUrl url = database.urlOf("rollcall_tenant");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    private List<String> organizations() {
        return jdbc.queryForList(ORGANIZATIONS, String.class);
    }

    private List<String> asked(String organization) {
        return SpringTenant.TenantContext.actFor(organization, () -> transaction.execute(status -> organizations()));
    }

    @Test
    void aTransactionActsForTheOrganizationAndTheConnectionForNobodyAfterwards() {
        for (int round = 0; round < 5; round++) {
            assertThat(asked("org_a")).containsExactly("org_a");
            assertThat(asked("org_b")).containsExactly("org_b");
            assertThat(organizations()).as("outside a transaction").isEmpty();
            assertThat(transaction.<List<String>>execute(status -> organizations()))
                    .as("for nobody")
                    .isEmpty();
        }
    }

    @Test
    void aTransactionThatFailedLeavesNothingBehind() {
        assertThatThrownBy(() -> SpringTenant.TenantContext.actFor(
                        "org_a", () -> transaction.execute(status -> jdbc.queryForList("select no_such_column"))))
                .hasMessageContaining("no_such_column");
        assertThat(transaction.<List<String>>execute(status -> organizations())).isEmpty();
    }

    @Test
    void anInnerTransactionOfItsOwnActsForWhomItWasBegun() {
        TransactionTemplate own = new TransactionTemplate(transaction.getTransactionManager());
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        List<String> seen = SpringTenant.TenantContext.actFor(
                "org_a",
                () -> transaction.execute(status -> {
                    List<String> inner =
                            SpringTenant.TenantContext.actFor("org_b", () -> own.execute(nested -> organizations()));
                    assertThat(inner).containsExactly("org_b");
                    return organizations();
                }));
        assertThat(seen).containsExactly("org_a");
    }

    @Test
    void thePageShowsTheseLines() throws IOException {
        String page = plain(Files.readString(Path.of("..", "docs", "readers", "spring.md")));
        String source = Files.readString(
                Path.of("src", "test", "java", "dev", "rollcall", "worker", "tenancy", "SpringTenant.java"));
        for (String part : List.of("context", "listener")) {
            String shown = source.substring(
                    source.indexOf("// begin " + part) + ("// begin " + part).length(),
                    source.indexOf("// end " + part));
            // On the page they are a class of their own and a bean.
            assertThat(page).contains(plain(shown.replaceAll("static (final class|Trans)", "$1")));
        }
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
