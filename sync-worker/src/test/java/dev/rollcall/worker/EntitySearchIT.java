package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console's look-up asks by has an index: on a copy of a million users nobody waits, and no worker. */
class EntitySearchIT {

    @ParameterizedTest
    @CsvSource({
        "user_email_addresses, email_address",
        "user_phone_numbers, phone_number",
        "users, external_id",
        "users, username",
        "organizations, slug"
    })
    void whatIsAskedByLeadsAnIndex(String table, String column) throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(database.rows("""
                            select a.attname from pg_index i
                            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                            where i.indrelid = 'clerk.%s'::regclass and i.indisvalid
                            """.formatted(table))).contains(column);
        }
    }
}
