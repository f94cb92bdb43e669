package dev.rollcall.worker.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.LazyInitializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The lines of {@code docs/readers/spring.md} under JPA: Hibernate with the names that Spring Boot gives to columns, over the
 * views that a tenant reads, on one connection that everybody gets in turn.
 */
class SpringJpaTenantIT {

    private TestDatabase database;
    private HikariDataSource pool;
    private LocalContainerEntityManagerFactoryBean factory;
    private EntityManager entities;
    private TransactionTemplate transaction;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        database.execute("""
                insert into clerk.organizations (id, sync_updated_at_ms, sync_event_at_ms, sync_message_id, sync_revision,
                                                 sync_writer, sync_offset, sync_committed_at)
                select unnest(array['org_a', 'org_b']), 1, 1, 'm', 1, 0, 0, now();
                insert into clerk.users (id, first_name, sync_updated_at_ms, sync_event_at_ms, sync_message_id,
                                         sync_revision, sync_writer, sync_offset, sync_committed_at)
                select 'user_' || name, name, 1, 1, 'm', 1, 0, 0, now() from unnest(array['ada', 'ben', 'cleo']) as name;
                insert into clerk.organization_memberships (id, organization_id, user_id, role, sync_updated_at_ms,
                    sync_event_at_ms, sync_message_id, sync_revision, sync_writer, sync_offset, sync_committed_at)
                select 'orgmem_' || organization || '_' || name, 'org_' || organization, 'user_' || name, 'org:member',
                       1, 1, 'm', 1, 0, 0, now()
                from (values ('a', 'ada'), ('a', 'ben'), ('b', 'ben'), ('b', 'cleo'), ('b', 'later')) as m (organization, name);
                create table public.notes (id integer primary key, organization_id text not null);
                select rollcall.protect_table('public.notes', 'organization_id');
                grant usage on schema public to rollcall_tenant;
                grant select, insert, update, delete on public.notes to rollcall_tenant
                """);
        pool = SpringTenantIT.pool(database, 1);
        factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(pool);
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setManagedTypes(PersistenceManagedTypes.of(
                SpringJpa.User.class.getName(), SpringJpa.Membership.class.getName(), SpringJpa.Note.class.getName()));
        factory.setJpaPropertyMap(Map.of(
                "hibernate.hbm2ddl.auto",
                "validate",
                "hibernate.physical_naming_strategy",
                "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl"));
        factory.afterPropertiesSet();
        EntityManagerFactory made = factory.getObject();
        JpaTransactionManager manager = new JpaTransactionManager(made);
        manager.afterPropertiesSet();
        manager.setTransactionExecutionListeners(List.of(SpringTenant.tenant(new JdbcTemplate(pool))));
        transaction = new TransactionTemplate(manager);
        entities = SharedEntityManagerCreator.createSharedEntityManager(made);
    }

    @AfterEach
    void close() {
        factory.destroy();
        pool.close();
        database.close();
    }

    private <T> T as(String organization, Function<EntityManager, T> work) {
        return SpringTenant.TenantContext.actFor(
                organization, () -> transaction.execute(status -> work.apply(entities)));
    }

    private static List<String> names(EntityManager entities) {
        return entities.createQuery("select firstName from SpringJpa$User order by id", String.class)
                .getResultList();
    }

    private static List<String> organizationsOf(SpringJpa.User user) {
        return user.memberships.stream()
                .map(membership -> membership.organizationId)
                .toList();
    }

    @Test
    void oneConnectionServesOneOrganizationAfterTheOther() {
        for (int round = 0; round < 5; round++) {
            assertThat(as("org_a", SpringJpaTenantIT::names)).containsExactly("ada", "ben");
            assertThat(as("org_b", SpringJpaTenantIT::names)).containsExactly("ben", "cleo");
            assertThat(names(entities)).as("outside a transaction").isEmpty();
            List<String> ofNobody = transaction.execute(status -> names(entities));
            assertThat(ofNobody).as("for nobody").isEmpty();
        }
    }

    @Test
    void findsAndLoadsLazilyWhatTheOrganizationSees() {
        assertThat(this.<List<String>>as("org_a", em -> organizationsOf(em.find(SpringJpa.User.class, "user_ben"))))
                .containsExactly("org_a");
        assertThat(this.<List<String>>as("org_b", em -> organizationsOf(em.find(SpringJpa.User.class, "user_ben"))))
                .containsExactly("org_b");
        assertThat(this.<String>as("org_b", em -> em.find(SpringJpa.Membership.class, "orgmem_b_cleo").user.firstName))
                .isEqualTo("cleo");
        SpringJpa.User foreign = as("org_b", em -> em.find(SpringJpa.User.class, "user_ada"));
        assertThat(foreign).isNull();
        SpringJpa.User notArrived = as("org_b", em -> em.find(SpringJpa.Membership.class, "orgmem_b_later").user);
        assertThat(notArrived).isNull();
    }

    @Test
    void whatIsLoadedLaterThanTheTransactionIsRefusedAndNotReadForAnother() {
        SpringJpa.User ben = as("org_a", em -> em.find(SpringJpa.User.class, "user_ben"));
        assertThatThrownBy(() -> as("org_b", em -> organizationsOf(ben)))
                .isInstanceOf(LazyInitializationException.class);
    }

    @Test
    void transactionsWriteForTheirOrganizationOnlyAndLeaveNothingWhenTheyFail() {
        as("org_a", em -> {
            em.persist(new SpringJpa.Note(1, "org_a"));
            return null;
        });
        assertThatThrownBy(() -> as("org_a", em -> {
                    em.persist(new SpringJpa.Note(2, "org_a"));
                    em.flush();
                    throw new IllegalStateException("changed its mind");
                }))
                .hasMessage("changed its mind");
        assertThatThrownBy(() -> as("org_b", em -> {
                    em.persist(new SpringJpa.Note(3, "org_a"));
                    return null;
                }))
                .hasMessageContaining("row-level security");
        assertThat(this.<Boolean>as("org_b", em -> em.find(SpringJpa.Note.class, 1) == null))
                .isTrue();
        assertThat(this.<Integer>as(
                        "org_b",
                        em -> em.createQuery("delete from SpringJpa$Note").executeUpdate()))
                .isZero();
        assertThat(this.<List<Integer>>as(
                        "org_a",
                        em -> em.createQuery("select id from SpringJpa$Note", Integer.class)
                                .getResultList()))
                .containsExactly(1);
        transaction.setReadOnly(true);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        assertThat(as("org_b", SpringJpaTenantIT::names)).containsExactly("ben", "cleo");
    }

    @Test
    void thePageShowsTheseEntities() throws IOException {
        String page = plain(Files.readString(Path.of("..", "docs", "readers", "spring.md")));
        String source = Files.readString(
                Path.of("src", "test", "java", "dev", "rollcall", "worker", "tenancy", "SpringJpa.java"));
        String shown = source.substring(
                source.indexOf("// begin entities") + "// begin entities".length(), source.indexOf("// end entities"));
        assertThat(page).contains(plain(shown.replace("static class", "class")));
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
