package dev.rollcall.worker.survey.run;

import dev.rollcall.worker.copy.store.CopiedWith;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a survey works.
 *
 * @param topic {@code clerk.events}, with the prefix
 * @param group of the workers
 * @param configuredInstance CLERK_INSTANCE_ID; null where it is not set
 * @param copiedWith as this process would copy
 */
public record SurveySettings(
        String topic, String group, @Nullable String configuredInstance, CopiedWith copiedWith) {

    /** Fields that are neither compared nor published. */
    Set<String> leftOut() {
        return copiedWith.storePrivateMetadata() ? Set.of() : Set.of("private_metadata");
    }
}
