package dev.rollcall.local.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has still to do until the events of their own Clerk arrive, in the order in which it works.
 *
 * @param down what stops this stack, as a user types it
 * @param up what starts the stack that the events are for
 * @param demo whether this stack is a copy of the simulator's invented instance
 * @param port of the gateway
 * @param endpoint the public one; null while there is no tunnel
 * @param secretGiven whether the gateway has a secret that somebody gave
 * @param arrived whether events of a real instance have come
 */
record NextSteps(
        String down,
        String up,
        boolean demo,
        int port,
        @Nullable URI endpoint,
        boolean secretGiven,
        boolean arrived) {

    private static final String TUNNEL = " --tunnel 'cloudflared tunnel --url http://127.0.0.1:{port}'";

    /** One paragraph. */
    String text() {
        List<String> steps = steps();
        if (steps.isEmpty()) {
            return "Copy what Clerk had before its first webhook, if you have not yet:\n  " + backfill() + "\n";
        }
        steps.add("Copy what Clerk had before its first webhook:\n     " + backfill());
        StringBuilder text = new StringBuilder(
                demo
                        ? "Receive the events of your own Clerk, not of this demo's invented one:\n"
                        : "Receive the events of your own Clerk:\n");
        for (int at = 0; at < steps.size(); at++) {
            text.append("  ").append(at + 1).append(". ").append(steps.get(at)).append('\n');
        }
        return text.toString();
    }

    /** Without the last, which is due in any case. */
    private List<String> steps() {
        List<String> steps = new ArrayList<>();
        if (demo) {
            // Its ports are those of the next one.
            steps.add("Stop this demo:\n     " + down);
            steps.add("Start with a tunnel; it prints the endpoint for step 3:\n     " + up + TUNNEL);
            steps.add("In Clerk's dashboard, under Webhooks, add the endpoint\n     https://<tunnel>/webhooks/clerk");
            steps.add(giveSecret());
            return steps;
        }
        URI known = endpoint;
        if (known != null) {
            steps.add("In Clerk's dashboard, under Webhooks, "
                    + (arrived ? "see that the endpoint is" : "add the endpoint") + "\n     " + known);
        } else if (!arrived) {
            steps.add("Open a tunnel to port %d, for instance with another up:\n     %s".formatted(port, up + TUNNEL));
            steps.add("In Clerk's dashboard, under Webhooks, add the endpoint\n     https://<tunnel>/webhooks/clerk");
        }
        if (!secretGiven) {
            steps.add(giveSecret());
        }
        return steps;
    }

    private String giveSecret() {
        return "Give it the endpoint's signing secret, in another terminal:\n"
                + "     CLERK_WEBHOOK_SIGNING_SECRET=whsec_... " + up.replace("rollcall up", "rollcall up --detach");
    }

    private String backfill() {
        return "CLERK_SECRET_KEY=sk_... " + up.replace("rollcall up", "rollcall backfill");
    }
}
