package dev.rollcall.worker.operate.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.worker.operate.readers.OppositeField;
import dev.rollcall.worker.operate.readers.ReaderSchema;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a reader's tool wants to know of the tables. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Print the tables, and what a tenant sees of them, as a reader's tool wants them declared.",
        footer = {
            "",
            "  ./rollcall schema prisma > prisma/clerk.prisma",
            "",
            "Of the database that ROLLCALL_DATABASE_URL (as rollcall_sync) names; rollcall",
            "without it, of the running stack's. Nothing but the catalogs is read."
        })
final class SchemaCommand implements Callable<Integer> {

    /** For whom. */
    private enum Tool {
        prisma,
        drizzle,
        typescript,
        shadow
    }

    private final CommandEnvironment settings;
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "TOOL",
            description =
                    "prisma: models with relations. drizzle: tables with relations. typescript: rows. shadow: what"
                            + " prisma migrate dev needs in its shadow database.")
    private Tool tool = Tool.prisma;

    @Option(
            names = "--field",
            paramLabel = "MODEL:FIELD",
            description = "For prisma, any number of times: a field that your own model's relation needs in one of"
                    + " these, as in 'ClerkOrganization: projects Project[]'.")
    private List<String> fields = new ArrayList<>();

    SchemaCommand(CommandEnvironment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    @Override
    public Integer call() {
        List<OppositeField> added = added();
        try (HikariDataSource database = settings.openToRead()) {
            ReaderSchema schema = ReaderSchema.of(JdbcClient.create(database));
            out.print(
                    switch (tool) {
                        case prisma -> schema.prisma(added);
                        case drizzle -> schema.drizzle();
                        case typescript -> schema.typescript();
                        case shadow -> schema.shadow();
                    });
        }
        return 0;
    }

    private List<OppositeField> added() {
        try {
            if (!fields.isEmpty() && tool != Tool.prisma) {
                throw new IllegalArgumentException("--field is for prisma only; leave it out for " + tool);
            }
            return fields.stream().map(OppositeField::parse).toList();
        } catch (IllegalArgumentException wrong) {
            CommandSpec own = Objects.requireNonNull(spec, "picocli sets it");
            throw new ParameterException(own.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
