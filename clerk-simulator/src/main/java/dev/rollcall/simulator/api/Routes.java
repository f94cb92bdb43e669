package dev.rollcall.simulator.api;

import dev.rollcall.simulator.api.Paging.RefusedException;
import dev.rollcall.simulator.world.Meaning.Owners;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What each address answers. An address that Clerk does not have is not found here either. */
final class Routes {

    private static final String MEMBERSHIPS = "memberships";

    private final String instanceId;
    private final String environment;
    private final ClerkObjects objects;
    private final ApiFaults faults;
    private final Random dice;

    Routes(String instanceId, String environment, ClerkObjects objects, ApiFaults faults, Random dice) {
        this.instanceId = instanceId;
        this.environment = environment;
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
            case "organization_roles" -> one(ApiTable.ROLES, steps);
            case "organization_permissions" -> one(ApiTable.PERMISSIONS, steps);
            case "sessions" -> session(request, steps);
            default -> ApiErrors.notFound("not found");
        };
    }

    private ApiAnswer instance(String[] steps) {
        if (steps.length == 1) {
            return ApiAnswer.ok("{\"object\":\"instance\",\"id\":\"" + instanceId + "\",\"environment_type\":\""
                    + environment + "\",\"allowed_origins\":null}");
        }
        return steps.length == 2 && steps[1].equals("organization_settings")
                ? ApiAnswer.ok("{\"object\":\"organization_settings\",\"enabled\":"
                        + !faults.off().contains(Feature.ORGANIZATIONS) + "}")
                : ApiErrors.notFound("not found");
    }

    private ApiAnswer user(ApiRequest request, String[] steps) throws RefusedException {
        if (steps.length == 2 && steps[1].equals("count")) {
            long count =
                    Filters.of(ApiTable.USERS, request, all(ApiTable.USERS)).size() + faults.countOff();
            return ApiAnswer.ok("{\"object\":\"total_count\",\"total_count\":" + count + "}");
        }
        if (steps.length == 3 && steps[2].equals("organization_memberships")) {
            if (faults.off().contains(Feature.ORGANIZATIONS)) {
                return ApiErrors.featureOff(ApiTable.MEMBERSHIPS);
            }
            return list(
                    ApiTable.MEMBERSHIPS,
                    request,
                    all(ApiTable.MEMBERSHIPS).stream()
                            .filter(membership -> Filters.userOf(membership).equals(steps[1]))
                            .toList());
        }
        return one(ApiTable.USERS, steps);
    }

    private ApiAnswer organization(ApiRequest request, String[] steps) throws RefusedException {
        if (faults.off().contains(Feature.ORGANIZATIONS)) {
            return ApiErrors.featureOff(ApiTable.ORGANIZATIONS);
        }
        if (steps.length == 2) {
            return one(ApiTable.ORGANIZATIONS, steps);
        }
        Optional<ObjectNode> organization = objects.find("organization", steps[1]);
        if (organization.isEmpty()) {
            return ApiErrors.noSuchObject("organization", steps[1]);
        }
        if (steps.length == 3) {
            return switch (steps[2]) {
                case MEMBERSHIPS -> {
                    List<ObjectNode> members = of(ApiTable.MEMBERSHIPS, steps[1]);
                    yield list(
                            ApiTable.MEMBERSHIPS,
                            request,
                            faults.ignoreFilters() ? members : Filters.members(request, members));
                }
                case "invitations" -> list(ApiTable.INVITATIONS, request, of(ApiTable.INVITATIONS, steps[1]));
                case "domains" -> list(ApiTable.DOMAINS, request, of(ApiTable.DOMAINS, steps[1]));
                default -> ApiErrors.notFound("not found");
            };
        }
        return steps.length == 4 && steps[2].equals("invitations")
                ? of(ApiTable.INVITATIONS, steps[1]).stream()
                        .filter(invitation -> invitation.path("id").asString("").equals(steps[3]))
                        .findFirst()
                        .map(invitation -> ApiAnswer.ok(invitation.toString()))
                        .orElseGet(() -> ApiErrors.noSuchObject("invitation", steps[3]))
                : ApiErrors.notFound("not found");
    }

    private ApiAnswer session(ApiRequest request, String[] steps) throws RefusedException {
        if (steps.length == 2) {
            return objects.find("session", steps[1])
                    .map(session -> ApiAnswer.ok(ApiShape.session(session).toString()))
                    .orElseGet(() -> ApiErrors.noSuchObject("session", steps[1]));
        }
        String user = request.first("user_id");
        if (user == null) {
            return ApiErrors.wrongParameter("user_id");
        }
        List<ObjectNode> sessions = objects.live("session").stream()
                .filter(session -> session.path("user_id").asString("").equals(user))
                .map(ApiShape::session)
                .toList();
        return ApiAnswer.ok(request.isTrue("paginated") ? enveloped(sessions, sessions.size()) : array(sessions));
    }

    private ApiAnswer one(ApiTable table, String[] steps) {
        if (faults.off().contains(table.feature())) {
            return ApiErrors.featureOff(table);
        }
        if (steps.length != 2) {
            return ApiErrors.notFound("not found");
        }
        return objects.find(table.resource(), steps[1])
                .map(object -> ApiAnswer.ok(shaped(table, object).toString()))
                .orElseGet(() -> ApiErrors.noSuchObject(table.resource(), steps[1]));
    }

    private ApiAnswer list(ApiTable table, ApiRequest request, List<ObjectNode> all) throws RefusedException {
        if (faults.off().contains(table.feature())) {
            return ApiErrors.featureOff(table);
        }
        List<ObjectNode> asked = faults.ignoreFilters() ? all : Filters.of(table, request, all);
        List<ObjectNode> page = new Paging(request, faults, dice).of(table, asked, objects);
        return ApiAnswer.ok(table.isBare() ? array(page) : enveloped(page, asked.size() + faults.countOff()));
    }

    private List<ObjectNode> all(ApiTable table) {
        return objects.live(table.resource()).stream()
                .map(object -> shaped(table, object))
                .toList();
    }

    private List<ObjectNode> of(ApiTable table, String organization) {
        return objects.live(table.resource()).stream()
                .filter(object -> organization.equals(ownersOf(table, object).organizationId()))
                .map(object -> shaped(table, object))
                .toList();
    }

    private Owners ownersOf(ApiTable table, ObjectNode object) {
        return objects.ownersOf(table.resource(), object.path("id").asString(""));
    }

    private ObjectNode shaped(ApiTable table, ObjectNode object) {
        return ApiShape.of(table, object, ownersOf(table, object));
    }

    private static String array(List<ObjectNode> objects) {
        return objects.stream().map(ObjectNode::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String enveloped(List<ObjectNode> objects, long count) {
        return "{\"data\":" + array(objects) + ",\"total_count\":" + count + "}";
    }
}
