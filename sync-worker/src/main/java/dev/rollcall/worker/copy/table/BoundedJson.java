package dev.rollcall.worker.copy.table;

/**
 * SQL that gives a row as JSON of bounded length, whatever the row holds: a number of ten characters can be a thousand
 * digits in a row's text, and an operator's query must not exhaust the loops' memory.
 */
public final class BoundedJson {

    private BoundedJson() {}

    /**
     * An expression for a JSON object whose longer values are replaced by a text that says how long they are.
     *
     * @param object an expression of type jsonb: an object, or null
     * @param mostBytes of one value
     */
    public static String of(String object, int mostBytes) {
        return """
                coalesce((select jsonb_object_agg(bounded.key, case when bounded.bytes <= %2$d then bounded.value
                        else to_jsonb('(' || bounded.bytes || ' bytes, too long to show)') end)
                 from (select each.key, each.value, octet_length(each.value::text) as bytes
                       from jsonb_each(%1$s) as each) as bounded), %1$s)""".formatted(object, mostBytes);
    }

    /** The same of a whole row, by its alias. */
    public static String ofRow(String alias, int mostBytes) {
        return of("to_jsonb(" + alias + ")", mostBytes);
    }
}
