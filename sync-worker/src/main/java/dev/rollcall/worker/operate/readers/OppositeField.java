package dev.rollcall.worker.operate.readers;

/**
 * A field that a model of Rollcall's gets since a model of the application's relates to it.
 *
 * @param model such as {@code ClerkOrganization}
 * @param declaration as Prisma writes it, such as {@code projects Project[]}
 */
public record OppositeField(String model, String declaration) {

    /** @throws IllegalArgumentException with one line for who typed it */
    public static OppositeField parse(String text) {
        String[] parts = text.split(":", 2);
        if (parts.length < 2
                || parts[0].isBlank()
                || !parts[1].strip().matches("\\w+ \\w+(\\[]|\\?)( @relation\\(.*\\))?")) {
            throw new IllegalArgumentException("--field: \"" + text
                    + "\" is no field of a model; write --field 'ClerkOrganization: projects Project[]'");
        }
        return new OppositeField(parts[0].strip(), parts[1].strip());
    }
}
