package dev.rollcall.worker.copy.announce;

import dev.rollcall.local.application.Release;
import dev.rollcall.model.change.ChangeHeaders;
import dev.rollcall.model.change.ChangeOperation;
import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.topic.Topics;
import dev.rollcall.worker.copy.table.ChildTable;
import dev.rollcall.worker.copy.table.Column;
import dev.rollcall.worker.copy.table.OwnerColumn;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.operate.readers.KnownValues;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contract of the change topics, made of the same columns that the events are: JSON Schema 2020-12 for each value,
 * and one AsyncAPI 3.0 document. They are published in {@code docs/contracts}.
 */
public final class ChangeContract {

    private static final JsonMapper JSON = new JsonMapper();

    private ChangeContract() {}

    /**
     * The schema of a value of a table's change topic, as configured by default.
     *
     * @param comments what the database says of each column, under {@code table.column}, and of each table
     */
    public static ObjectNode schemaOf(Resource resource, Map<String, String> comments) {
        Table table = Table.ofResource(resource);
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", "https://rollcall.dev/contracts/" + fileOf(resource))
                .put("title", capital(resource.eventName()))
                .put(
                        "description",
                        comments.get(table.name())
                                + " Here a live row. Fields that are null are absent; later releases add fields.")
                .put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("id").put("type", "string").put("description", "Clerk's id; also the key of the record.");
        addColumns(properties, table.name(), table.columns(), comments);
        for (ChildTable child : table.children()) {
            ObjectNode array = properties
                    .putObject(child.field())
                    .put("type", "array")
                    .put("description", comments.get(child.name()));
            ObjectNode element = array.putObject("items")
                    .put("title", capital(resource.eventName()) + singular(child.field()))
                    .put("type", "object");
            addColumns(element.putObject("properties"), child.name(), child.columns(), comments);
            element.putArray("required").add("id");
        }
        ArrayNode required = schema.putArray("required").add("id");
        table.owners().stream().filter(OwnerColumn::required).forEach(owner -> required.add(owner.name()));
        table.children().forEach(child -> required.add(child.field()));
        return schema;
    }

    public static String fileOf(Resource resource) {
        return resource.table() + ".schema.json";
    }

    private static void addColumns(
            ObjectNode properties, String table, List<Column> columns, Map<String, String> comments) {
        for (Column column : columns) {
            if (!ChangeValue.LEFT_OUT.contains(column.name())) {
                ObjectNode property = properties.putObject(column.name());
                String comment = Objects.requireNonNull(comments.get(table + "." + column.name()), column.name());
                property.put("description", comment);
                switch (column.type()) {
                    case TEXT -> text(property, KnownValues.in(comment));
                    case BOOLEAN -> property.put("type", "boolean");
                    case BIGINT -> property.put("type", "integer");
                    case TIMESTAMP -> property.put("type", "string").put("format", "date-time");
                    case JSON -> json(property, column.name(), comment);
                    case IDS -> throw new IllegalStateException("no change event holds a set of ids");
                }
            }
        }
    }

    /** Open: what is not on the list is a string as well, since Clerk may add to it at any time. */
    private static void text(ObjectNode property, List<String> known) {
        if (known.isEmpty()) {
            property.put("type", "string");
            return;
        }
        ArrayNode either = property.putArray("anyOf");
        ArrayNode values = either.addObject().put("type", "string").putArray("enum");
        known.forEach(values::add);
        either.addObject().put("type", "string");
    }

    /** As Clerk documents it. Rollcall passes on what Clerk sends there. */
    private static void json(ObjectNode property, String name, String comment) {
        if (comment.startsWith("Array of permission keys")) {
            property.put("type", "array").putObject("items").put("type", "string");
        } else if (comment.startsWith("Array of ") || name.equals("tasks")) {
            property.put("type", "array").putObject("items").put("type", "object");
        } else {
            property.put("type", "object");
        }
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** {@code EmailAddress} of {@code email_addresses}. */
    private static String singular(String field) {
        return Arrays.stream(field.replaceFirst("(?<=s)es$|s$", "").split("_", -1))
                .map(ChangeContract::capital)
                .collect(Collectors.joining());
    }

    /** One document for all change topics. */
    public static ObjectNode asyncApi() {
        ObjectNode document = JSON.createObjectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Rollcall change topics")
                .put("version", Release.of(Path.of("..")))
                .put(
                        "description",
                        "Every row version of schema clerk, once and in order, to a read_committed consumer. CloudEvents 1.0"
                                + " in binary mode. A null value says that the row ended.");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode messages = document.putObject("components").putObject("messages");
        Topics topics = new Topics("");
        for (Resource resource : Resource.values()) {
            String name = resource.table();
            ObjectNode channel = channels.putObject(name).put("address", topics.changes(resource));
            channel.putObject("messages").putObject("change").put("$ref", "#/components/messages/" + name);
            channel.putObject("bindings").putObject("kafka").put("partitions", 3);
            ObjectNode operation = operations.putObject(name).put("action", "send");
            operation.putObject("channel").put("$ref", "#/channels/" + name);
            ObjectNode message = messages.putObject(name).put("contentType", "application/json");
            message.set("headers", headersOf(resource));
            message.putObject("payload").put("$ref", fileOf(resource));
            message.putObject("bindings")
                    .putObject("kafka")
                    .putObject("key")
                    .put("type", "string")
                    .put("description", "The entity id.");
        }
        return document;
    }

    private static ObjectNode headersOf(Resource resource) {
        ObjectNode headers = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        constant(properties, ChangeHeaders.SPECIFICATION_VERSION, List.of("1.0"));
        text(
                properties,
                ChangeHeaders.ID,
                "<entity id>@<updated_at ms>-<message id>: one row version, announced once.");
        constant(
                properties,
                ChangeHeaders.TYPE,
                Arrays.stream(ChangeOperation.values())
                        .map(operation -> "clerk." + resource.eventName() + "." + operation.label())
                        .toList());
        text(properties, ChangeHeaders.SOURCE, "/clerk/<instance id>");
        text(properties, ChangeHeaders.SUBJECT, "The entity id.");
        text(properties, ChangeHeaders.TIME, "RFC 3339: when Rollcall wrote the row.");
        text(properties, ChangeHeaders.REVISION, "A number that rises with every version of the row, and may skip.");
        text(properties, ChangeHeaders.MESSAGE_ID, "The message that caused the change.");
        text(
                properties,
                ChangeHeaders.ORGANIZATION_ID,
                "The organization that the row belongs to, where there is one.");
        text(
                properties,
                ChangeHeaders.TRACEPARENT,
                "W3C trace context of the event that caused the change, where it had one.");
        text(
                properties,
                ChangeHeaders.INCOMPLETE,
                "Names of the columns that lack a part of what Clerk said, with commas between; absent when nothing is"
                        + " missing.");
        text(
                properties,
                ChangeHeaders.ORIGIN,
                "backfill or reconcile where a survey of Clerk brought the change, so that nobody is told of it as of news;"
                        + " absent otherwise.");
        text(
                properties,
                ChangeHeaders.ANNOUNCED,
                "again on a record that an operator's command made: it repeats a version; absent otherwise.");
        text(properties, ChangeHeaders.CONTENT_TYPE, "application/json; absent when the value is null.");
        ArrayNode required = headers.putArray("required");
        List.of(
                        ChangeHeaders.SPECIFICATION_VERSION,
                        ChangeHeaders.ID,
                        ChangeHeaders.TYPE,
                        ChangeHeaders.SOURCE,
                        ChangeHeaders.SUBJECT,
                        ChangeHeaders.TIME,
                        ChangeHeaders.REVISION,
                        ChangeHeaders.MESSAGE_ID)
                .forEach(required::add);
        return headers;
    }

    private static void text(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
    }

    private static void constant(ObjectNode properties, String name, List<String> values) {
        ArrayNode allowed = properties.putObject(name).put("type", "string").putArray("enum");
        values.forEach(allowed::add);
    }
}
