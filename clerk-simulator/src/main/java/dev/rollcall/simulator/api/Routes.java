package dev.rollcall.simulator.api;

import dev.rollcall.simulator.api.Paging.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What each address answers. An address that Clerk does not have is not found here either. */
final class Routes {

    private static final String MEMBERSHIPS = "memberships";
    private static final String BILLING = "billing";
    private static final String NOTHING = "not found";

    private final String instanceId;
    private final String environment;
    private final ClerkObjects lists;
    private final ClerkObjects objects;
    private final ApiFaults faults;
    private final Random dice;

    /**
     * For one request.
     *
     * @param lists what lists show
     * @param objects what single reads show; the same unless lists are behind
     */
    Routes(
            String instanceId,
            String environment,
            ClerkObjects lists,
            ClerkObjects objects,
            ApiFaults faults,
            Random dice) {
        this.instanceId = instanceId;
        this.environment = environment;
        this.lists = lists;
        this.objects = objects;
        this.faults = faults;
        this.dice = dice;
    }

    ApiAnswer answer(ApiRequest request) {
        try {
            return found(request, request.path().split("/", -1));
        } catch (RefusedException refused) {
            return ApiErrors.wrongParameter(refused.parameter());
        }
    }

    private ApiAnswer found(ApiRequest request, String[] steps) throws RefusedException {
        Optional<ApiTable> whole = ApiTable.at(request.path());
        if (whole.isPresent()) {
            return list(whole.get(), request, all(whole.get()));
        }
        return switch (steps[0]) {
            case "instance" -> instance(steps);
            case "users" -> user(request, steps);
            case "organizations" -> organization(request, steps);
            case "organization_roles" -> one(ApiTable.ROLES, request, steps);
            case "organization_permissions" -> one(ApiTable.PERMISSIONS, request, steps);
            case "sessions" -> session(request, steps);
            case BILLING -> statements(steps);
            default -> ApiErrors.notFound(NOTHING);
        };
    }

    private ApiAnswer instance(String[] steps) {
        String id = faults.has(ApiFault.OTHER_INSTANCE) ? "ins_anotherOne000000000000000000" : instanceId;
        if (steps.length == 1) {
            return ApiAnswer.ok("{\"object\":\"instance\",\"id\":\"" + id + "\",\"environment_type\":\"" + environment
                    + "\",\"allowed_origins\":null}");
        }
        return steps.length == 2 && steps[1].equals("organization_settings")
                ? ApiAnswer.ok("{\"object\":\"organization_settings\",\"enabled\":"
                        + !faults.off().contains(Feature.ORGANIZATIONS) + "}")
                : ApiErrors.notFound(NOTHING);
    }

    private ApiAnswer user(ApiRequest request, String[] steps) throws RefusedException {
        if (steps.length == 2 && steps[1].equals("count")) {
            List<Listed> users = all(ApiTable.USERS);
            long count =
                    (faults.has(ApiFault.IGNORED_FILTERS) ? users : Filters.of(ApiTable.USERS, request, users)).size();
            return ApiAnswer.ok("{\"object\":\"total_count\",\"total_count\":" + counted(count) + "}");
        }
        if (steps.length < 3) {
            return one(ApiTable.USERS, request, steps);
        }
        if (objects.find("user", steps[1]).isEmpty()) {
            return ApiErrors.noSuchObject("user", steps[1]);
        }
        if (steps.length == 3 && steps[2].equals("organization_memberships")) {
            return list(
                    ApiTable.MEMBERSHIPS,
                    request,
                    all(ApiTable.MEMBERSHIPS).stream()
                            .filter(membership -> Filters.userOf(membership).equals(steps[1]))
                            .toList());
        }
        return subscriptionOf(steps, "user_id");
    }

    private ApiAnswer organization(ApiRequest request, String[] steps) throws RefusedException {
        if (faults.off().contains(Feature.ORGANIZATIONS)) {
            return off(ApiTable.ORGANIZATIONS);
        }
        if (steps.length == 2) {
            return one(ApiTable.ORGANIZATIONS, request, steps);
        }
        if (objects.find("organization", steps[1]).isEmpty()) {
            return ApiErrors.notFound("Given organization not found.");
        }
        if (steps.length == 3) {
            return switch (steps[2]) {
                case MEMBERSHIPS -> {
                    List<Listed> members = of(ApiTable.MEMBERSHIPS, steps[1]);
                    yield list(
                            ApiTable.MEMBERSHIPS,
                            request,
                            faults.has(ApiFault.IGNORED_FILTERS) ? members : Filters.members(request, members));
                }
                case "invitations" -> list(ApiTable.INVITATIONS, request, of(ApiTable.INVITATIONS, steps[1]));
                case "domains" -> list(ApiTable.DOMAINS, request, of(ApiTable.DOMAINS, steps[1]));
                default -> ApiErrors.notFound(NOTHING);
            };
        }
        return steps.length == 4 && steps[2].equals("invitations")
                ? objects.find(ApiTable.INVITATIONS.resource(), steps[3])
                        .filter(one -> steps[1].equals(one.owners().organizationId()))
                        .map(one -> ApiAnswer.ok(AnyDepth.text(new Listed(ApiTable.INVITATIONS, one).object())))
                        .orElseGet(() -> ApiErrors.noSuchObject("invitation", steps[3]))
                : subscriptionOf(steps, "organization_id");
    }

    /** {@code …/{payer}/billing/subscription}. */
    private ApiAnswer subscriptionOf(String[] steps, String payer) {
        if (steps.length != 4 || !steps[2].equals(BILLING) || !steps[3].equals("subscription")) {
            return ApiErrors.notFound(NOTHING);
        }
        if (faults.off().contains(Feature.BILLING)) {
            return off(ApiTable.SUBSCRIPTION_ITEMS);
        }
        return objects.live("subscription").stream()
                .filter(one -> one.path("payer").path(payer).asString("").equals(steps[1]))
                .findFirst()
                .map(one -> ApiAnswer.ok(AnyDepth.text(ApiShape.subscription(one, instanceId))))
                .orElseGet(() -> ApiErrors.notFound("Subscription not found"));
    }

    /** {@code billing/statements}, and the attempts of one. */
    private ApiAnswer statements(String[] steps) {
        if (faults.off().contains(Feature.BILLING)) {
            return off(ApiTable.SUBSCRIPTION_ITEMS);
        }
        List<ObjectNode> attempts = objects.live("paymentAttempt");
        if (steps.length == 2 && steps[1].equals("statements")) {
            List<String> statements = attempts.stream()
                    .map(attempt -> "{\"object\":\"commerce_statement\",\"id\":\""
                            + attempt.path("statement_id").asString("") + "\"}")
                    .distinct()
                    .toList();
            return ApiAnswer.ok(
                    "{\"data\":[" + String.join(",", statements) + "],\"total_count\":" + statements.size() + "}");
        }
        if (steps.length == 4 && steps[1].equals("statements") && steps[3].equals("payment_attempts")) {
            List<ObjectNode> found = attempts.stream()
                    .filter(attempt -> attempt.path("statement_id").asString("").equals(steps[2]))
                    .map(ApiShape::paymentAttempt)
                    .toList();
            return ApiAnswer.ok(enveloped(found, found.size()));
        }
        return ApiErrors.notFound(NOTHING);
    }

    private ApiAnswer session(ApiRequest request, String[] steps) throws RefusedException {
        if (steps.length == 2) {
            return objects.find("session", steps[1])
                    .map(session -> ApiAnswer.ok(AnyDepth.text(ApiShape.session(session.object()))))
                    .orElseGet(() -> ApiErrors.noSuchObject("session", steps[1]));
        }
        String user = request.first("user_id");
        if (user == null) {
            throw new RefusedException("user_id");
        }
        List<ObjectNode> sessions = objects.held("session").stream()
                .filter(session -> user.equals(session.owners().userId()))
                .map(session -> ApiShape.session(session.object()))
                .toList();
        return ApiAnswer.ok(request.isTrue("paginated") ? enveloped(sessions, sessions.size()) : array(sessions));
    }

    private ApiAnswer one(ApiTable table, ApiRequest request, String[] steps) {
        if (faults.off().contains(table.feature())) {
            return off(table);
        }
        if (steps.length != 2) {
            return ApiErrors.notFound(NOTHING);
        }
        Optional<Listed> found = objects.find(table.resource(), steps[1]).map(held -> new Listed(table, held));
        if (found.isEmpty() && table == ApiTable.ORGANIZATIONS) {
            // An address takes a slug, too.
            found = objects.held(table.resource()).stream()
                    .map(held -> new Listed(table, held))
                    .filter(organization -> organization.text("slug").equals(steps[1]))
                    .findFirst();
        }
        return found.map(one -> ApiAnswer.ok(AnyDepth.text(shown(request).apply(one.object()))))
                .orElseGet(() -> ApiErrors.noSuchObject(table.resource(), steps[1]));
    }

    private ApiAnswer list(ApiTable table, ApiRequest request, List<Listed> all) throws RefusedException {
        if (faults.off().contains(table.feature())) {
            return off(table);
        }
        List<Listed> asked = faults.has(ApiFault.IGNORED_FILTERS) ? all : Filters.of(table, request, all);
        List<ObjectNode> page = new Paging(request, faults, dice)
                .of(table, asked, objects).stream()
                        .map(Listed::object)
                        .map(shown(request))
                        .map(object -> faults.has(ApiFault.UNKNOWN_FIELDS) ? ApiShape.newer(table, object) : object)
                        .toList();
        return ApiAnswer.ok(table.isBare() ? array(page) : enveloped(page, counted(asked.size())));
    }

    private UnaryOperator<ObjectNode> shown(ApiRequest request) {
        return object -> request.isTrue("include_members_count")
                        && object.path("object").asString("").equals("organization")
                ? object.put(
                        "members_count",
                        objects.countOf(
                                "organizationMembership", object.path("id").asString("")))
                : object;
    }

    private long counted(long count) {
        return Math.max(0, count + faults.amount(ApiFault.COUNT_OFF));
    }

    private ApiAnswer off(ApiTable table) {
        return ApiErrors.featureOff(table, faults.amount(ApiFault.OFF_STATUS));
    }

    private List<Listed> all(ApiTable table) {
        return lists.held(table.resource()).stream()
                .map(held -> new Listed(table, held))
                .toList();
    }

    private List<Listed> of(ApiTable table, String organization) {
        return all(table).stream()
                .filter(one -> organization.equals(one.owners().organizationId()))
                .toList();
    }

    private static String array(List<ObjectNode> objects) {
        return objects.stream().map(AnyDepth::text).collect(Collectors.joining(",", "[", "]"));
    }

    private static String enveloped(List<ObjectNode> objects, long count) {
        return "{\"data\":" + array(objects) + ",\"total_count\":" + count + "}";
    }
}
