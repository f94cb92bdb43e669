package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import dev.rollcall.worker.survey.run.SurveyTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A thousand differences between the copy and Clerk, of every kind and in every table: each is found by the name that is
 * its own and nothing else is, what can be repaired is, and the next survey finds only what is left to people.
 */
class SurveyPlantedIT {

    private static final long SEED = 1_000;
    private static final int EVENTS = 7_000;

    /** What a person or another program could have changed; not what moves by itself and is not compared. */
    private static final Map<SurveyTable, List<String>> COLUMNS = Map.of(
            SurveyTable.ORGANIZATIONS,
            List.of("name", "slug", "has_image", "max_allowed_memberships", "public_metadata", "created_by"),
            SurveyTable.USERS,
            List.of(
                    "username",
                    "first_name",
                    "image_url",
                    "external_id",
                    "password_enabled",
                    "banned",
                    "locked",
                    "public_metadata",
                    "private_metadata",
                    "create_organizations_limit",
                    "created_at"),
            SurveyTable.MEMBERSHIPS,
            List.of("role", "public_metadata", "created_at"),
            SurveyTable.ROLES,
            List.of("name", "key", "description"),
            SurveyTable.PERMISSIONS,
            List.of("name", "key", "description"),
            SurveyTable.INVITATIONS,
            List.of("email_address", "role", "public_metadata"),
            SurveyTable.DOMAINS,
            List.of("name", "enrollment_mode"),
            SurveyTable.WAITLIST,
            List.of("email_address", "status"));

    /** For people: a delete is final, and who was invited cannot be asked for by id. */
    private static final Set<Verdict> LEFT_TO_PEOPLE =
            EnumSet.of(Verdict.ENDED_BUT_ALIVE, Verdict.UNREADABLE, Verdict.UNCONFIRMED);

    private static final SurveyOptions REPAIR =
            new SurveyOptions(false, true, true, 1_000_000L, true, Set.of(), Set.of(), false);

    private final SurveyCase survey = new SurveyCase();
    private final Random random = new Random(SEED);
    private final Map<String, Verdict> planted = new TreeMap<>();
    private final Map<String, String> codes = new TreeMap<>();
    private final List<String> statements = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();

    @AfterEach
    void stop() {
        survey.close();
    }

    private void backfilled() throws Exception {
        survey.worldOf(SEED, EVENTS);
        SurveyReport backfill = survey.run(SurveyOptions.BACKFILL.ofTables(SurveyCase.EVERYTHING));
        assertThat(backfill.complete()).as("%s", backfill).isTrue();
        assertThat(backfill.drift()).as("%s", backfill).isZero();
        survey.age();
        survey.worker
                .database
                .rows("select table_name || '.' || column_name, data_type from information_schema.columns"
                        + " where table_schema = 'clerk'")
                .forEach(row -> types.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|') + 1)));
    }

    private static String name(SurveyTable table, String id) {
        return table.label() + " " + id;
    }

    private void plant(SurveyTable table, String id, Verdict verdict, String sql) {
        statements.add(sql.replace("%table", table.table().name()).replace("%id", "'" + id + "'"));
        planted.put(name(table, id), verdict);
    }

    /** Lost deletes of a few of each kind; what belongs to them is gone, too. */
    private void loseDeletes() {
        for (SurveyTable table : SurveyTable.values()) {
            List<String> ids = shuffled(survey.atClerk(table));
            ids.subList(0, Math.max(1, ids.size() / 50)).forEach(survey.objects::end);
        }
        for (SurveyTable table : SurveyTable.values()) {
            Set<String> gone = survey.live(table);
            gone.removeAll(survey.atClerk(table));
            gone.forEach(
                    id -> planted.put(name(table, id), isConfirmable(table, id) ? Verdict.EXTRA : Verdict.UNCONFIRMED));
        }
    }

    /** An invitation cannot be asked for by its id; one whose organization is gone is gone, too. */
    private boolean isConfirmable(SurveyTable table, String id) {
        return table != SurveyTable.INVITATIONS
                || !survey.atClerk(SurveyTable.ORGANIZATIONS)
                        .contains(survey.worker
                                .database
                                .rows("select organization_id from clerk.organization_invitations where id = '" + id
                                        + "'")
                                .getFirst());
    }

    private List<String> shuffled(Set<String> ids) {
        List<String> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private void plantIn(SurveyTable table) {
        List<String> columns = COLUMNS.getOrDefault(table, List.of());
        List<String> ids = shuffled(survey.atClerk(table));
        Set<String> withAddress = new HashSet<>(survey.worker.database.rows(
                "select user_id from clerk.user_email_addresses group by 1 having count(*) > 1"));
        for (int index = 0; index < ids.size() * 4 / 5; index++) {
            String id = ids.get(index);
            if (index % 10 == 0) {
                plant(table, id, Verdict.MISSING, "delete from %table where id = %id");
            } else if (index % 10 == 1) {
                plant(
                        table,
                        id,
                        Verdict.STALE,
                        "update %table set sync_updated_at_ms = sync_updated_at_ms - 5000, "
                                + edited(table, columns.getFirst()) + " where id = %id");
            } else if (index % 40 == 2 && isLeaf(table)) {
                plant(table, id, Verdict.ENDED_BUT_ALIVE, "update %table set deleted_at = now() where id = %id");
            } else if (index % 40 == 7) {
                spoil(table, id, index == 7 && table == SurveyTable.USERS);
            } else if (table == SurveyTable.USERS && index % 10 < 5 && withAddress.contains(id)) {
                plant(table, id, Verdict.DIFFERENT, child(index % 10));
            } else {
                String column = columns.get(random.nextInt(columns.size()));
                plant(table, id, Verdict.DIFFERENT, "update %table set " + edited(table, column) + " where id = %id");
            }
        }
    }

    /** Clerk has it in a form that the worker refuses. */
    private void spoil(SurveyTable table, String id, boolean tooLarge) {
        survey.objects.change(
                table.resource().eventName(),
                id,
                object -> tooLarge
                        ? object.put("bio", "x".repeat(600_000))
                        : object.put("updated_at", "when it was updated"));
        planted.put(name(table, id), Verdict.UNREADABLE);
        codes.put(name(table, id), tooLarge ? "shape" : "version");
    }

    /** Whatever belongs to one that ended by hand is ended, too. */
    private static boolean isLeaf(SurveyTable table) {
        return table != SurveyTable.ORGANIZATIONS && table != SurveyTable.USERS;
    }

    private static String child(int kind) {
        String one = "(select min(id) from clerk.user_email_addresses where user_id = %id)";
        return switch (kind) {
            case 2 -> "delete from clerk.user_email_addresses where user_id = %id";
            case 3 -> "delete from clerk.user_email_addresses where user_id = %id and id = " + one;
            default ->
                "update clerk.user_email_addresses set email_address = 'planted@example.com' where user_id = %id and id = "
                        + one;
        };
    }

    private String edited(SurveyTable table, String column) {
        String type = types.get(table.label() + "." + column);
        return column + " = "
                + switch (String.valueOf(type)) {
                    case "text" -> "coalesce(" + column + ", '') || ' planted'";
                    case "boolean" -> column + " is not true";
                    case "jsonb" -> "'{\"planted\": true}'";
                    case "bigint" -> "coalesce(" + column + ", 0) + 1";
                    case "timestamp with time zone" -> "coalesce(" + column + ", now()) + interval '1 day'";
                    default -> throw new IllegalStateException(table + "." + column + " is " + type);
                };
    }

    /** All that the tables say of objects that Clerk has, without what the worker notes beside. */
    private Set<String> content() {
        Set<String> content = new TreeSet<>();
        for (SurveyTable table : SurveyTable.values()) {
            Set<String> atClerk = survey.atClerk(table);
            atClerk.removeIf(id -> LEFT_TO_PEOPLE.contains(planted.get(name(table, id))));
            survey
                    .worker
                    .database
                    .rows("select id, to_jsonb(t) - array(select a.attname::text from pg_attribute a"
                            + " where a.attrelid = t.tableoid and a.attname like 'sync\\_%') from "
                            + table.table().name() + " t")
                    .stream()
                    .filter(row -> atClerk.contains(row.substring(0, row.indexOf('|'))))
                    .map(row -> table.label() + " " + row)
                    .forEach(content::add);
        }
        Set<String> users = survey.atClerk(SurveyTable.USERS);
        for (String children : List.of("user_email_addresses", "user_phone_numbers", "user_external_accounts")) {
            survey.worker.database.rows("select user_id, to_jsonb(t) from clerk." + children + " t").stream()
                    .filter(row -> users.contains(row.substring(0, row.indexOf('|'))))
                    .map(row -> children + " " + row)
                    .forEach(content::add);
        }
        return content;
    }

    /** Of the last survey. */
    private Map<String, Verdict> left() {
        return survey
                .worker
                .database
                .rows("select \"table\" || ' ' || id, verdict from rollcall.survey_suspects"
                        + " where run = (select max(run) from rollcall.survey_runs) and outcome = 'left'")
                .stream()
                .map(row -> row.split("\\|", 2))
                .collect(Collectors.toMap(
                        row -> row[0], row -> Verdict.ofLabel(row[1]), (one, other) -> one, TreeMap::new));
    }

    private Map<String, String> codes(SurveyReport report) {
        Map<String, String> said = new TreeMap<>();
        report.tables().forEach(table -> table.codes().forEach((id, code) -> said.put(table.table() + " " + id, code)));
        return said;
    }

    /** All that is planted, under its own name, and nothing else; what is unreadable says why. */
    private void assertFound(SurveyReport report) {
        assertThat(survey.worker.database.rows(
                        "select \"table\" || ' ' || id || ' ' || code from rollcall.survey_suspects"
                                + " where run = (select max(run) from rollcall.survey_runs) and code is not null"))
                .hasSameElementsAs(codes.entrySet().stream()
                        .map(code -> code.getKey() + " " + code.getValue())
                        .toList());
        assertThat(codes.entrySet()).containsAll(codes(report).entrySet());
        assertThat(codes(report)).isNotEmpty();
        Map<String, Verdict> found = left();
        Map<String, String> otherwise = new TreeMap<>();
        Stream.of(planted.keySet(), found.keySet())
                .flatMap(Set::stream)
                .filter(name -> planted.get(name) != found.get(name))
                .forEach(name -> otherwise.put(name, planted.get(name) + " is found as " + found.get(name)));
        assertThat(otherwise).isEmpty();
    }

    @Test
    void aThousandDifferencesAreFoundAndWhatCanBeMendedIs() throws Exception {
        backfilled();
        loseDeletes();
        for (SurveyTable table : SurveyTable.values()) {
            plantIn(table);
        }
        Set<String> before = content();
        survey.worker.database.execute(String.join(";", statements));
        assertThat(planted).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(planted.values())
                .contains(
                        Verdict.MISSING,
                        Verdict.STALE,
                        Verdict.DIFFERENT,
                        Verdict.EXTRA,
                        Verdict.ENDED_BUT_ALIVE,
                        Verdict.UNREADABLE,
                        Verdict.UNCONFIRMED);
        System.out.println(planted.size() + " differences: "
                + planted.values().stream()
                        .collect(Collectors.groupingBy(verdict -> verdict, TreeMap::new, Collectors.counting())));

        SurveyReport dry = survey.run(SurveyOptions.DRY);
        assertThat(dry.complete()).as("%s", dry).isTrue();
        assertFound(dry);

        survey.run(REPAIR);
        SurveyReport after = survey.run(SurveyOptions.DRY);

        assertThat(after.complete()).as("%s", after).isTrue();
        planted.values().retainAll(LEFT_TO_PEOPLE);
        assertFound(after);
        assertThat(content()).isEqualTo(before);
    }
}
