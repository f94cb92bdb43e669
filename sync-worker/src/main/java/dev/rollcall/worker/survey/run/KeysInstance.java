package dev.rollcall.worker.survey.run;

import dev.rollcall.model.event.InstanceId;
import dev.rollcall.startup.RefusedAsThingsAreException;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.ClerkAnswers;

/** Which Clerk instance a secret key is of: Clerk itself says it. */
public final class KeysInstance {

    private KeysInstance() {}

    /**
     * Asks.
     *
     * @throws IllegalArgumentException when the answer holds no id of Clerk's form, with one line for the operator
     */
    public static String ask(ClerkAnswers clerk) throws ApiException, InterruptedException {
        String instance = clerk.object(ApiQuery.of("instance")).path("id").asString("");
        if (!InstanceId.isOfClerksForm(instance)) {
            throw new RefusedAsThingsAreException("Clerk does not say which instance CLERK_SECRET_KEY is of");
        }
        return instance;
    }
}
