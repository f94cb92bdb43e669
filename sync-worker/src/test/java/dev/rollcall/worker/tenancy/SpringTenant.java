package dev.rollcall.worker.tenancy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** What {@code docs/readers/spring.md} shows, between the marks. */
final class SpringTenant {

    private SpringTenant() {}

    // begin context
    static final class TenantContext {
        static final ThreadLocal<@Nullable String> ORGANIZATION = new ThreadLocal<>();

        /** The organization is that of the verified session, never a parameter of the request. */
        static <T> T actFor(String organizationId, Supplier<T> work) {
            String outer = ORGANIZATION.get();
            ORGANIZATION.set(organizationId);
            try {
                return work.get();
            } finally {
                ORGANIZATION.set(outer);
            }
        }
    }
    // end context

    // begin listener
    static TransactionExecutionListener tenant(JdbcTemplate jdbc) {
        return new TransactionExecutionListener() {
            @Override
            public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
                String organizationId = TenantContext.ORGANIZATION.get();
                if (failure == null && organizationId != null) {
                    jdbc.queryForObject("select rollcall.set_tenant(?)", String.class, organizationId);
                }
            }
        };
    }
    // end listener
}
