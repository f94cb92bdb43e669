package dev.rollcall.worker.tenancy;

import jakarta.persistence.ConstraintMode;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NotFound;
import org.hibernate.annotations.NotFoundAction;

/** The entities of {@code docs/readers/spring.md}, between the marks, and one of the application's own. */
final class SpringJpa {

    private SpringJpa() {}

    // begin entities
    @Entity
    @Immutable
    @Table(schema = "clerk_tenant", name = "users")
    static class User {
        @Id
        String id;

        String firstName;

        @OneToMany(mappedBy = "user") // lazy: read inside the transaction
        List<Membership> memberships;
    }

    @Entity
    @Immutable
    @Table(schema = "clerk_tenant", name = "organization_memberships")
    static class Membership {
        @Id
        String id;

        String organizationId;
        String role;

        @ManyToOne
        @JoinColumn(name = "user_id", foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
        @NotFound(action = NotFoundAction.IGNORE) // the user's row may not have arrived: null
        User user;
    }
    // end entities

    /** A table of the application's that is protected. */
    @Entity
    @Table(name = "notes")
    static class Note {
        @Id
        int id;

        String organizationId;

        Note() {}

        Note(int id, String organizationId) {
            this.id = id;
            this.organizationId = organizationId;
        }
    }
}
