package dev.rollcall.worker.operate.erase;

import dev.rollcall.model.clerk.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What identifies an erased object inside others: its id, and a person's addresses, including former ones that the
 * history has.
 *
 * @param id also of objects that are not a person
 * @param addresses e-mail addresses and phone numbers
 */
record Needles(String id, List<String> addresses) {

    /** Shorter texts are not addresses, and would match everywhere. */
    private static final int SHORTEST = 5;

    /** As n in a statement; its parameters are {@link #parameters}. */
    static final String AS_N = "(select ?::text[] as addresses, ?::text[] as everything) as n";

    private static final String ADDRESSES = """
            select email_address from clerk.user_email_addresses where user_id = ?
            union select phone_number from clerk.user_phone_numbers where user_id = ?
            union select email_address from clerk.user_external_accounts where user_id = ?
            union select phone_number from clerk.user_external_accounts where user_id = ?
            union
            select v.value from rollcall.history h
            cross join lateral (values (h.old_values ->> 'email_address'), (h.new_values ->> 'email_address'),
                                       (h.old_values ->> 'phone_number'), (h.new_values ->> 'phone_number')) v (value)
            where h.entity_id = ? and h.table_name in ('user_email_addresses', 'user_phone_numbers', 'user_external_accounts')
            """;

    static Needles of(JdbcClient database, Subject subject) {
        Set<String> addresses = new TreeSet<>();
        if (subject.table().resource() == Resource.USER) {
            database.sql(ADDRESSES).params(Collections.nCopies(5, subject.id())).query(row -> {
                String address = row.getString(1);
                if (address != null && address.length() >= SHORTEST) {
                    addresses.add(address);
                }
            });
        }
        return new Needles(subject.id(), List.copyOf(addresses));
    }

    /** Those of {@link #AS_N}, in order. */
    List<String[]> parameters() {
        return List.of(addresses.toArray(String[]::new), all().toArray(String[]::new));
    }

    /** In objects without a table, where nobody knows what a field is. */
    List<String> all() {
        List<String> all = new ArrayList<>(addresses);
        all.add(id);
        return all;
    }
}
