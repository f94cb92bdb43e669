package dev.rollcall.benchmark.survey;

import dev.rollcall.benchmark.load.UserEvents;
import dev.rollcall.simulator.api.ClerkObjects;
import dev.rollcall.simulator.world.Meaning.Owners;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An instance's objects: users, an organization for every ten of them, and one membership for each. */
record SurveyWorld(int users) {

    static final String INSTANCE = "ins_benchmark000000000000000000";

    /** As {@code --tables} takes them. */
    static final String TABLES = "users,organizations,organization_memberships";

    private static final String RUN = "survey";
    private static final int USERS_OF_ONE = 10;
    private static final long BASE_MILLIS = 1_750_000_000_000L;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static final String ORGANIZATION = """
            {"object":"organization","id":"org_%ID%","name":"Analytical Engines %NUMBER%","slug":"engines-%NUMBER%",\
            "image_url":"https://img.example.com/org_%ID%","has_image":true,"max_allowed_memberships":50,\
            "admin_delete_enabled":true,"public_metadata":{"plan":"team"},"private_metadata":{},\
            "created_by":"%OWNER%","created_at":%MILLIS%,"updated_at":%MILLIS%}""";

    private static final String MEMBERSHIP = """
            {"object":"organization_membership","id":"orgmem_%ID%","role":"org:member","role_name":"Member",\
            "permissions":["org:posts:read","org:posts:write"],"public_metadata":{},"private_metadata":{},\
            "organization":%ORGANIZATION%,"public_user_data":{"user_id":"%USER%","first_name":"Ada 0",\
            "last_name":"Lovelace","image_url":"https://img.example.com/%USER%","has_image":true,\
            "identifier":"ada%NUMBER%@example.com"},"created_at":%MILLIS%,"updated_at":%MILLIS%}""";

    int organizations() {
        return (users + USERS_OF_ONE - 1) / USERS_OF_ONE;
    }

    /** Of all three kinds. */
    int objects() {
        return 2 * users + organizations();
    }

    ClerkObjects make() {
        ClerkObjects objects = ClerkObjects.packed();
        for (int number = 0; number < users; number++) {
            ObjectNode user = (ObjectNode)
                    MAPPER.readTree(UserEvents.body(RUN, number, 0)).get("data");
            // What fills a webhook up to its size packs badly, and all of them are kept in memory.
            user.putObject("unsafe_metadata");
            objects.put("user", user.put("created_at", BASE_MILLIS + number), Owners.NONE);
        }
        for (int number = 0; number < organizations(); number++) {
            objects.put("organization", (ObjectNode) MAPPER.readTree(organization(number)), Owners.NONE);
        }
        for (int number = 0; number < users; number++) {
            int organization = number / USERS_OF_ONE;
            String user = UserEvents.id(RUN, number);
            String membership = filled(MEMBERSHIP, number)
                    .replace("%ORGANIZATION%", organization(organization))
                    .replace("%USER%", user);
            objects.put(
                    "organizationMembership",
                    (ObjectNode) MAPPER.readTree(membership),
                    new Owners("org_" + suffix(organization), user));
        }
        return objects;
    }

    private static String organization(int number) {
        return filled(ORGANIZATION, number).replace("%OWNER%", UserEvents.id(RUN, number * USERS_OF_ONE));
    }

    private static String filled(String template, int number) {
        return template.replace("%ID%", suffix(number))
                .replace("%NUMBER%", Integer.toString(number))
                .replace("%MILLIS%", Long.toString(BASE_MILLIS + number));
    }

    private static String suffix(int number) {
        return "survey%021d".formatted(number);
    }
}
