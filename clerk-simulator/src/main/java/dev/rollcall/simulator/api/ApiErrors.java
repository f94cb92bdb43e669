package dev.rollcall.simulator.api;

import java.util.Map;

/** Refusals in Clerk's words. One code, {@code resource_not_found}, says three things, as there. */
final class ApiErrors {

    private static final int BAD = 400;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int PAYMENT = 402;
    private static final int TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int INTERNAL = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    private ApiErrors() {}

    static ApiAnswer notFound(String message) {
        return of(NOT_FOUND, "resource_not_found", message);
    }

    static ApiAnswer noSuchObject(String resource, String id) {
        return notFound("No " + resource + " was found with id " + id);
    }

    static ApiAnswer headerMissing() {
        return of(UNAUTHENTICATED, "authorization_header_format_invalid", "Invalid Authorization header format");
    }

    static ApiAnswer keyUnknown() {
        return of(UNAUTHENTICATED, "clerk_key_invalid", "The provided Clerk Secret Key is invalid");
    }

    static ApiAnswer wrongParameter(String name) {
        return of(UNPROCESSABLE, "form_param_value_invalid", name + " is invalid");
    }

    static ApiAnswer tooManyRequests(String retryAfter) {
        ApiAnswer plain = of(TOO_MANY, "too_many_requests", "Too many requests. Please try again in a bit.");
        return retryAfter.isEmpty()
                ? plain
                : new ApiAnswer(
                        TOO_MANY, Map.of("Content-Type", "application/json", "Retry-After", retryAfter), plain.body());
    }

    /** One of what a service says that is not there at the moment. */
    static ApiAnswer unavailable(int which) {
        return switch (which) {
            case 0 -> of(INTERNAL, "internal_clerk_error", "Oops, an unexpected error occurred");
            case 1 -> html(BAD_GATEWAY);
            case 2 -> of(GATEWAY_TIMEOUT, "gateway_timeout", "The request took too long");
            case 3 -> of(CONFLICT, "resource_locked", "The resource is locked, try again");
            case 4 -> of(TIMEOUT, "request_timeout", "The request took too long");
            default -> html(UNAVAILABLE);
        };
    }

    static ApiAnswer html(int status) {
        return new ApiAnswer(status, Map.of("Content-Type", "text/html"), "<html><body>Unavailable</body></html>");
    }

    static ApiAnswer versionUnknown() {
        return of(BAD, "api_version_invalid", "This version of the API does not exist");
    }

    /** @param status of what is gone or not paid for; 0 for the feature's own */
    static ApiAnswer featureOff(ApiTable table, int status) {
        return switch (status) {
            case PAYMENT -> of(PAYMENT, "unsupported_subscription_plan_features", "Not part of the plan");
            case GONE -> of(GONE, "operation_deprecated", "This operation is no longer there");
            default -> featureOff(table);
        };
    }

    private static ApiAnswer featureOff(ApiTable table) {
        return switch (table.feature()) {
            case ORGANIZATIONS ->
                table == ApiTable.INVITATIONS
                        ? notFound("not found")
                        : of(
                                FORBIDDEN,
                                "organization_not_enabled_in_instance",
                                "The organizations feature is not enabled for this instance");
            case BILLING -> of(BAD, "billing_not_enabled", "Billing is not enabled for this instance");
            case WAITLIST, NONE -> of(FORBIDDEN, "feature_not_enabled", "This feature is not enabled");
        };
    }

    private static ApiAnswer of(int status, String code, String message) {
        return ApiAnswer.json(
                status,
                "{\"errors\":[{\"message\":" + Quoted.of(message) + ",\"long_message\":" + Quoted.of(message)
                        + ",\"code\":\"" + code + "\"}],\"clerk_trace_id\":\"local\"}");
    }
}
