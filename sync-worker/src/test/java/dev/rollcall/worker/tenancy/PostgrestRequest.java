package dev.rollcall.worker.tenancy;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PGobject;

/**
 * The transaction in which PostgREST answers a request, statement by statement, for where its program cannot be had.
 *
 * <p>As the sources of its release 16.2 build them (github.com/PostgREST/postgrest, tag v16.2, directory
 * {@code src/library/PostgREST}; described in {@code docs/references/transactions.rst}): one statement for all settings
 * ({@code txVarQuery} of {@code Query/PreQuery.hs}), and one for the request ({@code mainRead} and {@code mainWrite} of
 * {@code Query/Statements.hs}, with {@code Query/QueryBuilder.hs} and {@code Query/SqlFragment.hs}). The transaction is
 * hasql-transaction's ({@code Hasql/Transaction/Private/SQL.hs}): read-only for GET and HEAD. Values are parameters of
 * unknown type, and all statements are prepared, so that a connection of its pool plans once for whoever comes.
 */
final class PostgrestRequest {

    /** {@code db-extra-search-path}, unless it is configured. */
    private static final String EXTRA_SEARCH_PATH = "public";

    private static final String RESPONSE = " nullif(current_setting('response.headers', true), '') AS response_headers,"
            + " nullif(current_setting('response.status', true), '') AS response_status,"
            + " '' AS response_inserted ";

    private PostgrestRequest() {}

    /** A request begins: its settings are in force, the request itself is next. */
    static void begin(Caller caller, String method, String schema, String role, String claims) {
        caller.notices("BEGIN ISOLATION LEVEL READ COMMITTED " + (method.equals("GET") ? "READ ONLY" : "READ WRITE"));
        settings(caller, method, schema, role, claims);
    }

    /**
     * The settings, with those of the role that it takes in between: they are the role's own, of {@code alter role … set}.
     *
     * @param claims of the token; {@code role} is added to what is an object
     */
    static void settings(Caller caller, String method, String schema, String role, String claims) {
        List<String> ofTheRole =
                caller.rows("select unnest(rolconfig) from pg_roles where rolname = '%s' order by 1".formatted(role));
        String set = Stream.of(
                        Stream.of("set_config('search_path', ?, true)"),
                        ofTheRole.stream().map(setting -> "set_config(?, ?, true)"),
                        Stream.of("role", "request.jwt.claims", "request.method", "request.path")
                                .map(name -> "set_config('" + name + "', ?, true)"),
                        Stream.of("request.headers", "request.cookies")
                                .map(name -> "set_config('" + name + "', ?, true)"))
                .flatMap(part -> part)
                .collect(Collectors.joining(", "));
        Stream<String> values = Stream.of(
                        Stream.of(identifier(schema) + ", " + identifier(EXTRA_SEARCH_PATH)),
                        ofTheRole.stream().flatMap(setting -> Stream.of(setting.split("=", 2))),
                        Stream.of(role, withRole(claims, role), method, "/" + schema, "{\"accept\":\"*/*\"}", "{}"))
                .flatMap(part -> part);
        caller.rows("select " + set, values.toArray());
    }

    private static String withRole(String claims, String role) {
        return claims.startsWith("{") && claims.endsWith("}")
                ? claims.substring(0, claims.length() - 1) + ", \"role\": \"" + role + "\"}"
                : claims;
    }

    /** {@code GET /relation}, which is all its columns. */
    static String get(Caller caller, String schema, String relation) {
        return read(caller, schema, relation, "");
    }

    /** {@code GET /relation?column=eq.value}. */
    static String get(Caller caller, String schema, String relation, String column, String value) {
        String where = " WHERE  %s.%s = ?".formatted(named(schema, relation), identifier(column));
        return read(caller, schema, relation, where, value);
    }

    private static String read(Caller caller, String schema, String relation, String where, Object... values) {
        String from = named(schema, relation);
        return caller.rows(
                        "WITH pgrst_source AS ( SELECT " + from + ".* FROM " + from + where + "    )  SELECT"
                                + " null::bigint AS total_result_set, pg_catalog.count(_postgrest_t) AS page_total,"
                                + " coalesce(json_agg(_postgrest_t), '[]') AS body," + RESPONSE
                                + "FROM ( SELECT * FROM pgrst_source ) _postgrest_t",
                        values)
                .getFirst();
    }

    /**
     * {@code POST /table} with {@code Prefer: return=representation}.
     *
     * @param columns each with its type
     * @param body an object with a key for each
     */
    static String post(Caller caller, String schema, String table, List<String> columns, String body)
            throws SQLException {
        String into = named(schema, table);
        List<String> names = columns.stream()
                .map(column -> identifier(column.split(" ", 2)[0]))
                .toList();
        String typed = columns.stream()
                .map(column -> identifier(column.split(" ", 2)[0]) + " " + column.split(" ", 2)[1])
                .collect(Collectors.joining(", "));
        PGobject json = new PGobject();
        json.setType("json");
        json.setValue(body);
        return caller.rows(
                        "WITH pgrst_source AS (INSERT INTO " + into + "(" + String.join(", ", names) + ") SELECT "
                                + names.stream()
                                        .map(name -> "\"pgrst_body\"." + name)
                                        .collect(Collectors.joining(", "))
                                + " FROM (SELECT ? AS json_data) pgrst_payload, LATERAL (SELECT "
                                + String.join(", ", names) + " FROM json_to_record(pgrst_payload.json_data) AS _("
                                + typed + ") ) pgrst_body  RETURNING " + into + ".*) SELECT '' AS total_result_set,"
                                + " pg_catalog.count(_postgrest_t) AS page_total, array[]::text[] AS header,"
                                + " coalesce(json_agg(_postgrest_t), '[]') AS body," + RESPONSE + "FROM (SELECT "
                                + identifier(table) + ".* FROM \"pgrst_source\" AS " + identifier(table)
                                + "   ) _postgrest_t",
                        json)
                .getFirst();
    }

    private static String named(String schema, String relation) {
        return identifier(schema) + "." + identifier(relation);
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
